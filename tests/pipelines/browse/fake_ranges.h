#pragma once

#include "pipelines/browse/range_source.h"
#include "pipelines/browse/scan_plan.h"

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace eventflow::browse::test {

/// A cluster in memory: streams with gaps and whatever timestamps, delivered in random pieces, as brokers do.
class FakeRanges final : public RangeSource {
public:
    struct Item {
        std::int64_t offset = 0;
        Timestamp ts = kNoTime;
    };

    FakeRanges(const ScanPlan& plan, std::vector<std::vector<Item>> streams, unsigned seed)
        : m_plan(plan), m_streams(std::move(streams)), m_active(m_streams.size()), m_random(seed) {}

    Status start(std::uint32_t stream, OffsetRange range) override {
        m_active[stream] = range;
        return {};
    }
    void stop(std::uint32_t stream) override { m_active[stream].reset(); }
    Status poll(RangeSink& sink, std::chrono::milliseconds) override {
        ++polls;
        const std::size_t first = m_random() % m_streams.size();
        for (std::size_t i = 0; i < m_streams.size(); ++i) {
            const auto stream = static_cast<std::uint32_t>((first + i) % m_streams.size());
            if (m_active[stream] && m_random() % 4 != 0) deliver(sink, stream);
        }
        return {};
    }

    std::size_t delivered = 0;
    std::size_t polls = 0;

private:
    void deliver(RangeSink& sink, std::uint32_t stream) {
        std::size_t budget = m_random() % 7 + 1;
        for (const Item& item : m_streams[stream]) {
            OffsetRange& range = *m_active[stream];
            if (item.offset < range.from) continue;
            if (item.offset >= range.to) break;
            if (budget-- == 0) return;
            range.from = item.offset + 1;
            ++delivered;
            const std::string value = std::to_string(item.offset);
            Record record;
            record.stream = &m_plan.streams[stream].stream;
            record.offset = item.offset;
            record.tsArrival = item.ts;
            record.value = value;
            sink.onRecord(stream, record);
            if (!m_active[stream]) return;
        }
        const std::int64_t to = m_active[stream]->to;
        m_active[stream].reset();
        sink.onRangeEnd(stream, to);
    }

    const ScanPlan& m_plan;
    std::vector<std::vector<Item>> m_streams;
    std::vector<std::optional<OffsetRange>> m_active;
    std::mt19937 m_random;
};

} // namespace eventflow::browse::test
