#include "core/capture/mcap/chunk_loader.h"

#include "core/base/byte_order.h"
#include "core/capture/mcap/crc32.h"
#include "core/capture/mcap/parse_record.h"

#include <algorithm>
#include <string>

namespace eventflow::capture::mcap {
namespace {

Error corrupt(std::string detail) {
    return {ErrorCode::Corrupt, std::move(detail)};
}

/// The checksum covers the records alone: what stands in front of them is held against them.
Status checkTimes(const ChunkEntry& entry, const std::vector<Message>& messages) {
    std::uint64_t start = 0;
    std::uint64_t end = 0;
    if (!messages.empty()) {
        const auto [first, last] = std::ranges::minmax_element(messages, {}, &Message::logTime);
        start = first->logTime;
        end = last->logTime;
    }
    if (start == entry.startTime && end == entry.endTime) return {};
    return corrupt("its messages are of other times than it says");
}

} // namespace

Status ChunkLoader::load(const ChunkEntry& entry, ChunkContents& out) {
    const auto place = [&](const Error& error) {
        return error.at("the chunk at byte " + std::to_string(entry.offset));
    };
    if (const Status size = checkSize(entry); !size) return place(size.error());
    if (const Status filled = entry.bare ? fillBare(entry, out) : fill(entry, out); !filled)
        return place(filled.error());
    if (const Status apart = takeApart(out); !apart) return place(apart.error());
    if (const Status times = checkTimes(entry, out.messages); !times) return place(times.error());
    return {};
}

Status ChunkLoader::checkSize(const ChunkEntry& entry) const {
    const std::uint64_t bytes = std::max(entry.uncompressedSize, entry.compressedSize);
    if (bytes <= m_limits.chunkBytes) return {};
    return Error{ErrorCode::LimitExceeded, "it declares " + std::to_string(bytes) +
                                               " bytes of records; at most " +
                                               std::to_string(m_limits.chunkBytes) + " are read"};
}

Status ChunkLoader::fillBare(const ChunkEntry& entry, ChunkContents& out) {
    char* const target = out.records.reset(static_cast<std::size_t>(entry.length));
    out.records.pad();
    return m_source->readAt(entry.offset, {target, out.records.size()});
}

Result<ChunkHead> ChunkLoader::readHead(const ChunkEntry& entry) {
    const std::size_t bytes = kChunkHeadBytes + entry.compression.size();
    if (bytes > entry.length) return corrupt("it is shorter than its own head");
    char* const target = m_compressed.reset(bytes);
    if (const Status read = m_source->readAt(entry.offset, {target, bytes}); !read) return read.error();
    const auto opcode = static_cast<Opcode>(*target);
    const auto length = loadLittleEndian<std::uint64_t>(target + 1);
    if (opcode != Opcode::Chunk || length != entry.length - kRecordHeadBytes)
        return corrupt("there is no chunk of " + std::to_string(entry.length) + " bytes");
    auto head = parseChunkHead({opcode, entry.offset, m_compressed.view().substr(kRecordHeadBytes)}, length);
    if (!head) return head;
    if (head->messageStartTime != entry.startTime || head->messageEndTime != entry.endTime ||
        head->compression != entry.compression || head->compressedSize != entry.compressedSize ||
        head->uncompressedSize != entry.uncompressedSize)
        return corrupt("it is not what the summary says of it");
    return head;
}

Status ChunkLoader::fill(const ChunkEntry& entry, ChunkContents& out) {
    const auto head = readHead(entry);
    if (!head) return head.error();
    const std::uint64_t start = entry.offset + entry.length - head->compressedSize;
    const auto bytes = static_cast<std::size_t>(head->compressedSize);
    // Uncompressed records are read to where they stay.
    const bool direct = head->compression.empty() && head->compressedSize == head->uncompressedSize;
    ByteBuffer& into = direct ? out.records : m_compressed;
    char* const target = into.reset(bytes);
    if (const Status read = m_source->readAt(start, {target, bytes}); !read) return read;
    if (direct) {
        out.records.pad();
    } else if (const Status done = m_decompressor.decompress(head->compression, m_compressed.view(),
                                                             head->uncompressedSize, out.records);
               !done) {
        return done;
    }
    if (head->uncompressedCrc != 0 && head->uncompressedCrc != crc32(out.records.view()))
        return corrupt("its checksum does not match its records");
    return {};
}

} // namespace eventflow::capture::mcap
