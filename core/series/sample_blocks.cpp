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
    : m_shift(shift), m_offset(offset), m_oldest(firstFrom(forgottenUntil)), m_newest(kNoBlock) {
    m_numbers.fill(kNoBlock);
}

bool BlockTable::wasAskedFor(std::int64_t number) {
    if (number < m_oldest) return false;
    const std::size_t place = placeOf(number);
    if (m_numbers[place] == number) return true;
    m_numbers[place] = number;
    m_isKnown[place] = false;
    m_newest = std::max(m_newest, number);
    return false;
}

const SampleBlock* BlockTable::store(std::int64_t number, const SampleBlock& block) {
    const std::size_t place = placeOf(number);
    m_isKnown[place] = true;
    m_blocks[place] = block;
    return &m_blocks[place];
}

void BlockTable::invalidate(Timestamp ts) {
    const std::int64_t number = (toNs(ts) >> m_shift) - (isOnGrid(ts, m_shift) ? 1 : 0);
    const std::size_t place = placeOf(number);
    if (m_numbers[place] == number) m_isKnown[place] = false;
}

void BlockTable::forgetUntil(Timestamp ts) {
    m_oldest = std::max(m_oldest, firstFrom(ts));
}

std::int64_t BlockTable::firstFrom(Timestamp ts) const {
    return (toNs(ts) >> m_shift) + (isOnGrid(ts, m_shift) ? 0 : 1);
}

BlockTable* SampleBlocks::table(unsigned shift, Duration offset, Timestamp until) {
    m_until = std::max(m_until, until);
    for (const auto& table : m_tables)
        if (table->isOf(shift, offset)) return table.get();
    if (m_allowance.used >= m_allowance.most) return nullptr;
    ++m_allowance.used;
    return m_tables.emplace_back(std::make_unique<BlockTable>(shift, offset, m_forgottenUntil)).get();
}

void SampleBlocks::invalidate(Timestamp ts) {
    for (const auto& table : m_tables)
        table->invalidate(ts);
}

void SampleBlocks::forgetUntil(Timestamp ts) {
    m_forgottenUntil = std::max(m_forgottenUntil, ts);
    for (const auto& table : m_tables)
        table->forgetUntil(ts);
    m_allowance.used -= std::erase_if(m_tables, [](const auto& table) { return table->isForgotten(); });
}

} // namespace eventflow
