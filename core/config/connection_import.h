#pragma once

#include "core/base/result.h"
#include "core/config/connection.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::config {

/// A connection as another program's configuration has it.
struct ImportedConnection {
    Connection connection; ///< read-only, production: whoever imports it decides otherwise
    /// For the secret store, by the names that Connection::secrets uses.
    std::map<std::string, std::string> secrets;
    /// What was left out and what to do about it, a sentence each. Holds no secret.
    std::vector<std::string> notes;
};

/// Reads the configuration of a Java client (`client.properties`), of kcat or any librdkafka program, or of
/// rpk (its profiles, one connection each), told apart by content. `name` is for a connection that does not
/// name itself. Errors: ParseError with the place; NotFound when it names no broker.
Result<std::vector<ImportedConnection>> importConnections(std::string_view text, const std::string& name);

// One each.
Result<ImportedConnection> importProperties(std::string_view text, const std::string& name);
Result<std::vector<ImportedConnection>> importRpk(std::string_view text, const std::string& name);

} // namespace eventflow::config
