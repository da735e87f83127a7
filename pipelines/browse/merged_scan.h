#pragma once

#include "core/model/record.h"
#include "pipelines/browse/range_source.h"
#include "pipelines/browse/scan_judge.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace eventflow::browse {

enum class Direction : std::uint8_t { Older, Newer };

/// Reads ranges of a plan's streams from their ends backwards, or from their beginnings forwards, and hands
/// out what matches as one sequence: within a partition by offset, between partitions by timestamp. The
/// sequence is made by always taking the newest (oldest) of what the partitions have next, so it is the same
/// however it is cut into pages: what next() has handed out never comes again and nothing is left out,
/// whatever the timestamps are. Reads chunks of each partition whose size follows from what records weigh.
/// Thread: confined. Lifetime: source, plan and judge outlive it. Memory: the chunks, about kChunkBytes, but
/// at least some records of each partition.
class MergedScan final : private RangeSink {
public:
    static constexpr std::size_t kChunkBytes = 8 * 1024 * 1024;
    static constexpr std::int64_t kFirstChunk = 32;
    static constexpr std::int64_t kLargestChunk = 20'000;

    /// `ranges` by stream of the plan.
    MergedScan(RangeSource& source, const ScanPlan& plan, const std::vector<OffsetRange>& ranges,
               ScanJudge& judge, Direction direction);

    /// Hands out until one of the budget's limits is reached, `count` more have matched (0: no such limit),
    /// or everything was read. May be called again for what follows. After Cancelled or a limit in the middle
    /// of a chunk, that chunk is read again. An error is final.
    Result<ScanEnd> next(std::uint64_t count, MatchSink& sink, const ScanBudget& budget,
                         const std::stop_token& stop);

    /// What next() has not got to yet, by stream: the place where another scan can go on.
    [[nodiscard]] OffsetRange left(std::uint32_t stream) const { return m_windows[stream].left; }

private:
    /// A record of a chunk that was not handed out yet.
    struct Seen {
        std::int64_t offset = 0;
        Timestamp ts = kNoTime;
        std::int32_t kept = -1; ///< its place in `batch` if it matches
    };
    struct Window {
        OffsetRange left;   ///< not handed out
        OffsetRange unread; ///< part of it that is in no chunk yet
        OffsetRange reading;
        std::vector<Seen> seen; ///< the chunk, by offset
        std::size_t taken = 0;  ///< of it, from the side that comes first
        std::unique_ptr<RecordBatch> batch;
        std::int64_t chunk = kFirstChunk;
        bool pending = false; ///< its chunk is being read

        [[nodiscard]] bool used() const { return taken == seen.size(); }
    };

    void onRecord(std::uint32_t stream, const Record& record) override;
    void onRangeEnd(std::uint32_t stream, std::int64_t reached) override;
    void onLost(std::uint32_t stream, OffsetRange lost) override;
    void onCaughtUp(std::uint32_t) override {}

    [[nodiscard]] std::optional<ScanEnd> interrupted(const ScanBudget& budget, const std::stop_token& stop);
    Result<std::optional<ScanEnd>> refill(const ScanBudget& budget, const std::stop_token& stop);
    Status startChunks(const ScanBudget& budget);
    Status startChunk(std::uint32_t stream, std::uint64_t bytes, std::uint64_t records);
    Result<std::optional<ScanEnd>> awaitChunks(const ScanBudget& budget, const std::stop_token& stop);
    void abandonChunks();
    [[nodiscard]] const Seen& first(const Window& window) const;
    [[nodiscard]] bool comesLater(std::uint32_t a, std::uint32_t b) const;
    void handOut(std::uint32_t stream, MatchSink& sink);

    RangeSource& m_source;
    const ScanPlan& m_plan;
    ScanJudge& m_judge;
    const Direction m_direction;
    std::vector<Window> m_windows;
    std::size_t m_pending = 0;
    const ScanBudget* m_budget = nullptr;
    bool m_limitReached = false;
};

} // namespace eventflow::browse
