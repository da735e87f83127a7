#include "app/cli/command.h"
#include "app/cli/schema_input.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <optional>

namespace eventflow::app {

namespace {

std::string upper(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return text;
}

class SchemaCheckCommand final : public Command {
public:
    explicit SchemaCheckCommand(CLI::App& parser) {
        parser.add_option("FILE", m_file, "The new schema")->required();
        auto* against =
            parser.add_option("--against", m_against, "Its earlier versions as files, the oldest first");
        parser.add_option("--subject", m_subject, "Its earlier versions in the registry")->excludes(against);
        parser.add_option(
            "--mode", m_mode,
            "none, backward, forward, full, each with _transitive for all versions instead of the "
            "latest; without it that of the subject, or backward");
        parser.add_flag("--json", m_json, "Print JSON");
        m_input.addOptions(parser);
        parser.footer(
            "\nThe check is made here, also where the registry has another level or none. Exit codes: 0 "
            "compatible,\n1 not compatible, 2 it could not be checked." +
            SchemaInput::helpOfSecrets());
    }

    int run(const CommandContext&) override {
        if (m_against.empty() == m_subject.empty()) {
            printNote(
                "eventflow: give either --against FILE, or --subject SUBJECT with --registry or --workspace");
            return kUsage;
        }
        const auto mode = chosenMode();
        if (!mode) return reportSchemaError(mode.error(), m_json);
        const auto next = m_input.file(m_file);
        if (!next) return reportSchemaError(next.error(), m_json);
        const auto old = earlier();
        if (!old) return reportSchemaError(old.error(), m_json);
        const schema::CompatibilityReport report = checkAgainst(*mode, *next, *old);
        printReport(report, *old, m_json);
        return report.compatible() ? kSuccess : kFailure;
    }

private:
    Result<schema::CompatibilityMode> chosenMode() {
        std::string text = upper(m_mode.value_or("BACKWARD"));
        if (!m_mode && !m_subject.empty()) {
            const auto connection = m_input.connect();
            if (!connection) return connection.error();
            const auto config = registry::RegistryReader(*connection).config(m_subject);
            // A subject that is not there yet has the global level.
            const auto global = config ? config : registry::RegistryReader(*connection).config();
            if (!global) return global.error();
            text = global->compatibility;
        }
        const auto mode = schema::parseCompatibilityMode(text);
        if (!mode)
            return Error{
                ErrorCode::InvalidArgument,
                "there is no mode " + text +
                    "; there are none, backward, forward, full, and the last three with _transitive"};
        return *mode;
    }

    Result<std::vector<LoadedSchema>> earlier() {
        if (!m_subject.empty()) return m_input.versions(m_subject);
        std::vector<LoadedSchema> out;
        for (const std::string& path : m_against) {
            auto one = m_input.file(path);
            if (!one) return one.error();
            out.push_back(std::move(*one));
        }
        return out;
    }

    SchemaInput m_input;
    std::string m_file;
    std::vector<std::string> m_against;
    std::string m_subject;
    std::optional<std::string> m_mode;
    bool m_json = false;
};

} // namespace

std::unique_ptr<Command> addSchemaCheck(CLI::App& parser) {
    return std::make_unique<SchemaCheckCommand>(parser);
}

} // namespace eventflow::app
