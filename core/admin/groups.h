#pragma once

#include "core/admin/cluster_catalog.h"
#include "core/admin/topic_partition.h"
#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace eventflow::admin {

enum class GroupState : std::uint8_t {
    Unknown,
    PreparingRebalance,
    CompletingRebalance,
    Stable,
    Dead,
    Empty
};
const char* toString(GroupState state);

struct GroupListing {
    std::string id;
    GroupState state = GroupState::Unknown;
    bool simple = false; ///< only commits offsets; never had members
};

struct GroupList {
    std::vector<GroupListing> groups; ///< by id
    std::vector<Error> problems;      ///< of brokers that did not answer: their groups are missing
};

struct GroupMember {
    std::string id;
    std::string instanceId; ///< of a static member; else empty
    std::string clientId;
    std::string host;
    std::vector<TopicPartition> assignment;
};

struct GroupDescription {
    std::string id;
    GroupState state = GroupState::Unknown;
    bool simple = false;
    std::string assignor; ///< `range`; empty without members
    Broker coordinator;
    std::vector<GroupMember> members;
    std::optional<Error> error; ///< why it is not described

    /// Offsets may be changed: nobody is reading with them.
    [[nodiscard]] bool inactive() const { return state == GroupState::Empty || state == GroupState::Dead; }
};

/// Each group is a request to its coordinator, so that more are taken page by page.
inline constexpr std::size_t kGroupsPerPage = 50;

struct CommittedOffset {
    TopicPartition partition;
    std::int64_t offset = -1; ///< the next to read; -1: none committed
    std::string metadata;
};

} // namespace eventflow::admin
