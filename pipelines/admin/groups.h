#pragma once

#include "pipelines/admin/admin_client.h"
#include "pipelines/admin/cluster_catalog.h"
#include "pipelines/admin/watermarks.h"

#include <cstdint>
#include <optional>
#include <span>
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

/// The groups of all brokers this login may see. An error when a broker failed and no other told of a group.
Result<GroupList> listGroups(const AdminClient& client);

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

/// For each id, in order. The ids are ones that listGroups() gave: a young cluster makes the topic of offsets
/// when asked for the coordinator of a group, even of one that isn't there. LimitExceeded above
/// kGroupsPerPage.
Result<std::vector<GroupDescription>> describeGroups(const AdminClient& client,
                                                     std::span<const std::string> ids);

struct CommittedOffset {
    TopicPartition partition;
    std::int64_t offset = -1; ///< the next to read; -1: none committed
    std::string metadata;
};

/// Every offset of each group, in order; ids as of describeGroups().
std::vector<Result<std::vector<CommittedOffset>>> fetchCommitted(const AdminClient& client,
                                                                 std::span<const std::string> ids);

} // namespace eventflow::admin
