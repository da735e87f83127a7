#include "app/cli/command.h"
#include "app/cli/schema_input.h"
#include "core/schema/schema_diff.h"

#include <CLI/CLI.hpp>

#include <optional>

namespace eventflow::app {

namespace {

using schema::ChangeKind;
using schema::SchemaChange;

const char* signOf(ChangeKind kind) {
    switch (kind) {
    case ChangeKind::Added:
        return "+ ";
    case ChangeKind::Removed:
        return "- ";
    case ChangeKind::Changed:
        return "~ ";
    case ChangeKind::Moved:
        return "> ";
    }
    return "~ ";
}

class SchemaDiffCommand final : public Command {
public:
    explicit SchemaDiffCommand(CLI::App& parser) {
        parser.add_option("FROM", m_from, "The old schema: a file, SUBJECT or SUBJECT@VERSION")->required();
        parser.add_option("TO", m_to, "The new schema, likewise")->required();
        parser.add_option("--fail-on", m_failOn, "Exit code 1 when a change breaks this mode")
            ->transform(CLI::CheckedTransformer(
                std::map<std::string, schema::CompatibilityMode>{
                    {"backward", schema::CompatibilityMode::Backward},
                    {"forward", schema::CompatibilityMode::Forward},
                    {"full", schema::CompatibilityMode::Full}},
                CLI::ignore_case));
        parser.add_flag("--json", m_json, "Print JSON");
        m_input.addOptions(parser);
        parser.footer("\n+ added, - removed, ~ changed, > moved; below each what it breaks." +
                      SchemaInput::helpOfSecrets());
    }

    int run(const CommandContext&) override {
        const auto from = m_input.fileOrSubject(m_from);
        if (!from) return reportSchemaError(from.error(), m_json);
        const auto to = m_input.fileOrSubject(m_to);
        if (!to) return reportSchemaError(to.error(), m_json);
        const schema::SchemaDiff diff =
            schema::diff(from->parsed.tree(), to->parsed.tree(), schema::canRead(to->parsed, from->parsed),
                         schema::canRead(from->parsed, to->parsed));
        if (m_json)
            printJson(diff);
        else
            printText(diff);
        return m_failOn && diff.breaks(*m_failOn) ? kFailure : kSuccess;
    }

private:
    static void printText(const schema::SchemaDiff& diff) {
        if (diff.changes.empty()) printLine("no difference");
        for (const SchemaChange& change : diff.changes) {
            const std::string path = change.path.empty() ? "(the whole)" : change.path;
            std::string line = signOf(change.kind) + path;
            if (change.kind == ChangeKind::Moved)
                line += " was " + change.from;
            else if (change.kind == ChangeKind::Changed && !change.from.empty())
                line += ": " + change.from + " → " + change.to;
            else
                line += ": " + (change.kind == ChangeKind::Removed ? change.from : change.to);
            printLine(line);
            for (const auto& finding : change.backward)
                printLine("    breaks BACKWARD: " + finding.message);
            for (const auto& finding : change.forward)
                printLine("    breaks FORWARD: " + finding.message);
        }
        if (diff.truncated) printNote("note: the schemas are too large to be compared whole");
    }

    static void writeFindings(JsonWriter& json, const char* key,
                              const std::vector<schema::Incompatibility>& findings) {
        json.key(key).beginArray();
        for (const schema::Incompatibility& finding : findings)
            json.beginObject()
                .key("kind")
                .string(finding.kind)
                .key("message")
                .string(finding.message)
                .endObject();
        json.endArray();
    }

    static void printJson(const schema::SchemaDiff& diff) {
        JsonWriter json;
        json.beginObject().key("changes").beginArray();
        for (const SchemaChange& change : diff.changes) {
            json.beginObject().key("kind").string(toString(change.kind)).key("path").string(change.path);
            json.key("from").string(change.from).key("to").string(change.to);
            writeFindings(json, "breaks_backward", change.backward);
            writeFindings(json, "breaks_forward", change.forward);
            json.endObject();
        }
        json.endArray().key("truncated").boolean(diff.truncated).endObject();
        printLine(json.text());
    }

    SchemaInput m_input;
    std::string m_from;
    std::string m_to;
    std::optional<schema::CompatibilityMode> m_failOn;
    bool m_json = false;
};

} // namespace

std::unique_ptr<Command> addSchemaDiff(CLI::App& parser) {
    return std::make_unique<SchemaDiffCommand>(parser);
}

} // namespace eventflow::app
