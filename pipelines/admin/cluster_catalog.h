#pragma once

#include "core/admin/cluster_catalog.h"
#include "pipelines/admin/admin_client.h"

#include <stop_token>

namespace eventflow::admin {

/// Asks for everything at once, which never creates a topic. Unavailable when no broker answers. A stop is
/// seen within a tenth of a second until a broker has answered for the first time: Cancelled. After that the
/// request is on its way and is waited for.
Result<ClusterCatalog> fetchCatalog(const AdminClient& client, const std::stop_token& stop = {});

} // namespace eventflow::admin
