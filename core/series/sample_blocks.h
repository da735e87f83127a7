#pragma once

#include "core/base/time.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <forward_list>

namespace eventflow {

/// What the samples of one series in one block of time amount to, without stale markers.
struct SampleBlock {
    struct Sum {
        double sum = 0;          ///< as added one by one, and
        double compensation = 0; ///< what was lost in adding them (Neumaier)
    };
    struct Ends {
        double first = 0;
        double last = 0;
    };
    /// Between two samples of the block.
    struct Steps {
        std::uint32_t changes = 0;
        std::uint32_t resets = 0; ///< of a counter
    };
    Sum sum;
    double smallest = 0; ///< NaN only when there is nothing else
    double largest = 0;
    Ends ends;
    Steps steps;
    bool isEmpty = true; ///< then nothing else means anything
};

/// How much memory the blocks of all series of a source may take, in tables.
struct BlockAllowance {
    std::size_t used = 0;
    std::size_t most = 0;
};

/// The blocks of one series that windows of about one length are made of. Block `n` covers the left-open time
/// (n · 2^shift, (n + 1) · 2^shift] ns: it is cut by the clock, not by the window or by what arrived when.
/// The table follows the newest block it is asked for, and has as many places as a window has blocks at most.
class BlockTable {
public:
    static constexpr std::size_t kPlaces = 64;

    BlockTable(unsigned shift, Duration offset, Timestamp forgottenUntil);

    [[nodiscard]] bool isOf(unsigned shift, Duration offset) const {
        return m_shift == shift && m_offset == offset;
    }
    /// Whether the block's place holds what all of its samples amount to.
    [[nodiscard]] bool knows(std::int64_t number) const {
        return number >= m_oldest && follows(number) && (m_known & bitOf(number)) != 0;
    }
    /// Of a block that is not known: whether it is asked for again, so that knowing it would have paid.
    bool wasAskedFor(std::int64_t number);
    /// Of a block that was asked for.
    void store(std::int64_t number, const SampleBlock& block);

    /// By columns, as a function over a window needs one or two of each block, and some fifty blocks: they
    /// come from memory.
    struct Columns {
        std::array<SampleBlock::Sum, kPlaces> sum;
        std::array<SampleBlock::Ends, kPlaces> ends;
        std::array<double, kPlaces> smallest;
        std::array<double, kPlaces> largest;
        std::array<SampleBlock::Steps, kPlaces> steps;
    };
    [[nodiscard]] const Columns& columns() const { return m_columns; }
    [[nodiscard]] static std::size_t placeOf(std::int64_t number) {
        return static_cast<std::size_t>(static_cast<std::uint64_t>(number) % kPlaces);
    }
    [[nodiscard]] bool isEmpty(std::int64_t knownBlock) const { return (m_empty & bitOf(knownBlock)) != 0; }

    /// The samples at this time are not what they were.
    void invalidate(Timestamp ts);
    void forgetUntil(Timestamp ts);
    /// Whether every block that was ever asked for has been forgotten: nobody wants this length any more.
    [[nodiscard]] bool isForgotten() const { return m_newest < m_oldest; }

private:
    static std::uint64_t bitOf(std::int64_t number) { return std::uint64_t{1} << placeOf(number); }
    /// Whether the place is the block's, and not that of a newer or older one.
    [[nodiscard]] bool follows(std::int64_t number) const {
        return number <= m_newest && distance(number, m_newest) < kPlaces;
    }
    static std::uint64_t distance(std::int64_t from, std::int64_t to) {
        return static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
    }
    void follow(std::int64_t number);
    /// The first block that begins at or after `ts`.
    [[nodiscard]] std::int64_t firstFrom(Timestamp ts) const;

    const unsigned m_shift;
    const Duration m_offset;
    std::int64_t m_oldest; ///< blocks before it have lost samples
    std::int64_t m_newest; ///< that was asked for
    // One bit a place.
    std::uint64_t m_asked = 0;
    std::uint64_t m_known = 0;
    std::uint64_t m_empty = 0;
    Columns m_columns;
};

/// The blocks of one series. A cache: what it holds is what the series' samples amount to now, whoever
/// evaluated what before, so that a result never depends on it.
/// Thread: that of the source. Lifetime: the allowance must outlive it. Bounded: one table of 3.6 kB for each
/// power of two and offset asked for, as long as the allowance lasts.
class SampleBlocks {
public:
    /// A window of fewer is scanned as fast as its blocks are.
    static constexpr std::size_t kFewestSamples = 512;

    explicit SampleBlocks(BlockAllowance& allowance) : m_allowance(allowance) {}
    SampleBlocks(const SampleBlocks&) = delete;
    SampleBlocks& operator=(const SampleBlocks&) = delete;
    ~SampleBlocks();

    /// Of the blocks of 2^shift ns, for windows with that offset from the time of evaluation (those of
    /// another would take the places of their blocks), and for someone who stores none that ends after
    /// `until`. nullptr when the allowance is used up. Valid until the source changes.
    BlockTable* table(unsigned shift, Duration offset, Timestamp until);

    /// A sample was added or replaced at `ts`. Nearly always one newer than any block: one comparison.
    void changedAt(Timestamp ts) {
        if (ts <= m_until) invalidate(ts);
    }
    /// The samples at or before `ts` are gone.
    void forgetUntil(Timestamp ts);

private:
    void invalidate(Timestamp ts);

    BlockAllowance& m_allowance;
    Timestamp m_until = kNoTime; ///< no block ends later
    Timestamp m_forgottenUntil = kNoTime;
    std::forward_list<BlockTable> m_tables; // a list: it is short, and this is one step less than to pointers
};

} // namespace eventflow
