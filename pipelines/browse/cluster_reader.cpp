#include "pipelines/browse/cluster_reader.h"

#include "pipelines/kafka/cluster_queries.h"
#include "pipelines/kafka/kafka_error.h"

#include <algorithm>
#include <span>
#include <thread>
#include <utility>

namespace eventflow::browse {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

/// Bounds the size of one request and of its answer.
constexpr std::size_t kPartitionsPerQuery = 5000;
constexpr milliseconds kShortestSlice{100};
constexpr milliseconds kLongestSlice{1000};
/// How long a partition without a leader is waited for.
constexpr milliseconds kLeaderPatience{2000};

kafka::PartitionListPtr listOf(std::span<const PartitionName> partitions) {
    kafka::PartitionListPtr list = kafka::makePartitionList(partitions.size());
    for (const PartitionName& name : partitions)
        rd_kafka_topic_partition_list_add(list.get(), name.topic.c_str(), name.partition);
    return list;
}

milliseconds left(Clock::time_point deadline) {
    return std::max(std::chrono::ceil<milliseconds>(deadline - Clock::now()), milliseconds(1));
}

/// Calls `ask` with each chunk of the partitions and its first index, until one fails.
template <typename Ask>
Status inChunks(const std::vector<PartitionName>& partitions, const Ask& ask) {
    const std::span all(partitions);
    for (std::size_t at = 0; at < all.size(); at += kPartitionsPerQuery)
        if (Status status = ask(all.subspan(at, std::min(kPartitionsPerQuery, all.size() - at)), at); !status)
            return status;
    return {};
}

/// A leader that has just moved, or a topic that has just been made, answers soon.
template <typename Ask>
Status withPatience(Clock::time_point deadline, const Ask& ask) {
    deadline = std::min(deadline, Clock::now() + kLeaderPatience);
    for (;;) {
        Status status = ask();
        if (status || status.error().code != ErrorCode::Unavailable || Clock::now() >= deadline)
            return status;
        std::this_thread::sleep_for(kShortestSlice);
    }
}

} // namespace

ReaderTuning pageTuning(Isolation isolation) {
    return {isolation, 256 * 1024, 4 * 1024 * 1024, true};
}

ReaderTuning bulkTuning(Isolation isolation, std::uint64_t bytesPerSecond) {
    if (bytesPerSecond == 0) return {isolation, 4 * 1024 * 1024, 48 * 1024 * 1024, true};
    const auto burst = std::clamp<std::size_t>(bytesPerSecond / 4, 64 * 1024, 1024 * 1024);
    return {isolation, burst, burst, false};
}

Result<std::unique_ptr<ClusterReader>> ClusterReader::open(const kafka::ClusterAccess& access,
                                                           const ReaderTuning& tuning) {
    kafka::ClusterAccess own = access;
    const bool committed = tuning.isolation == Isolation::ReadCommitted;
    own.properties["isolation.level"] = committed ? "read_committed" : "read_uncommitted";
    own.properties["max.partition.fetch.bytes"] = std::to_string(tuning.fetchBytes);
    own.properties["fetch.max.bytes"] = std::to_string(tuning.responseBytes);
    // librdkafka refuses a response bound below the largest message that it would send itself.
    own.properties["message.max.bytes"] =
        std::to_string(std::clamp<std::size_t>(tuning.responseBytes, 1000, 1'000'000));
    if (!tuning.fetchAhead) own.properties["queued.min.messages"] = "1";
    // At this many waiting messages the client rests for up to a second, whatever happens meanwhile. Their
    // bytes are bounded by queued.max.messages.kbytes.
    own.properties.try_emplace("queued.min.messages", "1000000");
    // The end of a partition is told by an empty answer, and this is how long the broker holds it back.
    own.properties.try_emplace("fetch.wait.max.ms", "20");
    auto handle = kafka::openReader(own);
    if (!handle) return handle.error();
    return std::unique_ptr<ClusterReader>(new ClusterReader(access, std::move(*handle)));
}

Error ClusterReader::explained(const Error& error) const {
    // Serves callbacks: the reason of the failure, mostly.
    rd_kafka_poll(m_handle.get(), 0);
    return kafka::withCause(m_handle, error).at(m_access.label());
}

Status ClusterReader::connect(milliseconds timeout, const std::stop_token& stop) {
    const auto deadline = Clock::now() + timeout;
    auto slice = kShortestSlice;
    for (;;) {
        if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "cancelled while connecting"};
        const struct rd_kafka_metadata* raw = nullptr;
        const auto error = rd_kafka_metadata(m_handle.get(), 0, nullptr, &raw,
                                             static_cast<int>(std::min(slice, left(deadline)).count()));
        if (raw) rd_kafka_metadata_destroy(raw);
        if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return {};
        rd_kafka_poll(m_handle.get(), 0);
        const auto cause = m_handle.events().lastError();
        const bool denied = cause && cause->code == ErrorCode::PermissionDenied;
        if (denied || Clock::now() >= deadline) return explained(kafka::toError(error, "cluster metadata"));
        // A line slower than a slice needs a longer one; a refused connection is told apart by its error.
        if (!m_handle.events().inDoubt()) slice = std::min(slice * 2, kLongestSlice);
    }
}

Result<std::vector<admin::TopicInfo>> ClusterReader::topics(const std::vector<std::string>& names,
                                                            milliseconds timeout) {
    // Asking by name could make an old broker create a topic: only for those that are known to be there.
    const bool known = std::all_of(names.begin(), names.end(),
                                   [this](const std::string& name) { return m_seen.contains(name); });
    auto topics = kafka::fetchTopics(m_handle, known ? names : std::vector<std::string>(), timeout);
    if (!topics) return explained(topics.error());
    const std::set<std::string> wanted(names.begin(), names.end());
    std::erase_if(*topics, [&](const admin::TopicInfo& topic) { return !wanted.contains(topic.name); });
    for (const std::string& name : names) {
        const auto found = std::find_if(topics->begin(), topics->end(),
                                        [&](const admin::TopicInfo& topic) { return topic.name == name; });
        if (found == topics->end() || (found->partitions.empty() && found->error.empty()))
            return Error{
                ErrorCode::NotFound,
                "topic \"" + name +
                    "\" does not exist, or this login may not see it; compare with `eventflow topics`"};
        if (found->partitions.empty()) return Error{ErrorCode::PermissionDenied, found->error};
        m_seen.insert(name);
    }
    m_handle.events().markConnected();
    return topics;
}

Result<std::vector<OffsetRange>> ClusterReader::ends(const std::vector<PartitionName>& partitions,
                                                     milliseconds timeout) {
    const auto deadline = Clock::now() + timeout;
    std::vector<OffsetRange> ends(partitions.size(), OffsetRange{-1, -1});
    const auto ask = [&](std::span<const PartitionName> chunk, std::size_t first) -> Status {
        const auto list = listOf(chunk);
        for (const auto end : {kafka::OffsetEnd::Low, kafka::OffsetEnd::High}) {
            if (Status asked = kafka::queryOffsets(m_handle, *list, end, left(deadline)); !asked)
                return asked;
            for (std::size_t i = 0; i < chunk.size(); ++i)
                (end == kafka::OffsetEnd::Low ? ends[first + i].from : ends[first + i].to) =
                    list->elems[i].offset;
        }
        return {};
    };
    const Status status = withPatience(deadline, [&]() -> Status {
        if (Status asked = inChunks(partitions, ask); !asked) return asked;
        const bool all = std::all_of(ends.begin(), ends.end(),
                                     [](const OffsetRange& end) { return end.from >= 0 && end.to >= 0; });
        return all ? Status()
                   : Status(Error{ErrorCode::Unavailable, "a partition has no leader that answers"});
    });
    // A partition without a leader does not hide the others.
    const bool any =
        std::any_of(ends.begin(), ends.end(), [](const OffsetRange& end) { return end.to >= 0; });
    if (!status && !any) return explained(status.error());
    return ends;
}

Result<std::vector<std::optional<std::int64_t>>>
ClusterReader::offsetsAt(const std::vector<PartitionName>& partitions, Timestamp time, milliseconds timeout) {
    const auto deadline = Clock::now() + timeout;
    std::vector<std::optional<std::int64_t>> offsets(partitions.size());
    // A record within the millisecond of `time` has a timestamp that is rounded down.
    const std::int64_t ms = std::max<std::int64_t>(toMs(time + std::chrono::nanoseconds(999'999)), 0);
    const auto ask = [&](std::span<const PartitionName> chunk, std::size_t first) -> Status {
        const auto list = listOf(chunk);
        for (std::size_t i = 0; i < chunk.size(); ++i)
            list->elems[i].offset = ms;
        const auto error =
            rd_kafka_offsets_for_times(m_handle.get(), list.get(), static_cast<int>(left(deadline).count()));
        if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return kafka::toError(error, "offsets of a time");
        for (std::size_t i = 0; i < chunk.size(); ++i) {
            const auto& answer = list->elems[i];
            if (answer.err != RD_KAFKA_RESP_ERR_NO_ERROR)
                return kafka::toError(answer.err, chunk[i].topic + '[' + std::to_string(chunk[i].partition) +
                                                      "]: offset of a time");
            if (answer.offset >= 0) offsets[first + i] = answer.offset;
        }
        return {};
    };
    const Status status = withPatience(deadline, [&] { return inChunks(partitions, ask); });
    if (!status) return explained(status.error());
    return offsets;
}

milliseconds ClusterReader::throttled() const {
    return m_handle.events().throttled();
}

} // namespace eventflow::browse
