#pragma once

#include "core/base/time.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace eventflow {

/// What the samples of one series in one block of time amount to, without stale markers.
struct SampleBlock {
    double sum = 0;          ///< as added one by one, and
    double compensation = 0; ///< what was lost in adding them (Neumaier)
    double smallest = 0;     ///< NaN only when there is nothing else
    double largest = 0;
    double first = 0;
    double last = 0;
    std::uint32_t count = 0; ///< 0: the block is empty, and nothing else means anything
    std::uint32_t changes = 0;
    std::uint32_t resets = 0; ///< of a counter; like changes, between two samples of the block
};
static_assert(sizeof(SampleBlock) == 64,
              "one cache line: a moving window reads some fifty a series and tick");

/// How much memory the blocks of all series of a source may take, in tables.
struct BlockAllowance {
    std::size_t used = 0;
    std::size_t most = 0;
};

/// The blocks of one series that windows of about one length are made of. Block `n` covers the left-open time
/// (n · 2^shift, (n + 1) · 2^shift] ns: it is cut by the clock, not by the window or by what arrived when.
/// A table of as many places as a window has blocks at most; block n has the place n mod kPlaces.
class BlockTable {
public:
    static constexpr std::size_t kPlaces = 64;

    BlockTable(unsigned shift, Duration offset, Timestamp forgottenUntil);

    [[nodiscard]] bool isOf(unsigned shift, Duration offset) const {
        return m_shift == shift && m_offset == offset;
    }
    /// nullptr: not known, or some of its samples have been forgotten since.
    [[nodiscard]] const SampleBlock* find(std::int64_t number) const {
        const std::size_t place = placeOf(number);
        return m_numbers[place] == number && m_isKnown[place] && number >= m_oldest ? &m_blocks[place]
                                                                                    : nullptr;
    }
    /// Of a block that is not known: whether it is asked for again, so that knowing it would have paid.
    bool wasAskedFor(std::int64_t number);
    /// Takes the place of one that was asked for.
    const SampleBlock* store(std::int64_t number, const SampleBlock& block);
    /// The samples at this time are not what they were.
    void invalidate(Timestamp ts);
    void forgetUntil(Timestamp ts);
    /// Whether every block that was ever stored has been forgotten: nobody asks for this length any more.
    [[nodiscard]] bool isForgotten() const { return m_newest < m_oldest; }

private:
    static std::size_t placeOf(std::int64_t number) {
        return static_cast<std::size_t>(static_cast<std::uint64_t>(number) % kPlaces);
    }
    /// The first block that begins at or after `ts`.
    [[nodiscard]] std::int64_t firstFrom(Timestamp ts) const;

    const unsigned m_shift;
    const Duration m_offset;
    std::int64_t m_oldest;                       ///< blocks before it have lost samples
    std::int64_t m_newest;                       ///< that was asked for
    std::array<std::int64_t, kPlaces> m_numbers; ///< asked for last
    std::array<bool, kPlaces> m_isKnown{};
    std::array<SampleBlock, kPlaces> m_blocks;
};

/// The blocks of one series. A cache: what it holds is what the series' samples amount to now,
/// whoever evaluated what before, so that a result never depends on it.
/// Thread: that of the source. Lifetime: the allowance must outlive it. Bounded: one table of 4.7 kB for each
/// power of two and offset asked for, as long as the allowance lasts.
class SampleBlocks {
public:
    /// A window of fewer is scanned as fast as its blocks are.
    static constexpr std::size_t kFewestSamples = 256;

    explicit SampleBlocks(BlockAllowance& allowance) : m_allowance(allowance) {}
    SampleBlocks(const SampleBlocks&) = delete;
    SampleBlocks& operator=(const SampleBlocks&) = delete;
    ~SampleBlocks() { m_allowance.used -= m_tables.size(); }

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
    std::vector<std::unique_ptr<BlockTable>> m_tables;
};

} // namespace eventflow
