#pragma once

#include "core/admin/topic_facts.h"
#include "core/base/time.h"
#include "pipelines/admin/cluster_catalog.h"
#include "pipelines/admin/configs.h"
#include "pipelines/admin/watermarks.h"
#include "pipelines/kafka/metadata.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace eventflow::admin {

/// NotFound when the topic is not there or hidden; parts that are denied don't fail the whole.
Result<TopicDescription> describeTopic(const AdminClient& client, const std::string& name);

} // namespace eventflow::admin
