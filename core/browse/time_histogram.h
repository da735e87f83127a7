#pragma once

#include "core/base/time.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace eventflow::browse {

/// How many records there are over time, in buckets whose width grows as the span does: never more than
/// kMaxBuckets. A wider bucket is a whole number of narrower ones, so that nothing is lost but detail. The
/// first kMaxStreams streams are counted apart as well. Thread: confined; a copy is a snapshot.
class TimeHistogram {
public:
    static constexpr std::size_t kMaxBuckets = 400;
    static constexpr std::size_t kMaxStreams = 64;

    struct Bucket {
        std::uint64_t scanned = 0;
        std::uint64_t matched = 0;
    };

    void add(Timestamp ts, std::uint32_t stream, bool matched);

    [[nodiscard]] bool empty() const { return m_total.empty(); }
    [[nodiscard]] std::chrono::milliseconds width() const;
    /// Where the first bucket begins.
    [[nodiscard]] Timestamp start() const;
    [[nodiscard]] const std::vector<Bucket>& buckets() const { return m_total; }
    /// Of one stream, as long as buckets() or empty.
    [[nodiscard]] std::vector<Bucket> bucketsOf(std::uint32_t stream) const;
    /// Records without a timestamp.
    [[nodiscard]] const Bucket& undated() const { return m_undated; }

private:
    [[nodiscard]] std::size_t placeFor(std::int64_t ms);
    void coarsen();
    void growFront(std::size_t by);
    void growBack(std::size_t size);

    std::size_t m_widthIndex = 0;
    std::int64_t m_first = 0; ///< of the first bucket, in widths since the epoch
    std::vector<Bucket> m_total;
    std::vector<std::vector<Bucket>> m_streams; ///< each empty or as long as m_total
    Bucket m_undated;
};

} // namespace eventflow::browse
