#pragma once

#include "core/config/connection.h"
#include "core/config/yaml_reader.h"

#include <vector>

namespace eventflow::config {

/// The `connections` of a workspace.yaml; what is wrong is in `yaml.problems()`. Secrets are refused without
/// repeating them.
std::vector<Connection> readConnections(YamlReader& yaml, const YamlNode& list);

} // namespace eventflow::config
