#pragma once

#include "core/admin/cluster_catalog.h"
#include "core/base/result.h"

#include <string>

namespace eventflow::admin {

/// InvalidArgument for a name that Kafka does not take: 1 to 249 letters, digits, '.', '_', '-'.
Status checkTopicName(const std::string& name);
/// PermissionDenied for a topic that belongs to the cluster or the tools around it.
Status checkNotInternal(const std::string& name);
/// The topic, which is not internal; NotFound.
Result<TopicEntry> findChangeable(const ClusterCatalog& catalog, const std::string& name);

} // namespace eventflow::admin
