#pragma once

#include "core/base/result.h"
#include "core/config/connection.h"

#include <string>
#include <string_view>

namespace eventflow::config {

/// The connection as an item of `connections` in workspace.yaml. Without secrets, which it never has.
std::string toYaml(const Connection& connection);

/// The connection as `client.properties` of librdkafka's programs; where a secret belongs stands a comment
/// that names it.
std::string toProperties(const Connection& connection);

/// workspace.yaml with the connection added, or put in the place of the one of its name; everything else,
/// comments too, stays as it is. Unsupported when `connections` is written in brackets.
Result<std::string> withConnection(std::string_view workspaceYaml, const Connection& connection);
/// The same with the connection of that name taken out; NotFound.
Result<std::string> withoutConnection(std::string_view workspaceYaml, std::string_view name);

} // namespace eventflow::config
