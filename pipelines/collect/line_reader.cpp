#include "pipelines/collect/line_reader.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace eventflow::collect {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Error notALineStart(std::int64_t position, const std::string& why) {
    return {ErrorCode::Corrupt, "byte " + std::to_string(position) + ", where reading was to continue, " +
                                    why + "; the file has changed since: start it from the beginning"};
}

} // namespace

LineReader::LineReader(std::unique_ptr<ByteReader> bytes, BlockPool& pool, std::size_t maxLineBytes)
    : m_bytes(std::move(bytes)), m_pool(pool), m_maxLineBytes(maxLineBytes) {}

/// Reads until the block is full, so that every run is as long as it can be.
void LineReader::fill() {
    while (m_end < m_block->capacity && !m_atEnd) {
        const auto got = m_bytes->read({m_block->bytes.get() + m_end, m_block->capacity - m_end});
        if (!got) m_failure = got.error();
        m_atEnd = !got || *got == 0;
        if (got) m_end += *got;
    }
}

/// The block may be in use by batches, so the incomplete line at its end goes to another one.
void LineReader::moveRestTo(std::size_t capacity) {
    auto block = m_pool.take(std::max(capacity, kMinBlockBytes));
    const std::string_view moved = rest();
    std::memcpy(block->bytes.get(), moved.data(), moved.size());
    m_blockOffset = position();
    m_scanned -= std::min(m_scanned, m_begin);
    m_block = std::move(block);
    m_begin = 0;
    m_end = moved.size();
}

Status LineReader::begin() {
    if (m_block) return {};
    m_block = m_pool.take(std::max(m_pool.blockBytes(), kMinBlockBytes));
    fill();
    if (m_failure && m_end == 0) return *m_failure;
    if (rest().starts_with(kByteOrderMark)) m_begin = m_scanned = kByteOrderMark.size();
    return {};
}

Result<std::string_view> LineReader::peek() {
    if (const Status status = begin(); !status) return status.error();
    return rest();
}

Result<bool> LineReader::seek(std::int64_t target, std::uint64_t budget) {
    if (const Status status = begin(); !status) return status.error();
    if (target <= position()) return true;
    // To the byte before, which has to end a line.
    const std::int64_t before = target - 1;
    const std::int64_t blockEnd = m_blockOffset + static_cast<std::int64_t>(m_end);
    if (before >= blockEnd) {
        const std::uint64_t distance = std::min(static_cast<std::uint64_t>(before - blockEnd), budget);
        const auto skipped = m_bytes->skip(distance);
        if (!skipped) return skipped.error();
        if (*skipped < distance) return notALineStart(target, "lies behind the end of the file");
        m_blockOffset = blockEnd + static_cast<std::int64_t>(distance);
        m_begin = m_end = m_scanned = 0;
        if (m_blockOffset < before) return false;
        fill();
        if (m_end == 0) {
            if (m_failure) return *m_failure;
            return notALineStart(target, "lies behind the end of the file");
        }
    }
    m_begin = m_scanned = static_cast<std::size_t>(target - m_blockOffset);
    const bool behindLine = m_block->bytes[m_begin - 1] == '\n';
    if (m_begin == m_end) {
        moveRestTo(m_pool.blockBytes());
        fill();
    }
    // A file that ended without a line feed is continued at its end, where nothing follows.
    if (!behindLine && m_begin < m_end) return notALineStart(target, "is not the start of a line");
    return true;
}

void LineReader::give(LineRun& run, std::size_t bytes) {
    run.storage = m_block;
    run.text = {m_block->bytes.get() + m_begin, bytes};
    run.offset = position();
    run.overlongBytes = 0;
    m_begin += bytes;
    m_scanned = m_begin;
    run.nextOffset = position();
}

bool LineReader::giveWholeLines(LineRun& run) {
    const std::size_t from = std::max(m_begin, m_scanned);
    const void* last = ::memrchr(m_block->bytes.get() + from, '\n', m_end - from);
    m_scanned = m_end;
    if (last == nullptr) return false;
    give(run, static_cast<std::size_t>(static_cast<const char*>(last) - rest().data()) + 1);
    return true;
}

bool LineReader::giveLastLine(LineRun& run) {
    if (m_begin == m_end) return false;
    give(run, m_end - m_begin);
    return true;
}

/// The rest is the beginning of a line over the limit: its front is kept, the other bytes are only counted.
Result<bool> LineReader::giveOverlong(LineRun& run) {
    const std::int64_t start = position();
    auto kept = m_pool.take(kKeptOfOverlong);
    const std::size_t keptBytes = std::min(rest().size(), kKeptOfOverlong);
    std::memcpy(kept->bytes.get(), rest().data(), keptBytes);
    std::uint64_t length = rest().size();
    m_begin = m_end;
    for (;;) {
        moveRestTo(m_pool.blockBytes());
        fill();
        const void* newline = std::memchr(m_block->bytes.get(), '\n', m_end);
        if (newline != nullptr) {
            m_begin = static_cast<std::size_t>(static_cast<const char*>(newline) - m_block->bytes.get());
            length += m_begin++;
            break;
        }
        length += m_end;
        m_begin = m_end;
        if (!m_atEnd) continue;
        if (m_failure) return *m_failure;
        break;
    }
    m_scanned = m_begin;
    run.text = {kept->bytes.get(), keptBytes};
    run.storage = std::move(kept);
    run.offset = start;
    run.overlongBytes = length;
    run.nextOffset = position();
    return true;
}

Result<bool> LineReader::next(LineRun& run) {
    if (const Status status = begin(); !status) return status.error();
    for (;;) {
        if (giveWholeLines(run)) return true;
        if (m_atEnd) {
            if (m_failure) return *m_failure;
            return giveLastLine(run);
        }
        const std::size_t waiting = m_end - m_begin;
        if (waiting > m_maxLineBytes) return giveOverlong(run);
        // Doubling: a long line is copied at most twice.
        moveRestTo(std::max(m_pool.blockBytes(), 2 * waiting));
        fill();
    }
}

} // namespace eventflow::collect
