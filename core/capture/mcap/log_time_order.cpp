#include "core/capture/mcap/log_time_order.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <tuple>
#include <utility>

namespace eventflow::capture::mcap {

std::size_t LogTimeOrder::OpenChunk::bytes() const {
    return contents->records.size() + contents->messages.size() * (sizeof(Message) + sizeof(std::uint32_t));
}

bool LogTimeOrder::later(const OpenChunk& a, const OpenChunk& b) {
    return std::make_pair(a.message().logTime, a.index) > std::make_pair(b.message().logTime, b.index);
}

LogTimeOrder::LogTimeOrder(Reader& reader, std::uint64_t from, std::size_t memoryBytes)
    : m_reader(reader), m_from(from), m_memoryBytes(memoryBytes) {
    const auto& chunks = reader.summary().chunks;
    for (std::size_t i = 0; i < chunks.size(); ++i)
        if (chunks[i].endTime >= from) m_waiting.push_back(i);
    std::ranges::sort(m_waiting, std::ranges::greater(),
                      [&](std::size_t i) { return std::make_pair(chunks[i].startTime, i); });
}

Result<bool> LogTimeOrder::next(Message& out) {
    const auto& chunks = m_reader.summary().chunks;
    while (!m_waiting.empty() &&
           (m_open.empty() || chunks[m_waiting.back()].startTime <= m_open.front().message().logTime))
        if (const Status opened = openNext(); !opened) return opened.error();
    if (m_open.empty()) {
        m_chunk.reset();
        return false;
    }
    std::ranges::pop_heap(m_open, later);
    OpenChunk& earliest = m_open.back();
    out = earliest.message();
    m_chunk = earliest.contents;
    if (++earliest.next < earliest.order.size()) {
        std::ranges::push_heap(m_open, later);
    } else {
        m_openBytes -= earliest.bytes();
        m_spare = std::move(earliest.contents);
        m_open.pop_back();
    }
    return true;
}

std::shared_ptr<ChunkContents> LogTimeOrder::spareContents() {
    // m_chunk may still be what the caller looks at: its message came from an earlier call, so it may go now.
    if (m_spare == m_chunk) m_chunk.reset();
    const bool ours = m_spare && m_spare.use_count() == 1;
    return ours ? std::exchange(m_spare, nullptr) : std::make_shared<ChunkContents>();
}

Status LogTimeOrder::openNext() {
    const std::size_t index = m_waiting.back();
    const ChunkEntry& entry = m_reader.summary().chunks[index];
    if (!m_open.empty() && m_openBytes + entry.uncompressedSize > m_memoryBytes)
        return Error{ErrorCode::LimitExceeded,
                     "the chunk at byte " + std::to_string(entry.offset) + ": " +
                         std::to_string(m_open.size() + 1) +
                         " chunks are of the same time and need more than " + std::to_string(m_memoryBytes) +
                         " bytes together; read the file in its own order, and write it sorted"};
    m_waiting.pop_back();
    OpenChunk chunk{index, spareContents(), {}, 0};
    if (const Status read = m_reader.readChunk(index, *chunk.contents); !read) return read;
    const auto& messages = chunk.contents->messages;
    const auto timeOf = [&](std::uint32_t i) { return messages[i].logTime; };
    chunk.order.resize(messages.size());
    std::iota(chunk.order.begin(), chunk.order.end(), 0U);
    if (!std::ranges::is_sorted(chunk.order, {}, timeOf)) std::ranges::stable_sort(chunk.order, {}, timeOf);
    chunk.next = static_cast<std::size_t>(std::ranges::lower_bound(chunk.order, m_from, {}, timeOf) -
                                          chunk.order.begin());
    if (chunk.next == chunk.order.size()) return {};
    m_openBytes += chunk.bytes();
    m_open.push_back(std::move(chunk));
    std::ranges::push_heap(m_open, later);
    return {};
}

} // namespace eventflow::capture::mcap
