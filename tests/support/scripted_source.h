#pragma once

#include "pipelines/collect/source.h"

#include <array>
#include <atomic>
#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace eventflow::testing {

/// A source that gives the records it was told to, in batches of a chosen size, and fails where it was told
/// to.
class ScriptedSource final : public collect::Source {
public:
    struct Item {
        std::string value;
        std::uint32_t partition = 0;
        Timestamp arrival = kNoTime;
    };
    struct Script {
        std::vector<Item> items{};
        std::size_t batchRecords = 100;
        std::vector<std::size_t> unavailableAt{}; ///< before the item with this index, once each
        std::size_t failAt = std::numeric_limits<std::size_t>::max(); ///< an error that ends the pipeline
        bool endless = false;                                         ///< after the items: idle until stopped
    };

    explicit ScriptedSource(Script script)
        : m_script(std::move(script)), m_unavailable(m_script.unavailableAt) {}

    [[nodiscard]] std::string describe() const override { return "script"; }
    [[nodiscard]] std::string id() const override { return "script"; }
    [[nodiscard]] bool bounded() const override { return !m_script.endless; }

    Status open(const collect::Positions& resumeFrom) override {
        m_position.topic = "position";
        m_position.index = kPartitions;
        for (std::uint32_t i = 0; i < kPartitions; ++i) {
            m_streams[i].topic = "topic";
            m_streams[i].partition = static_cast<std::int32_t>(i);
            m_streams[i].index = i;
        }
        const auto position = resumeFrom.find({"position", 0});
        const auto given = position == resumeFrom.end() ? 0U : static_cast<std::size_t>(position->second);
        // Offsets go on where they were.
        for (; m_next < given; ++m_next)
            ++m_offsets[m_script.items[m_next].partition];
        return {};
    }

    Result<collect::ReadOutcome> read(RecordBatch& out, std::chrono::milliseconds, std::stop_token) override {
        if (!m_unavailable.empty() && m_unavailable.front() <= m_next) {
            m_unavailable.erase(m_unavailable.begin());
            return Error{ErrorCode::Unavailable, "the broker is away"};
        }
        if (m_next >= m_script.failAt)
            return Error{ErrorCode::Corrupt, "damaged at item " + std::to_string(m_next)};
        const std::size_t end = std::min(m_script.items.size(), m_script.failAt);
        for (std::size_t i = 0; i < m_script.batchRecords && m_next < end; ++i)
            append(out, m_script.items[m_next++]);
        if (m_script.endless && out.records.empty()) return collect::ReadOutcome::Idle;
        out.progress.push_back({&m_position, static_cast<std::int64_t>(m_next), -1, false});
        const bool ended = m_next == m_script.items.size() && !m_script.endless;
        return ended ? collect::ReadOutcome::End : collect::ReadOutcome::Batch;
    }

    void pause() override { ++paused; }
    void resume() override { ++resumed; }
    void tend() override { ++tended; }

    std::atomic<int> paused{0};
    std::atomic<int> resumed{0};
    std::atomic<int> tended{0};

private:
    static constexpr std::uint32_t kPartitions = 8;

    void append(RecordBatch& out, const Item& item) {
        auto* bytes = reinterpret_cast<char*>(out.arena.allocate(item.value.size() + kValuePadding, 1));
        std::memcpy(bytes, item.value.data(), item.value.size());
        std::memset(bytes + item.value.size(), 0, kValuePadding);
        Record& record = out.records.emplace_back();
        record.stream = &m_streams[item.partition];
        record.offset = m_offsets[item.partition]++;
        record.tsArrival = item.arrival;
        record.value = std::string_view(bytes, item.value.size());
        out.bytes += item.value.size();
    }

    Script m_script;
    std::vector<std::size_t> m_unavailable;
    std::size_t m_next = 0;
    std::array<Stream, kPartitions> m_streams;
    Stream m_position;
    std::array<std::int64_t, kPartitions> m_offsets{};
};

/// An event of the agent dialect, so many seconds after 2026-01-01.
inline std::string agentJson(const std::string& host, const std::string& metric, double value, int second) {
    const Timestamp ts = *parseIso8601("2026-01-01T00:00:00Z") + std::chrono::seconds(second);
    return "{\"tenant_id\":\"t\",\"host\":\"" + host + "\",\"metric\":\"" + metric +
           "\",\"value\":" + std::to_string(value) + ",\"ts_event\":\"" + formatIso8601(ts) + "\"}";
}

} // namespace eventflow::testing
