#pragma once

#include "core/promql/eval_value.h"
#include "core/promql/window_folds.h"

#include <cstdint>

namespace eventflow::promql {

/// A window of many samples, as folds see it when it moves: the samples of its two ends and, between them,
/// blocks of time. The blocks are cut by the clock, and 31 to 63 of them lie in a window: their length is the
/// power of two (ns) that is at most a 32nd of the window's. A block is folded once and serves every window
/// it lies in, where the source remembers blocks (SeriesSlice::blocks).
///
/// Nothing is ever taken out of a sum again, and where nothing is remembered it is cut at the same places: a
/// result is a function of the window's samples and ends alone, to the last bit, whatever was evaluated
/// before and where. Sums and means may differ from a plain scan's as two compensated sums of different order
/// do; everything else is what a scan gives. Windows of few samples are scanned.
class LongWindow {
public:
    static bool isLong(const Window& window) { return window.samples.size() >= SampleBlocks::kFewestSamples; }

    /// Of a window with isLong().
    LongWindow(const Window& window, const RangeValue& range);

    /// Whether blocks of this window are remembered, or may be the next time.
    [[nodiscard]] bool remembers() const { return m_table != nullptr; }
    /// The fold after the whole window, which must be one that remembers().
    template <typename Fold>
    [[nodiscard]] Fold fed(Fold fold) const;
    /// The same sum without a memory.
    [[nodiscard]] SumFold scannedSum() const;

private:
    [[nodiscard]] Timestamp endOf(std::int64_t block) const {
        return timestampFromNs((block + 1) << m_shift);
    }
    [[nodiscard]] Samples samplesOf(std::int64_t block) const;
    /// Whether the block is in its place now.
    [[nodiscard]] bool hasBlock(std::int64_t number) const {
        return m_table->knows(number) || rememberBlock(number);
    }
    [[nodiscard]] bool rememberBlock(std::int64_t number) const;

    Samples m_samples;
    unsigned m_shift;     ///< a block is 2^shift ns long
    std::int64_t m_first; ///< block that lies in the window as a whole
    std::int64_t m_end;   ///< one behind the last such block
    BlockTable* m_table;
};

/// Of a window of `range`, which must not be empty.
SumFold sumOf(const Window& window, const RangeValue& range);

/// Of a fold other than the sum: whether there are blocks makes no difference to it but in time.
template <typename Fold>
Fold foldedWindow(const Window& window, const RangeValue& range, Fold fold) {
    if (window.blocks != nullptr && LongWindow::isLong(window)) {
        const LongWindow longWindow(window, range);
        if (longWindow.remembers()) return longWindow.fed(fold);
    }
    return folded(window.samples, fold);
}

template <typename Fold>
Fold LongWindow::fed(Fold fold) const {
    auto front = m_samples.begin();
    for (const Timestamp until = endOf(m_first - 1); front != m_samples.end() && front->ts <= until; ++front)
        fold.add(front->value);
    for (std::int64_t number = m_first; number < m_end; ++number) {
        if (hasBlock(number)) {
            if (m_table->isEmpty(number)) continue;
            if (fold.add(m_table->columns(), BlockTable::placeOf(number))) continue;
        }
        if (const Samples samples = samplesOf(number); !samples.empty()) fold.addBlock(samples);
    }
    auto back = m_samples.end();
    for (const Timestamp until = endOf(m_end - 1); back != front && (back - 1)->ts > until;)
        --back;
    for (; back != m_samples.end(); ++back)
        fold.add(back->value);
    return fold;
}

} // namespace eventflow::promql
