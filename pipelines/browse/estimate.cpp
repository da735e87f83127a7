#include "pipelines/browse/estimate.h"

#include "core/browse/record_copy.h"
#include "pipelines/browse/kafka_ranges.h"
#include "pipelines/browse/scan_waiting.h"

#include <algorithm>

namespace eventflow::browse {
namespace {

constexpr std::int64_t kRecordsPerSample = 20;
constexpr std::chrono::seconds kPatience{5};

/// Takes a few records of each stream.
class Sampler final : public RangeSink {
public:
    explicit Sampler(RangeSource& source) : m_source(source) {}

    Status start(std::uint32_t stream, OffsetRange range) {
        ++m_active;
        m_span += range.to - range.from;
        return m_source.start(stream, range);
    }
    Status run(const std::stop_token& stop) {
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        while (m_active > 0 && !stop.stop_requested() && std::chrono::steady_clock::now() < deadline)
            if (Status status = m_source.poll(*this, kPollSlice); !status) return status;
        return {};
    }

    void onRecord(std::uint32_t, const Record& record) override {
        ++records;
        bytes += recordBytes(record);
    }
    void onRangeEnd(std::uint32_t, std::int64_t) override { --m_active; }
    void onLost(std::uint32_t, OffsetRange) override {}
    void onCaughtUp(std::uint32_t) override {}

    [[nodiscard]] std::int64_t span() const { return m_span; }
    [[nodiscard]] bool complete() const { return m_active == 0; }
    std::uint64_t records = 0;
    std::uint64_t bytes = 0;

private:
    RangeSource& m_source;
    std::size_t m_active = 0;
    std::int64_t m_span = 0;
};

/// Different places in different partitions: the beginning of a log is not like its end.
OffsetRange sampleOf(const OffsetRange& range, int number, int count) {
    const std::int64_t span = range.to - range.from;
    const std::int64_t room = std::max<std::int64_t>(span - kRecordsPerSample, 0);
    const std::int64_t from = range.from + (count > 1 ? room / (count - 1) * number : room / 2);
    return {from, std::min(from + kRecordsPerSample, range.to)};
}

std::vector<std::uint32_t> streamsToSample(const ScanPlan& plan) {
    std::vector<std::uint32_t> filled;
    for (const PlannedStream& stream : plan.streams)
        if (!stream.range.empty()) filled.push_back(stream.stream.index);
    if (filled.size() <= static_cast<std::size_t>(kSamples)) return filled;
    std::vector<std::uint32_t> some;
    for (std::size_t i = 0; i < static_cast<std::size_t>(kSamples); ++i)
        some.push_back(filled[i * filled.size() / static_cast<std::size_t>(kSamples)]);
    return some;
}

void applyLimits(ScanEstimate& estimate, const ScanLimits& limits) {
    if (limits.records != 0)
        estimate.records = std::min(estimate.records, static_cast<double>(limits.records));
    estimate.bytes = estimate.records * estimate.meanBytes;
    if (limits.bytes != 0) estimate.bytes = std::min(estimate.bytes, static_cast<double>(limits.bytes));
    if (limits.bytesPerSecond != 0)
        estimate.seconds = estimate.bytes / static_cast<double>(limits.bytesPerSecond);
}

} // namespace

ReaderTuning sampleTuning(Isolation isolation) {
    return {isolation, 64 * 1024, 1024 * 1024, false};
}

Result<ScanEstimate> estimateScan(ClusterReader& cluster, const ScanPlan& plan, const ScanLimits& limits,
                                  const std::stop_token& stop) {
    ScanEstimate estimate;
    estimate.partitions = plan.streams.size();
    estimate.emptyPartitions = plan.emptyStreams();
    estimate.offsetSpan = plan.offsetSpan();
    const std::vector<std::uint32_t> streams = streamsToSample(plan);
    KafkaRanges ranges(cluster.handle(), plan);
    std::uint64_t records = 0;
    std::uint64_t bytes = 0;
    std::int64_t span = 0;
    // A topic of few partitions is sampled at several places of each.
    const int rounds = streams.empty() ? 0 : std::clamp(kSamples / static_cast<int>(streams.size()), 1, 6);
    for (int round = 0; round < rounds && !stop.stop_requested(); ++round) {
        Sampler sampler(ranges);
        for (std::size_t i = 0; i < streams.size(); ++i) {
            const OffsetRange range = plan.streams[streams[i]].range;
            const bool few = rounds > 1;
            const OffsetRange sample = sampleOf(range, few ? round : static_cast<int>(i),
                                                few ? rounds : static_cast<int>(streams.size()));
            if (Status status = sampler.start(streams[i], sample); !status) return status.error();
        }
        if (Status status = sampler.run(stop); !status) return status.error();
        if (!sampler.complete()) break; // slow brokers: what there is has to do
        records += sampler.records;
        bytes += sampler.bytes;
        span += sampler.span();
    }
    if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "cancelled while sampling"};
    estimate.sampledRecords = records;
    if (span > 0) estimate.recordShare = static_cast<double>(records) / static_cast<double>(span);
    if (records > 0) estimate.meanBytes = static_cast<double>(bytes) / static_cast<double>(records);
    estimate.records = static_cast<double>(estimate.offsetSpan) * estimate.recordShare;
    applyLimits(estimate, limits);
    return estimate;
}

} // namespace eventflow::browse
