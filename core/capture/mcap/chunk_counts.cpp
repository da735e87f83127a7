#include "core/capture/mcap/chunk_counts.h"

#include <algorithm>

namespace eventflow::capture::mcap {

std::optional<MessageCounts> countsOf(const ChunkIndex& index) {
    const auto& offsets = index.messageIndexOffsets;
    const bool noMessages = index.messageStartTime == 0 && index.messageEndTime == 0;
    if (offsets.empty()) return noMessages ? std::optional<MessageCounts>(MessageCounts()) : std::nullopt;
    const std::uint64_t end = index.chunkStartOffset + index.chunkLength + index.messageIndexLength;
    MessageCounts counts;
    counts.reserve(offsets.size());
    std::uint64_t room = index.uncompressedSize / (kRecordHeadBytes + kMessageHeadBytes);
    for (std::size_t i = 0; i < offsets.size(); ++i) {
        const std::uint64_t next = i + 1 < offsets.size() ? offsets[i + 1].second : end;
        const std::uint64_t bytes = next - offsets[i].second;
        if (next < offsets[i].second || bytes < kMessageIndexHeadBytes ||
            (bytes - kMessageIndexHeadBytes) % kMessageIndexEntryBytes != 0)
            return std::nullopt;
        const std::uint64_t count = (bytes - kMessageIndexHeadBytes) / kMessageIndexEntryBytes;
        if (count > room) return std::nullopt;
        room -= count;
        counts.emplace_back(offsets[i].first, count);
    }
    if (!std::ranges::is_sorted(counts)) std::ranges::sort(counts);
    const auto twice = std::ranges::adjacent_find(counts, {}, &MessageCounts::value_type::first);
    if (twice != counts.end()) return std::nullopt;
    return counts;
}

MessageCounts countsOf(const ChunkContents& contents) {
    std::map<ChannelId, std::uint64_t> counts;
    for (const Message& message : contents.messages)
        ++counts[message.channelId];
    return {counts.begin(), counts.end()};
}

ChunkEntry entryOf(const ChunkIndex& index) {
    ChunkEntry entry;
    entry.startTime = index.messageStartTime;
    entry.endTime = index.messageEndTime;
    entry.offset = index.chunkStartOffset;
    entry.length = index.chunkLength;
    entry.compression = index.compression;
    entry.compressedSize = index.compressedSize;
    entry.uncompressedSize = index.uncompressedSize;
    entry.counts = countsOf(index);
    return entry;
}

std::optional<std::uint64_t> totalOf(const std::optional<MessageCounts>& counts) {
    if (!counts) return std::nullopt;
    std::uint64_t total = 0;
    for (const auto& [channel, count] : *counts)
        total += count;
    return total;
}

} // namespace eventflow::capture::mcap
