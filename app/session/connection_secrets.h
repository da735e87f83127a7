#pragma once

#include "core/config/connection.h"
#include "pipelines/auth/secret_store.h"
#include "pipelines/auth/token_provider.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace eventflow::app {

/// Asks a person for a secret; nothing: there is nobody to ask, or nobody answers.
using AskForSecret =
    std::function<std::optional<std::string>(const config::Connection&, const std::string& name)>;
/// On the controlling terminal, without showing it.
std::optional<std::string> askOnTerminal(const config::Connection& connection, const std::string& name);

/// Where secrets are kept on this machine: the encrypted file when EVENTFLOW_PASSPHRASE_FILE names a file
/// with its passphrase, else the system's keychain.
Result<std::unique_ptr<auth::SecretStore>> openSecretStore();
/// What that store calls itself, without opening it: `the system's keychain`.
std::string secretStoreName();
/// `$XDG_DATA_HOME/eventflow/secrets`.
std::filesystem::path secretsFile();

/// Everything requiredSecrets() names: those of `given`, then those of the store, and what is not there from
/// `ask`. NotFound lists what is missing still and says how to store it. A connection that needs none touches
/// no store.
Result<auth::Secrets> collectSecrets(const config::Connection& connection, const AskForSecret& ask,
                                     auth::Secrets given = {});
/// The same without those that only the cluster needs.
Result<auth::Secrets> collectRegistrySecrets(const config::Connection& connection, const AskForSecret& ask);

} // namespace eventflow::app
