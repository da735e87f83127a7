#pragma once

#include "core/admin/neighbourhood.h"
#include "pipelines/admin/admin_client.h"

#include <cstdint>

namespace eventflow::admin {

/// At most `around` offsets before and behind `offset`, which need not be there.
Result<Neighbourhood> fetchNeighbourhood(const AdminClient& client, const TopicPartition& partition,
                                         std::int64_t offset, std::int64_t around);

} // namespace eventflow::admin
