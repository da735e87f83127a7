#include "core/capture/mcap/writer.h"

#include "core/base/byte_order.h"
#include "core/capture/mcap/append_record.h"
#include "core/capture/mcap/crc32.h"
#include "core/capture/mcap/limits.h"

#include <algorithm>

namespace eventflow::capture::mcap {

Writer::Writer(ByteSink& sink, const WriterOptions& options)
    : m_sink(sink), m_options(options), m_compressor(options.compression, options.level) {}

Status Writer::put(std::string_view bytes) {
    if (!m_status) return m_status;
    m_status = m_sink.write(bytes);
    if (!m_status) return m_status;
    m_dataCrc = crc32(bytes, m_dataCrc);
    m_position += bytes.size();
    return {};
}

Status Writer::checkSize(std::size_t bytes, const char* what) {
    if (bytes <= kMaxMessageBytes) return {};
    return Error{ErrorCode::LimitExceeded,
                 std::string(what) + " of " + std::to_string(bytes) +
                     " bytes is larger than a capture holds: " + std::to_string(kMaxMessageBytes)};
}

Status Writer::start(const Header& header) {
    std::string bytes(kMagic);
    appendRecord(bytes, header);
    return put(bytes);
}

Status Writer::addSchema(const Schema& schema) {
    if (!m_status) return m_status;
    if (schema.id == 0) return Error{ErrorCode::InvalidArgument, "a schema's id is never 0"};
    if (const Status size = checkSize(schema.data.size(), "a schema"); !size) return size;
    if (!m_schemas.emplace(schema.id, schema).second)
        return Error{ErrorCode::AlreadyExists,
                     "schema " + std::to_string(schema.id) + " is in the file already"};
    m_chunk.define(schema);
    ++m_statistics.schemaCount;
    return flushWhenFull();
}

Status Writer::addChannel(const Channel& channel) {
    if (!m_status) return m_status;
    if (channel.schemaId != 0 && !m_schemas.contains(channel.schemaId))
        return Error{ErrorCode::InvalidArgument, "channel " + std::to_string(channel.id) + " names schema " +
                                                     std::to_string(channel.schemaId) +
                                                     ", which is not in the file"};
    if (!m_channels.emplace(channel.id, channel).second)
        return Error{ErrorCode::AlreadyExists,
                     "channel " + std::to_string(channel.id) + " is in the file already"};
    m_chunk.define(channel);
    ++m_statistics.channelCount;
    return flushWhenFull();
}

Status Writer::write(const Message& message) {
    if (!m_status) return m_status;
    if (m_messagesOf[message.channelId] == 0 && !m_channels.contains(message.channelId))
        return Error{ErrorCode::InvalidArgument,
                     "no channel has the id " + std::to_string(message.channelId)};
    if (const Status size = checkSize(message.data.size(), "a message"); !size) return size;
    m_chunk.add(message);
    noteMessage(message);
    return flushWhenFull();
}

Status Writer::flushWhenFull() {
    return m_chunk.bytes() >= m_options.chunkBytes ? flush() : Status();
}

void Writer::noteMessage(const Message& message) {
    Statistics& all = m_statistics;
    all.messageStartTime =
        all.messageCount == 0 ? message.logTime : std::min(all.messageStartTime, message.logTime);
    all.messageEndTime = std::max(all.messageEndTime, message.logTime);
    ++all.messageCount;
    ++m_messagesOf[message.channelId];
}

Status Writer::write(const Metadata& metadata) {
    m_scratch.clear();
    appendRecord(m_scratch, metadata);
    const MetadataIndex index{m_position, m_scratch.size(), metadata.name};
    if (const Status written = put(m_scratch); !written) return written;
    appendRecord(m_metadataIndexes, index);
    ++m_statistics.metadataCount;
    return {};
}

Status Writer::flush() {
    if (!m_status || m_chunk.empty()) return m_status;
    const std::string_view records = m_chunk.close();
    const Result<CompressedRecords> compressed = m_compressor.compress(records);
    if (!compressed) return m_status = compressed.error();
    const ChunkHead head{m_chunk.startTime(),
                         m_chunk.endTime(),
                         records.size(),
                         crc32(records),
                         std::string(nameOf(compressed->compression)),
                         compressed->bytes.size()};
    m_scratch.clear();
    appendRecord(m_scratch, head);
    const std::uint64_t chunkStart = m_position;
    if (const Status written = put(m_scratch); !written) return written;
    if (const Status written = put(compressed->bytes); !written) return written;
    const std::uint64_t indexStart = m_position;
    noteChunk(head, chunkStart, indexStart);
    m_chunk.clear();
    return put(m_messageIndexes.view());
}

void Writer::noteChunk(const ChunkHead& head, std::uint64_t chunkStart, std::uint64_t indexStart) {
    ChunkIndex index;
    index.messageStartTime = head.messageStartTime;
    index.messageEndTime = head.messageEndTime;
    index.chunkStartOffset = chunkStart;
    index.chunkLength = indexStart - chunkStart;
    m_messageIndexes.clear();
    m_chunk.appendMessageIndexes(m_messageIndexes, index.messageIndexOffsets);
    for (auto& [channel, offset] : index.messageIndexOffsets)
        offset += indexStart;
    index.messageIndexLength = m_messageIndexes.size();
    index.compression = head.compression;
    index.compressedSize = head.compressedSize;
    index.uncompressedSize = head.uncompressedSize;
    appendRecord(m_chunkIndexes, index);
    ++m_statistics.chunkCount;
}

Status Writer::finish() {
    if (const Status flushed = flush(); !flushed) return flushed;
    m_scratch.clear();
    appendRecord(m_scratch, DataEnd{m_dataCrc});
    if (const Status written = put(m_scratch); !written) return written;

    std::vector<SummaryOffset> offsets;
    std::string bytes = summary(offsets);
    Footer footer{m_position, m_position + bytes.size(), 0};
    for (const SummaryOffset& offset : offsets)
        appendRecord(bytes, offset);
    appendRecord(bytes, footer);
    // The checksum covers everything in front of itself, the footer's other fields too.
    bytes.resize(bytes.size() - sizeof footer.summaryCrc);
    appendLittleEndian(bytes, crc32(bytes));
    bytes += kMagic;
    return put(bytes);
}

std::string Writer::summary(std::vector<SummaryOffset>& offsets) {
    std::string bytes;
    const auto group = [&](Opcode opcode, auto&& append) {
        const std::size_t start = bytes.size();
        append();
        if (bytes.size() > start) offsets.push_back({opcode, m_position + start, bytes.size() - start});
    };
    for (std::size_t channel = 0; channel < m_messagesOf.size(); ++channel)
        if (m_messagesOf[channel] > 0)
            m_statistics.channelMessageCounts[static_cast<ChannelId>(channel)] = m_messagesOf[channel];
    group(Opcode::Schema, [&] {
        for (const auto& [id, schema] : m_schemas)
            appendRecord(bytes, schema);
    });
    group(Opcode::Channel, [&] {
        for (const auto& [id, channel] : m_channels)
            appendRecord(bytes, channel);
    });
    group(Opcode::Statistics, [&] { appendRecord(bytes, m_statistics); });
    group(Opcode::ChunkIndex, [&] { bytes += m_chunkIndexes; });
    group(Opcode::MetadataIndex, [&] { bytes += m_metadataIndexes; });
    return bytes;
}

} // namespace eventflow::capture::mcap
