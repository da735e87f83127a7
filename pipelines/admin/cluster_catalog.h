#pragma once

#include "core/admin/cluster_catalog.h"
#include "pipelines/admin/admin_client.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::admin {

/// Asks for everything at once, which never creates a topic. Unavailable when no broker answers.
Result<ClusterCatalog> fetchCatalog(const AdminClient& client);

} // namespace eventflow::admin
