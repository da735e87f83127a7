#include "app/cli/command.h"
#include "app/session/connection_secrets.h"
#include "core/base/text_file.h"
#include "core/config/connection_export.h"
#include "core/config/connection_import.h"
#include "pipelines/auth/secret_key.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>
#include <iterator>
#include <map>
#include <string>

namespace eventflow::app {

namespace {

constexpr std::size_t kMaxFileBytes = 1024 * 1024;

class ImportCommand final : public Command {
public:
    explicit ImportCommand(CLI::App& parser) {
        parser.add_option("FILE", m_file, "client.properties, kcat.conf, rpk.yaml; - for standard input")
            ->required();
        parser.add_option("--workspace", m_workspace, "The workspace that gets the connections")->required();
        parser.add_option("--name", m_name, "The connection's name, where the file has none");
        parser.add_option("--environment", m_environment, "What the cluster is used for")
            ->transform(CLI::CheckedTransformer(
                std::map<std::string, config::Environment>{{"development", config::Environment::Development},
                                                           {"test", config::Environment::Test},
                                                           {"production", config::Environment::Production}}));
        parser.add_flag("--no-secrets", m_noSecrets, "Leave the file's secrets where they are");
        parser.footer(
            "\nConnections become read-only. Secrets of the file go to the system's keychain, or to the\n"
            "encrypted file when EVENTFLOW_PASSPHRASE_FILE names a file with its passphrase.");
    }

    int run(const CommandContext&) override {
        auto text = readInput();
        if (!text) return reportError(text.error(), false);
        auto imported = config::importConnections(*text, m_name.empty() ? defaultName() : m_name);
        if (!imported) return reportError(imported.error().at(m_file), false);
        for (config::ImportedConnection& one : *imported) {
            one.connection.environment = m_environment;
            if (Status status = keep(one); !status) return reportError(status.error(), false);
        }
        return kSuccess;
    }

private:
    [[nodiscard]] Result<std::string> readInput() const {
        if (m_file != "-") return readTextFile(m_file, kMaxFileBytes);
        std::string text(std::istreambuf_iterator<char>(std::cin), {});
        return text;
    }
    [[nodiscard]] std::string defaultName() const {
        return m_file == "-" ? "imported" : std::filesystem::path(m_file).stem().string();
    }

    /// Secrets first: a connection without them would be of no use, the other way round nothing is lost.
    Status keep(const config::ImportedConnection& one) const {
        const config::Connection& connection = one.connection;
        if (!m_noSecrets && !one.secrets.empty()) {
            auto store = openSecretStore();
            if (!store) return store.error();
            for (const auto& [name, secret] : one.secrets)
                if (Status status = (*store)->write(auth::secretKey(connection, name), secret); !status)
                    return Error{
                        status.error().code,
                        status.error().detail +
                            "; nothing was imported. Use --no-secrets, or set EVENTFLOW_PASSPHRASE_FILE"};
            printNote(std::to_string(one.secrets.size()) + " secrets are in " + (*store)->describe());
        }
        const auto file = std::filesystem::path(m_workspace) / "workspace.yaml";
        auto before = readTextFile(file, kMaxFileBytes);
        if (!before && before.error().code != ErrorCode::NotFound) return before.error();
        const auto after = config::withConnection(before ? *before : std::string(), connection);
        if (!after) return after.error().at(file.string());
        if (Status status = writeTextFile(file, *after); !status) return status;
        for (const std::string& note : one.notes)
            printNote(note);
        printNote("\"" + connection.name + "\" is in " + file.string() + ", read-only");
        return {};
    }

    std::string m_file;
    std::string m_workspace;
    std::string m_name;
    config::Environment m_environment = config::Environment::Production;
    bool m_noSecrets = false;
};

} // namespace

std::unique_ptr<Command> addConnectionsImport(CLI::App& parser) {
    return std::make_unique<ImportCommand>(parser);
}

} // namespace eventflow::app
