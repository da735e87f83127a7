#include "pipelines/collect/block_window.h"

#include <cstring>
#include <string>

namespace eventflow::collect {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

} // namespace

Error changedSince(std::int64_t position, const std::string& why) {
    return {ErrorCode::Corrupt, "byte " + std::to_string(position) + ", where reading was to continue, " +
                                    why + "; the file has changed since: start it from the beginning"};
}

/// Reads until the block is full, so that every window is as long as it can be.
void BlockWindow::fill() {
    while (m_end < m_block->capacity && !m_atEnd) {
        const auto got = m_bytes->read({m_block->bytes.get() + m_end, m_block->capacity - m_end});
        if (!got) m_failure = got.error();
        m_atEnd = !got || *got == 0;
        if (got) m_end += *got;
    }
}

/// The block may be in use by batches, so what is not consumed goes to another one.
void BlockWindow::moveTo(std::size_t capacity) {
    auto block = m_pool.take(std::max(capacity, kMinBlockBytes));
    const std::string_view moved = rest();
    std::memcpy(block->bytes.get(), moved.data(), moved.size());
    m_blockOffset = position();
    m_block = std::move(block);
    m_begin = 0;
    m_end = moved.size();
    fill();
}

Status BlockWindow::begin() {
    if (m_block) return {};
    m_block = m_pool.take(std::max(m_pool.blockBytes(), kMinBlockBytes));
    fill();
    if (m_failure && m_end == 0) return *m_failure;
    if (rest().starts_with(kByteOrderMark)) consume(kByteOrderMark.size());
    return {};
}

Result<bool> BlockWindow::seek(std::int64_t target, std::uint64_t budget) {
    const std::int64_t blockEnd = m_blockOffset + static_cast<std::int64_t>(m_end);
    if (target >= blockEnd) {
        const std::uint64_t distance = std::min(static_cast<std::uint64_t>(target - blockEnd), budget);
        const auto skipped = m_bytes->skip(distance);
        if (!skipped) return skipped.error();
        if (*skipped < distance) return changedSince(target, "lies behind the end of the file");
        m_blockOffset = blockEnd + static_cast<std::int64_t>(distance);
        m_begin = m_end = 0;
        if (m_blockOffset < target) return false;
        fill();
        if (m_failure && m_end == 0) return *m_failure;
        return true;
    }
    m_begin = static_cast<std::size_t>(target - m_blockOffset);
    return true;
}

} // namespace eventflow::collect
