#include "core/capture/mcap/append_record.h"

#include "core/base/byte_order.h"

namespace eventflow::capture::mcap {
namespace {

/// Writes the length of what was appended meanwhile into a field left free for it, when it goes out of scope.
template <typename Length>
class LengthField {
public:
    explicit LengthField(std::string& out) : m_out(out), m_at(out.size()) {
        appendLittleEndian(m_out, Length{0});
    }
    LengthField(const LengthField&) = delete;
    LengthField& operator=(const LengthField&) = delete;
    ~LengthField() {
        storeLittleEndian(m_out.data() + m_at, static_cast<Length>(m_out.size() - m_at - sizeof(Length)));
    }

private:
    std::string& m_out;
    std::size_t m_at;
};

/// Opens a record; its length is known when it goes out of scope.
class RecordScope {
public:
    RecordScope(std::string& out, Opcode opcode) : m_length(opened(out, opcode)) {}

private:
    static std::string& opened(std::string& out, Opcode opcode) {
        out += static_cast<char>(opcode);
        return out;
    }

    LengthField<std::uint64_t> m_length;
};

template <typename... Integers>
void appendIntegers(std::string& out, Integers... values) {
    (appendLittleEndian(out, values), ...);
}

void appendMap(std::string& out, const StringMap& map) {
    const LengthField<std::uint32_t> length(out);
    for (const auto& [key, value] : map) {
        appendSized(out, key);
        appendSized(out, value);
    }
}

template <typename Map>
void appendChannelMap(std::string& out, const Map& map) {
    const LengthField<std::uint32_t> length(out);
    for (const auto& [channel, value] : map)
        appendIntegers(out, channel, value);
}

} // namespace

void appendSized(std::string& out, std::string_view bytes) {
    appendLittleEndian(out, static_cast<std::uint32_t>(bytes.size()));
    out += bytes;
}

void appendRecord(std::string& out, const Header& header) {
    const RecordScope record(out, Opcode::Header);
    appendSized(out, header.profile);
    appendSized(out, header.library);
}

void appendRecord(std::string& out, const Footer& footer) {
    const RecordScope record(out, Opcode::Footer);
    appendIntegers(out, footer.summaryStart, footer.summaryOffsetStart, footer.summaryCrc);
}

void appendRecord(std::string& out, const Schema& schema) {
    const RecordScope record(out, Opcode::Schema);
    appendLittleEndian(out, schema.id);
    appendSized(out, schema.name);
    appendSized(out, schema.encoding);
    appendSized(out, schema.data);
}

void appendRecord(std::string& out, const Channel& channel) {
    const RecordScope record(out, Opcode::Channel);
    appendIntegers(out, channel.id, channel.schemaId);
    appendSized(out, channel.topic);
    appendSized(out, channel.messageEncoding);
    appendMap(out, channel.metadata);
}

void appendRecord(ByteBuffer& out, const Message& message) {
    const std::size_t content = kMessageHeadBytes + message.data.size();
    char* at = out.extend(kRecordHeadBytes + content);
    const auto put = [&at](auto value) {
        storeLittleEndian(at, value);
        at += sizeof value;
    };
    put(static_cast<std::uint8_t>(Opcode::Message));
    put(static_cast<std::uint64_t>(content));
    put(message.channelId);
    put(message.sequence);
    put(message.logTime);
    put(message.publishTime);
    if (!message.data.empty()) std::memcpy(at, message.data.data(), message.data.size());
}

void appendRecord(std::string& out, const ChunkIndex& index) {
    const RecordScope record(out, Opcode::ChunkIndex);
    appendIntegers(out, index.messageStartTime, index.messageEndTime, index.chunkStartOffset,
                   index.chunkLength);
    appendChannelMap(out, index.messageIndexOffsets);
    appendLittleEndian(out, index.messageIndexLength);
    appendSized(out, index.compression);
    appendIntegers(out, index.compressedSize, index.uncompressedSize);
}

void appendRecord(std::string& out, const Statistics& statistics) {
    const RecordScope record(out, Opcode::Statistics);
    appendIntegers(out, statistics.messageCount, statistics.schemaCount, statistics.channelCount,
                   statistics.attachmentCount, statistics.metadataCount, statistics.chunkCount,
                   statistics.messageStartTime, statistics.messageEndTime);
    appendChannelMap(out, statistics.channelMessageCounts);
}

void appendRecord(std::string& out, const Metadata& metadata) {
    const RecordScope record(out, Opcode::Metadata);
    appendSized(out, metadata.name);
    appendMap(out, metadata.metadata);
}

void appendRecord(std::string& out, const MetadataIndex& index) {
    const RecordScope record(out, Opcode::MetadataIndex);
    appendIntegers(out, index.offset, index.length);
    appendSized(out, index.name);
}

void appendRecord(std::string& out, const SummaryOffset& offset) {
    const RecordScope record(out, Opcode::SummaryOffset);
    appendIntegers(out, static_cast<std::uint8_t>(offset.groupOpcode), offset.groupStart, offset.groupLength);
}

void appendRecord(std::string& out, const DataEnd& end) {
    const RecordScope record(out, Opcode::DataEnd);
    appendLittleEndian(out, end.dataSectionCrc);
}

void appendRecord(std::string& out, const ChunkHead& head) {
    out += static_cast<char>(Opcode::Chunk);
    const std::uint64_t content =
        kChunkHeadBytes - kRecordHeadBytes + head.compression.size() + head.compressedSize;
    appendIntegers(out, content, head.messageStartTime, head.messageEndTime, head.uncompressedSize,
                   head.uncompressedCrc);
    appendSized(out, head.compression);
    appendLittleEndian(out, head.compressedSize);
}

void appendEmptyMessageIndex(ByteBuffer& out, ChannelId channel, std::size_t entries) {
    const std::size_t bytes = entries * kMessageIndexEntryBytes;
    char* at = out.extend(kMessageIndexHeadBytes + bytes);
    const auto put = [&at](auto value) {
        storeLittleEndian(at, value);
        at += sizeof value;
    };
    put(static_cast<std::uint8_t>(Opcode::MessageIndex));
    put(static_cast<std::uint64_t>(kMessageIndexHeadBytes - kRecordHeadBytes + bytes));
    put(channel);
    put(static_cast<std::uint32_t>(bytes));
}

} // namespace eventflow::capture::mcap
