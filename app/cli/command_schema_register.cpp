#include "app/cli/command.h"
#include "app/cli/schema_input.h"
#include "app/session/registry_changes.h"

#include <CLI/CLI.hpp>

namespace eventflow::app {

namespace {

class SchemaRegisterCommand final : public Command {
public:
    explicit SchemaRegisterCommand(CLI::App& parser) {
        parser.add_option("FILE", m_file, "The schema")->required();
        parser.add_option("--subject", m_subject, "Where to register it: orders-value")->required();
        parser.add_flag("--execute", m_execute, "Do it; without this nothing is changed");
        parser.add_option("--confirm", m_confirm,
                          "The subject, typed once more; needed on production connections");
        parser.add_flag("--normalize", m_normalize, "Have the registry bring the text into its normal form");
        parser.add_flag("--json", m_json, "Print JSON");
        m_input.addOptions(parser, ClusterChoice::Use::Writes);
        parser.footer(
            "\nFirst the schema is checked, here and by the registry, as the subject's level wants it. "
            "Exit codes:\n0 registered, or could be; 1 not compatible; 2 it could not be done." +
            SchemaInput::helpOfSecrets());
    }

    int run(const CommandContext&) override {
        const auto connection = m_input.connect();
        if (!connection) return reportSchemaError(connection.error(), m_json);
        const registry::RegistryReader reader(*connection);
        const auto next = m_input.file(m_file);
        if (!next) return reportSchemaError(next.error(), m_json);
        const auto known =
            reader.lookup(m_subject, next->definition, {m_normalize, registry::Deleted::Exclude});
        if (known) return report("known", known->version, known->id);
        if (known.error().code != ErrorCode::NotFound) return reportSchemaError(known.error(), m_json);
        const auto isCompatible = check(reader, *next);
        if (!isCompatible) return reportSchemaError(isCompatible.error(), m_json);
        if (!*isCompatible) return kFailure;
        if (!m_execute) return report("possible", m_nextVersion, 0);
        const auto permit = m_input.permit();
        if (!permit) return reportSchemaError(permit.error(), m_json);
        const auto id = registerSchema(*connection, {*permit, m_input.trail(), m_confirm}, m_subject,
                                       next->definition, m_normalize);
        if (!id) return reportSchemaError(id.error(), m_json);
        const auto place =
            reader.lookup(m_subject, next->definition, {m_normalize, registry::Deleted::Exclude});
        return report("registered", place ? place->version : 0, *id);
    }

private:
    /// By the subject's level: here, where every reason is known, and by the registry, which decides.
    Result<bool> check(const registry::RegistryReader& reader, const LoadedSchema& next) {
        auto config = reader.config(m_subject);
        if (!config && config.error().code == ErrorCode::NotFound) config = reader.config();
        if (!config) return config.error();
        const auto mode = schema::parseCompatibilityMode(config->compatibility);
        if (!mode)
            return Error{ErrorCode::Unsupported,
                         "the registry has the level " + config->compatibility + ", which is not known here"};
        const auto old = m_input.versions(m_subject);
        if (!old) return old.error();
        m_nextVersion = old->empty() ? 1 : old->back().version + 1;
        const schema::CompatibilityReport report = checkAgainst(*mode, next, *old);
        if (!report.compatible()) {
            printReport(report, *old, m_json);
            return false;
        }
        if (old->empty()) return true;
        const auto answer = reader.testCompatibility(m_subject, next.definition);
        if (!answer && answer.error().code == ErrorCode::Unsupported) return true;
        if (!answer) return answer.error();
        if (answer->compatible) return true;
        printNote("eventflow: the registry finds the schema not compatible, though nothing was found here:");
        for (const std::string& message : answer->messages)
            printNote("  " + message);
        if (m_json) printLine(R"({"compatible":false,"by":"registry"})");
        return false;
    }

    int report(const std::string& state, int version, std::int32_t id) const {
        if (m_json) {
            JsonWriter json;
            json.beginObject().key("state").string(state).key("subject").string(m_subject);
            json.key("version").number(version).key("id").number(id).endObject();
            printLine(json.text());
            return kSuccess;
        }
        const std::string place = m_subject + " version " + std::to_string(version);
        if (state == "known")
            printLine("registered already: " + place + ", id " + std::to_string(id));
        else if (state == "possible")
            printLine("would become " + place + "; nothing was changed, repeat with --execute");
        else
            printLine("registered: " + place + ", id " + std::to_string(id));
        return kSuccess;
    }

    SchemaInput m_input;
    std::string m_file;
    std::string m_subject;
    std::string m_confirm;
    bool m_execute = false;
    bool m_normalize = false;
    bool m_json = false;
    int m_nextVersion = 1;
};

} // namespace

std::unique_ptr<Command> addSchemaRegister(CLI::App& parser) {
    return std::make_unique<SchemaRegisterCommand>(parser);
}

} // namespace eventflow::app
