#pragma once

#include "core/admin/owned_record.h"
#include "core/admin/reset_target.h"
#include "core/admin/topic_spec.h"
#include "core/base/time.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace eventflow::admin {

/// How text becomes records.
struct ProduceSettings {
    static constexpr std::int32_t kAnyPartition = -1; ///< as the key decides
    enum class Format : std::uint8_t {
        Lines, ///< a value each, or a key and a value
        Kcat,  ///< of `kcat -J`, with key, headers and timestamp; their topic and partition are not used
    } format = Format::Lines;
    std::string keySeparator; ///< between key and value of a line; empty: no keys
    std::string
        nullMarker; ///< a key or value that is this text is null, as a tombstone has it; empty: none is
    std::vector<std::pair<std::string, std::string>> headers; ///< added to each record
    std::int32_t partition = kAnyPartition;
    Timestamp timestamp = kNoTime; ///< of each record that has none of its own
};

struct RedriveOptions {
    /// A record that was sent back so often already is left out.
    unsigned maxAttempts = 3;
    /// Names of the header that says where a dead letter came from; the first that is there counts. After
    /// these come the ones of Kafka Connect and Spring.
    std::vector<std::string> topicHeaders;
    /// For records without such a header; empty: they are left out.
    std::string fallbackTopic;
};

// What can be asked to be changed on a cluster, a type each: what feed::Cluster::plan() takes.

struct CreateTopic {
    TopicSpec topic;
};
/// The topics that EventFlow's own pipelines read and write, where they are missing.
struct EnsurePipelineTopics {};
struct AlterConfigs {
    std::string topic;
    std::map<std::string, std::optional<std::string>> values; ///< nothing: back to the brokers' value
};
struct AddPartitions {
    std::string topic;
    int total = 0;
};
struct DeleteTopic {
    std::string topic;
};
struct DeleteRecords {
    std::string topic;
    std::map<std::int32_t, std::int64_t> before; ///< by partition: everything below goes
};
struct ResetOffsets {
    std::string group;
    ResetTarget target;
    std::vector<std::string> topics; ///< empty: the partitions it has committed
};
struct DeleteGroup {
    std::string group;
};
struct DeleteOffsets {
    std::string group;
    std::string topic;
};
struct ProduceRecords {
    std::string topic;
    std::string text; ///< read as `settings` say
    ProduceSettings settings;
};
struct ResendRecords {
    std::string topic;
    std::vector<OwnedRecord> records;
    bool keepPartition = false;
    bool keepTimestamp = true;
};
struct CopyRecords {
    std::string from; ///< connection that is read; empty: this one
    std::string sourceTopic;
    std::string topic;
    /// By partition, offsets from and up to without; clamped to what there is. Empty: all of the topic.
    std::map<std::int32_t, std::pair<std::int64_t, std::int64_t>> ranges;
    bool keepPartition = true; ///< else by key
};
struct RedriveRecords {
    std::string deadLetterTopic;
    std::vector<OwnedRecord> letters;
    RedriveOptions options;
};

using ChangeRequest =
    std::variant<CreateTopic, EnsurePipelineTopics, AlterConfigs, AddPartitions, DeleteTopic, DeleteRecords,
                 ResetOffsets, DeleteGroup, DeleteOffsets, ProduceRecords, ResendRecords, CopyRecords,
                 RedriveRecords>;

} // namespace eventflow::admin
