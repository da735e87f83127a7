#include "core/promql/long_window.h"

#include <algorithm>
#include <bit>

namespace eventflow::promql {

namespace {

SampleBlock summarised(Samples samples) {
    SampleBlock block;
    if (samples.empty()) return block;
    block.count = static_cast<std::uint32_t>(samples.size());
    block.first = samples.front().value;
    block.last = samples.back().value;
    block.smallest = folded(samples, SmallestFold()).best();
    block.largest = folded(samples, LargestFold()).best();
    block.changes = static_cast<std::uint32_t>(folded(samples, ChangesFold(block.first)).count());
    block.resets = static_cast<std::uint32_t>(folded(samples, ResetsFold(block.first)).count());
    const KahanSum sum = folded(samples, SumFold()).sum();
    block.sum = sum.plain();
    block.compensation = sum.compensation();
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
    const auto begin = std::ranges::upper_bound(m_samples, endOf(block - 1), {}, &Sample::ts);
    return {begin, std::ranges::upper_bound(begin, m_samples.end(), endOf(block), {}, &Sample::ts)};
}

const SampleBlock* LongWindow::blockOf(std::int64_t number) const {
    if (const SampleBlock* known = m_table->find(number)) return known;
    // A window that will not come again, or not soon enough, costs no more than to scan it.
    if (!m_table->wasAskedFor(number)) return nullptr;
    return m_table->store(number, summarised(samplesOf(number)));
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
    if (!longWindow.remembers()) return longWindow.scannedSum();
    SumFold sum;
    longWindow.feed(sum);
    return sum;
}

} // namespace eventflow::promql
