#include "core/series/sample_blocks.h"

#include <algorithm>
#include <limits>

namespace eventflow {

namespace {

constexpr std::int64_t kNoBlock = std::numeric_limits<std::int64_t>::min();

/// Whether a block ends exactly there.
bool isOnGrid(Timestamp ts, unsigned shift) {
    return (static_cast<std::uint64_t>(toNs(ts)) & ((std::uint64_t{1} << shift) - 1)) == 0;
}

} // namespace

BlockTable::BlockTable(unsigned shift, Duration offset, Timestamp forgottenUntil)
    : m_shift(shift), m_offset(offset), m_oldest(firstFrom(forgottenUntil)), m_newest(kNoBlock) {}

bool BlockTable::wasAskedFor(std::int64_t number) {
    if (number < m_oldest) return false;
    if (!follows(number)) follow(number);
    const bool before = (m_asked & bitOf(number)) != 0;
    m_asked |= bitOf(number);
    return before;
}

/// Gives places to the blocks behind the newest one; going back or far ahead, everything begins anew.
void BlockTable::follow(std::int64_t number) {
    std::uint64_t taken = std::numeric_limits<std::uint64_t>::max();
    if (number > m_newest && distance(m_newest, number) < kPlaces) {
        taken = 0;
        for (std::int64_t next = m_newest + 1; next <= number; ++next)
            taken |= bitOf(next);
    }
    m_asked &= ~taken;
    m_known &= ~taken;
    m_newest = number;
}

void BlockTable::store(std::int64_t number, const SampleBlock& block) {
    m_known |= bitOf(number);
    m_empty = block.isEmpty ? m_empty | bitOf(number) : m_empty & ~bitOf(number);
    const std::size_t place = placeOf(number);
    m_columns.sum[place] = block.sum;
    m_columns.ends[place] = block.ends;
    m_columns.smallest[place] = block.smallest;
    m_columns.largest[place] = block.largest;
    m_columns.steps[place] = block.steps;
}

void BlockTable::invalidate(Timestamp ts) {
    const std::int64_t number = (toNs(ts) >> m_shift) - (isOnGrid(ts, m_shift) ? 1 : 0);
    if (follows(number)) m_known &= ~bitOf(number);
}

void BlockTable::forgetUntil(Timestamp ts) {
    m_oldest = std::max(m_oldest, firstFrom(ts));
}

std::int64_t BlockTable::firstFrom(Timestamp ts) const {
    return (toNs(ts) >> m_shift) + (isOnGrid(ts, m_shift) ? 0 : 1);
}

SampleBlocks::~SampleBlocks() {
    for (; !m_tables.empty(); m_tables.pop_front())
        --m_allowance.used;
}

BlockTable* SampleBlocks::table(unsigned shift, Duration offset, Timestamp until) {
    m_until = std::max(m_until, until);
    for (BlockTable& table : m_tables)
        if (table.isOf(shift, offset)) return &table;
    if (m_allowance.used >= m_allowance.most) return nullptr;
    ++m_allowance.used;
    return &m_tables.emplace_front(shift, offset, m_forgottenUntil);
}

void SampleBlocks::invalidate(Timestamp ts) {
    for (BlockTable& table : m_tables)
        table.invalidate(ts);
}

void SampleBlocks::forgetUntil(Timestamp ts) {
    m_forgottenUntil = std::max(m_forgottenUntil, ts);
    for (BlockTable& table : m_tables)
        table.forgetUntil(ts);
    m_allowance.used -= m_tables.remove_if([](const BlockTable& table) { return table.isForgotten(); });
}

} // namespace eventflow
