#pragma once

#include "core/admin/configs.h"
#include "core/admin/open_transaction.h"
#include "core/admin/topic_info.h"
#include "core/admin/watermarks.h"
#include "core/base/time.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace eventflow::admin {

/// What an SRE wants to know of a topic at a glance. Nothing here is a guess: what is not known is absent.
struct TopicFacts {
    std::uint32_t withoutLeader = 0;          ///< partitions nobody can read or write now
    std::uint32_t shortOfReplicas = 0;        ///< partitions with a replica out of sync
    std::optional<std::uint32_t> underMinIsr; ///< partitions that refuse producers with acks=all
    std::optional<int> minInsyncReplicas;
    bool compacted = false;
    bool deletesOld = false;
    std::optional<Duration> retention;          ///< by age; nothing: unbounded or not known
    std::optional<std::int64_t> retentionBytes; ///< of each partition; nothing: unbounded or not known
    /// The sum of high − low: what records there can be at most. Not a count: compaction, transactions and
    /// deletion leave gaps. Nothing where a partition is not known.
    std::optional<std::int64_t> offsetSpan;
};

/// One topic, with what could be found out; `problems` names what was denied or not answered, request by
/// request.
struct TopicDescription {
    TopicInfo topic;                    ///< without watermarks
    std::vector<Watermarks> watermarks; ///< by partition, as in `topic`
    ConfigSet configs;
    TopicFacts facts;
    std::vector<OpenTransaction> openTransactions; ///< of the first partitions that have one
    std::vector<Error> problems;
};

/// From what is known: `configs` may carry an error, `watermarks` may be empty.
TopicFacts factsOf(const TopicInfo& topic, const ConfigSet& configs,
                   const std::vector<Watermarks>& watermarks);

} // namespace eventflow::admin
