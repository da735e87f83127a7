#include "app/cli/command.h"
#include "app/session/connection_secrets.h"
#include "core/config/secret_names.h"
#include "core/config/workspace.h"
#include "pipelines/auth/secret_key.h"
#include "pipelines/kafka/cluster_access.h"

#include <CLI/CLI.hpp>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <string>

namespace eventflow::app {

namespace {

class SecretCommand final : public Command {
public:
    explicit SecretCommand(CLI::App& parser) {
        parser.add_option("CONNECTION", m_connection, "The connection")->required();
        parser.add_option("SECRET", m_secret,
                          "Its name, such as sasl.password; without it each that is needed");
        parser.add_option("--workspace", m_workspace, "The workspace")->required();
        parser.add_flag("--remove", m_remove, "Remove it from the store");
        parser.footer(
            "\nThe value is asked for on the terminal, or read from standard input when that is no "
            "terminal;\n"
            "never from the command line, which others can see. It is kept in the system's keychain, or in\n"
            "an encrypted file when EVENTFLOW_PASSPHRASE_FILE names a file with its passphrase. A stored\n"
            "secret belongs to the connection's addresses and security settings: when these change, it has\n"
            "to be stored anew.");
    }

    int run(const CommandContext&) override {
        const auto workspace = config::loadWorkspace(m_workspace);
        if (!workspace) return reportError(workspace.error(), false);
        const auto found = std::ranges::find(workspace->connections, m_connection, &config::Connection::name);
        if (found == workspace->connections.end())
            return reportError(
                {ErrorCode::NotFound, m_workspace + ": no connection is named \"" + m_connection + '"'},
                false);
        std::set<std::string> names{m_secret};
        if (m_secret.empty()) names = kafka::requiredSecrets(*found);
        if (names.empty()) printNote("this connection needs no secret");
        auto store = openSecretStore();
        if (!store) return reportError(store.error(), false);
        for (const std::string& name : names)
            if (Status status = change(**store, *found, name); !status)
                return reportError(status.error(), false);
        return kSuccess;
    }

private:
    Status change(auth::SecretStore& store, const config::Connection& connection,
                  const std::string& name) const {
        if (!config::isSecretName(name))
            return Error{ErrorCode::InvalidArgument,
                         "\"" + name + "\" is no secret; write it under \"properties\" of the connection"};
        const std::string key = auth::secretKey(connection, name);
        Status status;
        if (m_remove) {
            status = store.remove(key);
        } else {
            const auto secret = ask(connection, name);
            if (!secret) return Error{ErrorCode::Cancelled, "nothing was given for " + name};
            status = store.write(key, *secret);
        }
        if (status) printNote(name + (m_remove ? " is no longer in " : " is in ") + store.describe());
        return status;
    }

    static std::optional<std::string> ask(const config::Connection& connection, const std::string& name) {
        if (isatty(STDIN_FILENO)) return askOnTerminal(connection, name);
        std::string line;
        return std::getline(std::cin, line) && !line.empty() ? std::optional(line) : std::nullopt;
    }

    std::string m_connection;
    std::string m_secret;
    std::string m_workspace;
    bool m_remove = false;
};

} // namespace

std::unique_ptr<Command> addConnectionsSecret(CLI::App& parser) {
    return std::make_unique<SecretCommand>(parser);
}

} // namespace eventflow::app
