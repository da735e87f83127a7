#include "core/capture/mcap/chunk_builder.h"

#include "core/base/byte_order.h"
#include "core/capture/mcap/append_record.h"

#include <algorithm>

namespace eventflow::capture::mcap {

void ChunkBuilder::add(const Message& message) {
    m_startTime = m_messages.empty() ? message.logTime : std::min(m_startTime, message.logTime);
    m_endTime = std::max(m_endTime, message.logTime);
    m_messages.push_back({message.channelId, {message.logTime, m_records.size()}});
    if (m_countOf[message.channelId]++ == 0) m_channels.push_back(message.channelId);
    appendRecord(m_records, message);
}

void ChunkBuilder::define(const Schema& schema) {
    appendRecord(m_definitions, schema);
}

void ChunkBuilder::define(const Channel& channel) {
    appendRecord(m_definitions, channel);
}

std::string_view ChunkBuilder::close() {
    m_records.prepend(m_definitions);
    for (Place& place : m_messages)
        place.entry.offset += m_definitions.size();
    m_definitions.clear();
    return m_records.view();
}

void ChunkBuilder::appendMessageIndexes(ByteBuffer& out,
                                        std::vector<std::pair<ChannelId, std::uint64_t>>& offsets) {
    std::ranges::sort(m_channels);
    // Where the next entry of each channel goes: m_countOf gets a second life as an index into `next`.
    std::vector<std::size_t> next;
    for (const ChannelId channel : m_channels) {
        offsets.emplace_back(channel, out.size());
        appendEmptyMessageIndex(out, channel, m_countOf[channel]);
        next.push_back(static_cast<std::size_t>(offsets.back().second) + kMessageIndexHeadBytes);
        m_countOf[channel] = static_cast<std::uint32_t>(next.size() - 1);
    }
    for (const Place& place : m_messages) {
        std::size_t& at = next[m_countOf[place.channel]];
        storeLittleEndian(out.data() + at, place.entry.logTime);
        storeLittleEndian(out.data() + at + sizeof(std::uint64_t), place.entry.offset);
        at += kMessageIndexEntryBytes;
    }
}

void ChunkBuilder::clear() {
    for (const ChannelId channel : m_channels)
        m_countOf[channel] = 0;
    m_channels.clear();
    m_messages.clear();
    m_records.clear();
    m_definitions.clear();
    m_startTime = 0;
    m_endTime = 0;
}

} // namespace eventflow::capture::mcap
