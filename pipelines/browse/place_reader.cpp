#include "pipelines/browse/place_reader.h"

#include "core/browse/record_copy.h"
#include "pipelines/browse/kafka_ranges.h"
#include "pipelines/browse/scan_plan.h"
#include "pipelines/browse/scan_waiting.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace eventflow::browse {
namespace {

using Offsets = std::vector<std::int64_t>;
using OffsetsOf = std::map<admin::TopicPartition, Offsets>;

OffsetsOf byPartition(std::span<const admin::RecordAddress> places) {
    OffsetsOf offsets;
    for (const admin::RecordAddress& place : places)
        offsets[place.from].push_back(place.offset);
    for (auto& [partition, all] : offsets) {
        std::ranges::sort(all);
        all.erase(std::unique(all.begin(), all.end()), all.end());
    }
    return offsets;
}

/// The partitions of these offsets; what a transaction has not committed was shown if it was asked for.
ScanRequest requestOf(const OffsetsOf& offsets) {
    ScanRequest request;
    request.isolation = Isolation::ReadUncommitted;
    for (const auto& [partition, all] : offsets) {
        if (request.topics.empty() || request.topics.back().topic != partition.topic)
            request.topics.push_back({partition.topic, {}});
        request.topics.back().partitions.push_back(partition.partition);
    }
    return request;
}

/// Reads all partitions of a plan at the same time, each one range after another.
class PlaceReading final : private RangeSink {
public:
    PlaceReading(RangeSource& source, const ScanPlan& plan, OffsetsOf offsets, const TakeOwned& take)
        : m_source(source), m_take(take) {
        for (const PlannedStream& stream : plan.streams)
            addStream(stream, std::move(offsets[{stream.stream.topic, stream.stream.partition}]));
    }

    Status run(const std::stop_token& stop) {
        for (std::uint32_t stream = 0; stream < m_streams.size(); ++stream)
            startNext(stream);
        StallWatch watch;
        while (m_status && m_active > 0) {
            if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "the reading was stopped"};
            const std::uint64_t before = m_steps;
            if (Status status = m_source.poll(*this, kPollSlice); !status) return status;
            if (Status status = watch.check(before != m_steps); !status) return status;
        }
        if (m_status) flush();
        return m_status;
    }

private:
    struct Wanted {
        Offsets offsets; ///< rising
        std::vector<OffsetRange> ranges;
        std::size_t next = 0; ///< of the ranges
    };

    void addStream(const PlannedStream& planned, Offsets offsets) {
        Wanted wanted;
        for (const OffsetRange& range : rangesAround(offsets)) {
            const OffsetRange there{std::max(range.from, planned.low), std::min(range.to, planned.high)};
            if (!there.empty()) wanted.ranges.push_back(there);
        }
        wanted.offsets = std::move(offsets);
        m_streams.push_back(std::move(wanted));
    }

    void startNext(std::uint32_t stream) {
        Wanted& wanted = m_streams[stream];
        if (wanted.next == wanted.ranges.size()) return;
        if (Status status = m_source.start(stream, wanted.ranges[wanted.next++]); !status)
            m_status = std::move(status);
        else
            ++m_active;
    }

    void onRecord(std::uint32_t stream, const Record& record) override {
        ++m_steps;
        if (!m_status || !std::ranges::binary_search(m_streams[stream].offsets, record.offset)) return;
        m_bytes += recordBytes(record);
        m_batch.push_back(admin::toOwned(record));
        if (m_bytes >= kPlacesBatchBytes) flush();
    }
    void onRangeEnd(std::uint32_t stream, std::int64_t) override {
        ++m_steps;
        --m_active;
        if (m_status) startNext(stream);
    }
    void onLost(std::uint32_t, OffsetRange) override {}
    void onCaughtUp(std::uint32_t) override {}

    void flush() {
        m_bytes = 0;
        if (!m_batch.empty()) m_status = m_take(std::exchange(m_batch, {}));
    }

    RangeSource& m_source;
    const TakeOwned& m_take;
    std::vector<Wanted> m_streams;
    std::size_t m_active = 0;
    std::uint64_t m_steps = 0;
    std::vector<admin::OwnedRecord> m_batch;
    std::size_t m_bytes = 0;
    Status m_status;
};

} // namespace

std::vector<OffsetRange> rangesAround(std::span<const std::int64_t> offsets) {
    std::vector<OffsetRange> ranges;
    for (const std::int64_t offset : offsets)
        if (!ranges.empty() && offset - ranges.back().to <= kReadOver)
            ranges.back().to = offset + 1;
        else
            ranges.push_back({offset, offset + 1});
    return ranges;
}

Status readPlaces(ClusterReader& cluster, std::span<const admin::RecordAddress> places, const TakeOwned& take,
                  std::chrono::milliseconds timeout, const std::stop_token& stop) {
    if (places.empty()) return {};
    OffsetsOf offsets = byPartition(places);
    const auto plan = planScan(cluster, requestOf(offsets), timeout);
    if (!plan) return plan.error();
    if (!plan->notes.empty()) return Error{ErrorCode::Unavailable, plan->notes.front()};
    KafkaRanges ranges(cluster.handle(), *plan);
    return PlaceReading(ranges, *plan, std::move(offsets), take).run(stop);
}

} // namespace eventflow::browse
