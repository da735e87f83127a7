#include "core/promql/long_window.h"

#include "core/series/sample_search.h"

#include <bit>

namespace eventflow::promql {

namespace {

SampleBlock summarised(Samples samples) {
    SampleBlock block;
    if (samples.empty()) return block;
    block.isEmpty = false;
    block.ends = {samples.front().value, samples.back().value};
    SumFold sum;
    SmallestFold smallest;
    LargestFold largest;
    ChangesFold changes(block.ends.first);
    ResetsFold resets(block.ends.first);
    for (const Sample& sample : samples) {
        sum.add(sample.value);
        smallest.add(sample.value);
        largest.add(sample.value);
        changes.add(sample.value);
        resets.add(sample.value);
    }
    block.sum = {sum.sum().plain(), sum.sum().compensation()};
    block.smallest = smallest.best();
    block.largest = largest.best();
    block.steps = {static_cast<std::uint32_t>(changes.count()), static_cast<std::uint32_t>(resets.count())};
    return block;
}

} // namespace

LongWindow::LongWindow(const Window& window, const RangeValue& range) : m_samples(window.samples) {
    const std::int64_t from = toNs(range.from);
    const std::int64_t to = toNs(range.to);
    // More than a Duration holds when `from` was clamped; at least one ns a sample.
    const std::uint64_t length = static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
    constexpr unsigned kFewestBlocks = BlockTable::kPlaces / 2;
    static_assert(SampleBlocks::kFewestSamples > kFewestBlocks, "a block is at least one ns long");
    m_shift = static_cast<unsigned>(std::bit_width(length / kFewestBlocks)) - 1;
    const std::uint64_t withinBlock = (std::uint64_t{1} << m_shift) - 1;
    m_first = (from >> m_shift) + ((static_cast<std::uint64_t>(from) & withinBlock) == 0 ? 0 : 1);
    m_end = to >> m_shift;
    m_table = window.blocks == nullptr ? nullptr : window.blocks->table(m_shift, range.offset, range.to);
}

Samples LongWindow::samplesOf(std::int64_t block) const {
    const auto begin = firstAfter(m_samples, endOf(block - 1));
    return {begin, firstAfter({begin, m_samples.end()}, endOf(block))};
}

bool LongWindow::rememberBlock(std::int64_t number) const {
    // A window that will not come again, or not soon enough, costs no more than to scan it.
    if (!m_table->wasAskedFor(number)) return false;
    m_table->store(number, summarised(samplesOf(number)));
    return true;
}

SumFold LongWindow::scannedSum() const {
    SumFold sum;
    auto next = m_samples.begin();
    const auto addUntil = [&](auto& part, Timestamp until) {
        for (; next != m_samples.end() && next->ts <= until; ++next)
            part.add(next->value);
    };
    addUntil(sum, endOf(m_first - 1));
    for (std::int64_t number = m_first; number < m_end && next != m_samples.end(); ++number) {
        if (next->ts > endOf(number)) continue;
        SumFold block;
        addUntil(block, endOf(number));
        sum.add(block);
    }
    addUntil(sum, Timestamp::max());
    return sum;
}

SumFold sumOf(const Window& window, const RangeValue& range) {
    if (!LongWindow::isLong(window)) return folded(window.samples, SumFold());
    const LongWindow longWindow(window, range);
    return longWindow.remembers() ? longWindow.fed(SumFold()) : longWindow.scannedSum();
}

} // namespace eventflow::promql
