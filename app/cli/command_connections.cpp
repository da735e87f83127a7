#include "app/cli/command.h"
#include "app/cli/table.h"
#include "core/base/text_file.h"
#include "core/config/connection_export.h"
#include "core/config/workspace.h"
#include "pipelines/kafka/cluster_access.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <optional>
#include <string>

namespace eventflow::app {

namespace {

class ListCommand final : public Command {
public:
    explicit ListCommand(CLI::App& parser) {
        parser.add_option("--workspace", m_workspace, "The workspace")->required();
        parser.add_flag("--json", m_json, "Print JSON");
    }

    int run(const CommandContext&) override {
        const auto workspace = config::loadWorkspace(m_workspace);
        if (!workspace) return reportError(workspace.error(), m_json);
        if (m_json)
            printJson(workspace->connections);
        else
            printTable(workspace->connections);
        return kSuccess;
    }

private:
    static void printJson(const std::vector<config::Connection>& connections) {
        JsonWriter json;
        json.beginObject().key("connections").beginArray();
        for (const config::Connection& connection : connections) {
            json.beginObject().key("name").string(connection.name);
            json.key("bootstrap_servers").string(connection.bootstrapServers);
            json.key("environment").string(config::toString(connection.environment));
            json.key("read_only").boolean(connection.readOnly).key("secrets").beginArray();
            for (const std::string& name : kafka::requiredSecrets(connection))
                json.string(name);
            json.endArray().endObject();
        }
        json.endArray().endObject();
        printLine(json.text());
    }

    static void printTable(const std::vector<config::Connection>& connections) {
        Table table({"NAME", "BROKERS", "ENVIRONMENT", "ACCESS", "SECRETS"});
        for (const config::Connection& connection : connections) {
            std::string secrets;
            for (const std::string& name : kafka::requiredSecrets(connection))
                secrets += (secrets.empty() ? "" : ", ") + name;
            table.add({connection.name, connection.bootstrapServers, config::toString(connection.environment),
                       connection.readOnly ? "read-only" : "may be changed", secrets});
        }
        printLine(table.text());
    }

    std::string m_workspace;
    bool m_json = false;
};

class ExportCommand final : public Command {
public:
    explicit ExportCommand(CLI::App& parser) {
        parser.add_option("NAME", m_name, "The connection")->required();
        parser.add_option("--workspace", m_workspace, "The workspace")->required();
        parser
            .add_option("--format", m_format, "yaml, or properties for kcat and other programs of librdkafka")
            ->check(CLI::IsMember({"yaml", "properties"}))
            ->capture_default_str();
        parser.footer("\nSecrets are never exported; where one belongs, a comment names it.");
    }

    int run(const CommandContext&) override {
        const auto workspace = config::loadWorkspace(m_workspace);
        if (!workspace) return reportError(workspace.error(), false);
        const auto found = std::ranges::find(workspace->connections, m_name, &config::Connection::name);
        if (found == workspace->connections.end())
            return reportError(
                {ErrorCode::NotFound, m_workspace + ": no connection is named \"" + m_name + '"'}, false);
        std::string text =
            m_format == "yaml" ? "connections:\n" + config::toYaml(*found) : config::toProperties(*found);
        text.pop_back();
        printLine(text);
        return kSuccess;
    }

private:
    std::string m_name;
    std::string m_workspace;
    std::string m_format = "yaml";
};

class RemoveCommand final : public Command {
public:
    explicit RemoveCommand(CLI::App& parser) {
        parser.add_option("NAME", m_name, "The connection")->required();
        parser.add_option("--workspace", m_workspace, "The workspace")->required();
    }

    int run(const CommandContext&) override {
        const auto file = std::filesystem::path(m_workspace) / "workspace.yaml";
        const auto text = readTextFile(file, 1024 * 1024);
        if (!text) return reportError(text.error(), false);
        const auto changed = config::withoutConnection(*text, m_name);
        if (!changed) return reportError(changed.error().at(file.string()), false);
        if (Status status = writeTextFile(file, *changed); !status) return reportError(status.error(), false);
        printNote("removed \"" + m_name + "\" from " + file.string());
        return kSuccess;
    }

private:
    std::string m_name;
    std::string m_workspace;
};

} // namespace

std::unique_ptr<Command> addConnectionsList(CLI::App& parser) {
    return std::make_unique<ListCommand>(parser);
}
std::unique_ptr<Command> addConnectionsExport(CLI::App& parser) {
    return std::make_unique<ExportCommand>(parser);
}
std::unique_ptr<Command> addConnectionsRemove(CLI::App& parser) {
    return std::make_unique<RemoveCommand>(parser);
}

} // namespace eventflow::app
