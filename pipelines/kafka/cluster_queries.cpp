#include "pipelines/kafka/cluster_queries.h"

#include "pipelines/kafka/kafka_error.h"

#include <algorithm>
#include <set>
#include <span>

namespace eventflow::kafka {
namespace {

/// Above this a single request for everything is cheaper than one request per name.
constexpr std::size_t kMaxSingleRequests = 16;

using Clock = std::chrono::steady_clock;
using MetadataPtr = std::unique_ptr<const struct rd_kafka_metadata, Release<rd_kafka_metadata_destroy>>;

int remainingMs(Clock::time_point deadline) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 1, 3'600'000));
}

admin::TopicInfo toInfo(const rd_kafka_metadata_topic& topic) {
    admin::TopicInfo info;
    info.name = topic.topic;
    info.internal = admin::isInternalTopic(info.name);
    if (topic.err != RD_KAFKA_RESP_ERR_NO_ERROR) info.error = toError(topic.err, info.name).detail;
    info.denied = topic.err == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED;

    for (const auto& partition :
         std::span(topic.partitions, static_cast<std::size_t>(std::max(topic.partition_cnt, 0)))) {
        admin::PartitionInfo& out = info.partitions.emplace_back();
        out.id = partition.id;
        out.leader = partition.leader;
        out.replicas.assign(partition.replicas, partition.replicas + partition.replica_cnt);
        out.isr.assign(partition.isrs, partition.isrs + partition.isr_cnt);
    }
    std::sort(info.partitions.begin(), info.partitions.end(),
              [](const admin::PartitionInfo& a, const admin::PartitionInfo& b) { return a.id < b.id; });
    return info;
}

/// Asks for one topic, or with none for all. Asking for neither would let a broker create topics.
Status fetchInto(std::vector<admin::TopicInfo>& topics, const KafkaHandle& handle, rd_kafka_topic_t* only,
                 Clock::time_point deadline) {
    const struct rd_kafka_metadata* raw = nullptr;
    const auto error = rd_kafka_metadata(handle.get(), only ? 0 : 1, only, &raw, remainingMs(deadline));
    const MetadataPtr metadata(raw);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return toError(error, "cluster metadata");
    for (const auto& topic :
         std::span(metadata->topics, static_cast<std::size_t>(std::max(metadata->topic_cnt, 0))))
        topics.push_back(toInfo(topic));
    return {};
}

} // namespace

Result<std::vector<admin::TopicInfo>> fetchTopics(const KafkaHandle& handle,
                                                  const std::vector<std::string>& names,
                                                  std::chrono::milliseconds timeout) {
    const auto deadline = Clock::now() + timeout;
    std::vector<admin::TopicInfo> topics;
    Status status;
    if (names.empty() || names.size() > kMaxSingleRequests) {
        status = fetchInto(topics, handle, nullptr, deadline);
        const std::set<std::string_view> wanted(names.begin(), names.end());
        if (!wanted.empty())
            std::erase_if(topics,
                          [&](const admin::TopicInfo& topic) { return !wanted.contains(topic.name); });
    } else {
        for (std::size_t i = 0; i < names.size() && status; ++i) {
            const TopicPtr only(rd_kafka_topic_new(handle.get(), names[i].c_str(), nullptr));
            if (!only) return toError(rd_kafka_last_error(), "topic \"" + names[i] + '"');
            status = fetchInto(topics, handle, only.get(), deadline);
        }
    }
    if (!status) return status.error();
    std::sort(topics.begin(), topics.end(),
              [](const admin::TopicInfo& a, const admin::TopicInfo& b) { return a.name < b.name; });
    return topics;
}

Status queryOffsets(const KafkaHandle& handle, rd_kafka_topic_partition_list_t& partitions, OffsetEnd end,
                    std::chrono::milliseconds timeout) {
    if (partitions.cnt == 0) return {};
    const std::span items(partitions.elems, static_cast<std::size_t>(partitions.cnt));
    // The look-up by time takes the protocol's two special times as well: one request per leader, whereas the
    // watermark call of the library is two requests per partition, one after the other.
    for (auto& item : items)
        item.offset = end == OffsetEnd::Low ? RD_KAFKA_OFFSET_BEGINNING : RD_KAFKA_OFFSET_END;
    const auto error =
        rd_kafka_offsets_for_times(handle.get(), &partitions, remainingMs(Clock::now() + timeout));
    bool any = false;
    for (auto& item : items) {
        const bool known = item.err == RD_KAFKA_RESP_ERR_NO_ERROR && item.offset >= 0;
        if (!known) item.offset = -1;
        any = any || known;
    }
    if (any) return {};
    return toError(error != RD_KAFKA_RESP_ERR_NO_ERROR ? error : items.front().err, "offsets");
}

Error withCause(const KafkaHandle& handle, const Error& error) {
    const auto cause = handle.events().lastError();
    if (!cause || error.code != ErrorCode::Unavailable) return error;
    const ErrorCode code = cause->code == ErrorCode::PermissionDenied ? cause->code : error.code;
    return {code, error.detail + "; last error: " + cause->detail};
}

} // namespace eventflow::kafka
