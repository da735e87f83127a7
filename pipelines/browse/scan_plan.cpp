#include "pipelines/browse/scan_plan.h"

#include "pipelines/browse/cluster_reader.h"

#include <algorithm>
#include <optional>

namespace eventflow::browse {
namespace {

using std::chrono::milliseconds;
using Offsets = std::vector<std::optional<std::int64_t>>;

std::string placeOf(const PartitionName& name) {
    return name.topic + '[' + std::to_string(name.partition) + ']';
}

std::vector<std::string> topicNames(const ScanRequest& request) {
    std::vector<std::string> names;
    for (const TopicSelection& selection : request.topics)
        if (std::find(names.begin(), names.end(), selection.topic) == names.end())
            names.push_back(selection.topic);
    return names;
}

bool isSelected(const ScanRequest& request, const std::string& topic, std::int32_t partition) {
    return std::any_of(request.topics.begin(), request.topics.end(), [&](const TopicSelection& selection) {
        return selection.topic == topic &&
               (selection.partitions.empty() ||
                std::find(selection.partitions.begin(), selection.partitions.end(), partition) !=
                    selection.partitions.end());
    });
}

Status checkPartitions(const ScanRequest& request, const std::vector<admin::TopicInfo>& topics) {
    for (const TopicSelection& selection : request.topics) {
        const auto topic = std::find_if(topics.begin(), topics.end(), [&](const admin::TopicInfo& info) {
            return info.name == selection.topic;
        });
        for (const std::int32_t partition : selection.partitions) {
            const bool there =
                topic != topics.end() &&
                std::any_of(topic->partitions.begin(), topic->partitions.end(),
                            [&](const admin::PartitionInfo& info) { return info.id == partition; });
            if (!there)
                return Error{ErrorCode::NotFound,
                             placeOf({selection.topic, partition}) + " does not exist; the topic has " +
                                 std::to_string(topic == topics.end() ? 0 : topic->partitions.size()) +
                                 " partitions, counted from 0"};
        }
    }
    return {};
}

Result<std::vector<PartitionName>> selectPartitions(ClusterReader& cluster, const ScanRequest& request,
                                                    milliseconds timeout) {
    if (request.topics.empty()) return Error{ErrorCode::InvalidArgument, "no topic was given to read"};
    auto topics = cluster.topics(topicNames(request), timeout);
    if (!topics) return topics.error();
    if (Status status = checkPartitions(request, *topics); !status) return status.error();
    std::vector<PartitionName> names;
    for (const admin::TopicInfo& topic : *topics)
        for (const admin::PartitionInfo& partition : topic.partitions)
            if (isSelected(request, topic.name, partition.id)) names.push_back({topic.name, partition.id});
    return names;
}

std::int64_t offsetOf(const Bound& bound, const PlannedStream& stream, std::optional<std::int64_t> atTime) {
    switch (bound.kind) {
    case Bound::Kind::Beginning:
        return stream.low;
    case Bound::Kind::End:
        return stream.high;
    case Bound::Kind::Offset:
        return std::clamp(bound.value, stream.low, stream.high);
    case Bound::Kind::BeforeEnd:
        return std::clamp(stream.high - std::min(bound.value, stream.high), stream.low, stream.high);
    case Bound::Kind::Time:
        break;
    }
    return std::clamp(atTime.value_or(stream.high), stream.low, stream.high);
}

} // namespace

std::vector<OffsetRange> ScanPlan::ranges() const {
    std::vector<OffsetRange> ranges;
    for (const PlannedStream& stream : streams)
        ranges.push_back(stream.range);
    return ranges;
}

std::int64_t ScanPlan::offsetSpan() const {
    std::int64_t span = 0;
    for (const PlannedStream& stream : streams)
        span += std::max<std::int64_t>(stream.range.to - stream.range.from, 0);
    return span;
}

std::size_t ScanPlan::emptyStreams() const {
    return static_cast<std::size_t>(std::count_if(
        streams.begin(), streams.end(), [](const PlannedStream& stream) { return stream.range.empty(); }));
}

Result<ScanPlan> planScan(ClusterReader& cluster, const ScanRequest& request, milliseconds timeout) {
    auto names = selectPartitions(cluster, request, timeout);
    if (!names) return names.error();
    const auto ends = cluster.ends(*names, timeout);
    if (!ends) return ends.error();
    Offsets fromTimes(names->size());
    Offsets toTimes(names->size());
    if (request.from.kind == Bound::Kind::Time) {
        auto found = cluster.offsetsAt(*names, request.from.time, timeout);
        if (!found) return found.error();
        fromTimes = std::move(*found);
    }
    if (request.to.kind == Bound::Kind::Time) {
        // The first record at or after that time says little about those behind it: look as far as
        // lateness allows, and let the timestamps themselves decide.
        auto found = cluster.offsetsAt(*names, request.to.time + request.lateness, timeout);
        if (!found) return found.error();
        toTimes = std::move(*found);
    }

    ScanPlan plan;
    if (request.from.kind == Bound::Kind::Time) plan.notBefore = request.from.time;
    if (request.to.kind == Bound::Kind::Time) plan.before = request.to.time;
    for (std::size_t i = 0; i < names->size(); ++i) {
        const PartitionName& name = (*names)[i];
        PlannedStream& stream = plan.streams.emplace_back();
        stream.stream = {name.topic, name.partition, static_cast<std::uint32_t>(i)};
        stream.low = (*ends)[i].from;
        stream.high = (*ends)[i].to;
        if (stream.low < 0 || stream.high < 0) {
            plan.notes.push_back(placeOf(name) + " has no leader that answers: it is left out");
            stream.low = stream.high = 0;
            continue;
        }
        const auto own = request.ranges.find({name.topic, name.partition});
        if (own != request.ranges.end())
            stream.range = {std::clamp(own->second.from, stream.low, stream.high),
                            std::clamp(own->second.to, stream.low, stream.high)};
        else
            stream.range = {offsetOf(request.from, stream, fromTimes[i]),
                            offsetOf(request.to, stream, toTimes[i])};
    }
    return plan;
}

} // namespace eventflow::browse
