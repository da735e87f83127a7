#pragma once

#include "core/series/sample_blocks.h"
#include "core/series/series_identity.h"
#include "core/series/series_source.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace eventflow {

/// The recent samples of every series, in memory: what rules are evaluated on.
/// Samples arrive nearly in order; one that is older than the newest is inserted at its place. Two samples of
/// one series and time: the later arrival wins. Thread: the engine's. Bounded: truncateBefore() forgets what
/// no rule can see any more, and the blocks of long windows take no more memory than the samples.
class SeriesHead final : public SeriesSource {
public:
    SeriesHead();

    void append(SeriesIdentity& series, Timestamp ts, double value, SampleOrigin origin = {});
    /// What recordOf() calls the stream of this number.
    void nameStream(std::uint32_t index, const std::string& topic, std::int32_t partition);

    /// Forgets samples at or before `ts`, and series that have none left. Cheap to call at every tick: the
    /// work is proportional to what is forgotten plus a check per series.
    void truncateBefore(Timestamp ts);

    Status select(std::span<const LabelMatcher> matchers, Timestamp after, Timestamp until,
                  std::vector<SeriesSlice>& out) const override;
    [[nodiscard]] std::optional<RecordPosition> recordOf(SampleOrigin origin) const override;
    Status reselect(SelectorMemo& memo, std::span<const LabelMatcher> matchers, Timestamp after,
                    Timestamp until, std::vector<SeriesSlice>& out) const override;
    Status reselectNewest(SelectorMemo& memo, std::span<const LabelMatcher> matchers, Timestamp after,
                          Timestamp until, std::vector<SeriesSlice>& out) const override;
    /// The labels belong to the catalog, which the head's user keeps alive.
    [[nodiscard]] std::uint64_t stableId() const override { return m_id; }

    [[nodiscard]] std::size_t seriesCount() const { return m_entries.size() - m_free.size(); }
    [[nodiscard]] std::size_t sampleCount() const { return m_sampleCount; }
    /// Of samples, their blocks and entries; the labels belong to the catalog. Constant time.
    [[nodiscard]] std::size_t memoryBytes() const;

private:
    using Slot = std::uint32_t;

    struct Entry {
        SeriesIdentity* identity = nullptr; ///< nullptr: free
        Timestamp newest = kNoTime;
        Timestamp oldest = kNoTime;
        std::vector<Sample> samples;
        std::vector<SampleOrigin> origins; ///< of the samples, one each
        std::size_t first = 0;             ///< samples before it are forgotten, not yet erased
        Timestamp newestStaleMarker = kNoTime;
        /// Of a long series that a selector with a memory met. Mutable: made on demand.
        mutable std::unique_ptr<SampleBlocks> blocks;

        [[nodiscard]] std::span<const Sample> live() const { return std::span(samples).subspan(first); }
    };

    /// The series of one metric. Sorted by labels when first selected after a series was added.
    struct Posting {
        std::vector<Slot> slots;
        bool sorted = true;
        std::uint64_t version = 0; ///< changes with the set of series
    };

    Entry& entryOf(SeriesIdentity& series);
    Entry& addSeries(SeriesIdentity& series);
    void insertLate(Entry& entry, Sample sample, SampleOrigin origin);
    void forgetSamples(Entry& entry, Timestamp ts);
    void release(Entry& entry);
    void removeReleased();
    void sortPosting(Posting& posting) const;
    /// The version of what the matchers are matched against.
    [[nodiscard]] std::uint64_t versionFor(const LabelMatcher* metric) const;
    [[nodiscard]] std::vector<Slot> match(const LabelMatcher* metric,
                                          std::span<const LabelMatcher> matchers) const;
    void matchFrom(Posting& posting, std::span<const LabelMatcher> matchers, std::vector<Slot>& out) const;
    /// The series of the selector, from the memo while it holds.
    [[nodiscard]] std::span<const Slot> remembered(SelectorMemo& memo,
                                                   std::span<const LabelMatcher> matchers) const;
    /// Appends the newest sample of the entry in the window, unless there is none.
    static void sliceNewest(const Entry& entry, Timestamp after, Timestamp until,
                            std::vector<SeriesSlice>& out);
    /// Appends the part of the entry in the window, unless there is none.
    static void slice(const Entry& entry, Timestamp after, Timestamp until, std::vector<SeriesSlice>& out);
    /// nullptr while the series is too short for blocks to pay.
    SampleBlocks* blocksOf(const Entry& entry) const;

    const std::uint64_t m_id;
    std::uint64_t m_version = 1; ///< changes with the set of series of any metric
    mutable BlockAllowance m_blockAllowance;
    std::vector<Entry> m_entries;
    std::vector<Slot> m_free;
    /// Postings: metric name to slots. Nearly every selector names its metric. Mutable: they are sorted on
    /// demand.
    mutable std::map<std::string, Posting, std::less<>> m_byMetric;
    std::vector<Slot> m_released; ///< by the truncation under way, not yet out of the postings
    std::size_t m_sampleCount = 0;
    std::size_t m_sampleCapacity = 0;
    std::vector<std::pair<std::string, std::int32_t>> m_streams; ///< topic and partition by number
};

} // namespace eventflow
