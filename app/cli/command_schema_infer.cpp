#include "app/cli/command.h"
#include "app/cli/schema_input.h"
#include "core/schema/schema_drift.h"
#include "core/schema/schema_proposal.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>

namespace eventflow::app {

namespace {

constexpr std::size_t kMaxLineBytes = 16 * 1024 * 1024;

class SchemaInferCommand final : public Command {
public:
    explicit SchemaInferCommand(CLI::App& parser) {
        parser.add_option("FILE", m_file, "JSON values, one a line; without it standard input");
        parser.add_option("--format", m_format, "What to propose: json (JSON Schema) or avro")
            ->capture_default_str()
            ->check(CLI::IsMember({"json", "avro"}));
        parser.add_option("--name", m_name, "Title, or the record's name for Avro: shop.Order")
            ->capture_default_str();
        parser.add_option(
            "--against", m_against,
            "Instead of a proposal say where the values and this schema part: a file, SUBJECT or "
            "SUBJECT@VERSION");
        parser.add_flag("--json", m_json, "Print JSON");
        m_input.addOptions(parser);
        parser.footer(
            "\nWith --against the exit code is 1 when values have fields, types or gaps that the schema "
            "does not declare." +
            SchemaInput::helpOfSecrets());
    }

    int run(const CommandContext& context) override {
        if (const Status status = read(context); !status) return reportSchemaError(status.error(), m_json);
        if (context.stop.stop_requested()) return kInterrupted;
        if (m_shape.unparsed() > 0)
            printNote("note: " + std::to_string(m_shape.unparsed()) + " lines are not JSON");
        if (m_shape.overflow() > 0)
            printNote("note: there are more fields than can be told apart; " +
                      std::to_string(m_shape.overflow()) + " values are left out");
        return m_against.empty() ? propose() : compare();
    }

private:
    Status read(const CommandContext& context) {
        std::ifstream file;
        if (!m_file.empty()) {
            file.open(m_file, std::ios::binary);
            if (!file)
                return Error{ErrorCode::NotFound,
                             m_file + ": cannot be opened; check the name and that you may read it"};
        }
        std::istream& in = m_file.empty() ? std::cin : file;
        std::string line;
        std::uint64_t number = 0;
        while (!context.stop.stop_requested() && std::getline(in, line)) {
            ++number;
            if (line.size() > kMaxLineBytes)
                return Error{ErrorCode::LimitExceeded,
                             "line " + std::to_string(number) + " is longer than 16 MiB"};
            if (line.find_first_not_of(" \t\r") != std::string::npos) m_shape.observe(line, false);
        }
        return {};
    }

    int propose() {
        const auto proposal = m_format == "avro" ? schema::proposeAvro(m_shape, m_name)
                                                 : schema::proposeJsonSchema(m_shape, m_name);
        if (!proposal) return reportSchemaError(proposal.error(), m_json);
        printLine(*proposal);
        return kSuccess;
    }

    int compare() {
        const auto declared = m_input.fileOrSubject(m_against);
        if (!declared) return reportSchemaError(declared.error(), m_json);
        const auto findings = schema::findDrift(declared->parsed.tree(), m_shape);
        if (m_json)
            printJson(findings);
        else
            printText(findings);
        const bool parts = std::ranges::any_of(findings, [](const schema::DriftFinding& finding) {
            return finding.kind != schema::DriftKind::NeverSeen;
        });
        return parts ? kFailure : kSuccess;
    }

    void printText(const std::vector<schema::DriftFinding>& findings) const {
        for (const schema::DriftFinding& finding : findings)
            printLine(std::string(toString(finding.kind)) + ' ' +
                      (finding.path.empty() ? "(the value)" : finding.path) + ": " + finding.message);
        if (findings.empty()) printLine("no drift in " + std::to_string(m_shape.observed()) + " values");
    }

    void printJson(const std::vector<schema::DriftFinding>& findings) const {
        JsonWriter json;
        json.beginObject().key("values").number(m_shape.observed()).key("findings").beginArray();
        for (const schema::DriftFinding& finding : findings) {
            json.beginObject().key("kind").string(toString(finding.kind)).key("path").string(finding.path);
            json.key("values").number(finding.values).key("message").string(finding.message).endObject();
        }
        json.endArray().endObject();
        printLine(json.text());
    }

    SchemaInput m_input;
    std::string m_file;
    std::string m_format = "json";
    std::string m_name = "Value";
    std::string m_against;
    schema::Inference m_shape;
    bool m_json = false;
};

} // namespace

std::unique_ptr<Command> addSchemaInfer(CLI::App& parser) {
    return std::make_unique<SchemaInferCommand>(parser);
}

} // namespace eventflow::app
