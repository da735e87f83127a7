#pragma once

#include "core/admin/open_transaction.h"
#include "core/admin/topic_partition.h"
#include "pipelines/admin/admin_client.h"

#include <span>
#include <vector>

namespace eventflow::admin {

/// The partitions whose last stable offset (KIP-98) is below their high watermark, with the time since when.
/// Reads one record of at most kMaxOpenTransactions of them. `client` reads committed records, as it does
/// unless its connection says otherwise: then nothing is found.
Result<std::vector<OpenTransaction>> fetchOpenTransactions(const AdminClient& client,
                                                           std::span<const TopicPartition> partitions);
inline constexpr std::size_t kMaxOpenTransactions = 16;

} // namespace eventflow::admin
