#include "core/capture/mcap/parse_record.h"

#include "core/capture/mcap/field_reader.h"

#include <algorithm>

namespace eventflow::capture::mcap {
namespace {

FieldReader fieldsOf(const RawRecord& record) {
    return {record.content, record.position + kRecordHeadBytes};
}

template <typename T>
Result<T> finished(const FieldReader& fields, T&& value, const char* record) {
    if (fields.error()) return fields.error()->at(record);
    return std::forward<T>(value);
}

/// A reader of what stands in a map or an array.
FieldReader partOf(FieldReader& fields, const char* field) {
    const std::string_view bytes = fields.sized(field);
    return {bytes, fields.position() - bytes.size()};
}

StringMap stringMap(FieldReader& fields, const char* field) {
    StringMap map;
    FieldReader entries = partOf(fields, field);
    while (!entries.atEnd()) {
        std::string key(entries.sized(field));
        std::string value(entries.sized(field));
        if (!map.emplace(std::move(key), std::move(value)).second) entries.fail(field, "has a key twice");
    }
    fields.adopt(entries);
    return map;
}

/// Ordered by offset. A large capture has millions of these: they are not taken as single fields.
std::vector<std::pair<ChannelId, std::uint64_t>> messageIndexOffsets(FieldReader& fields) {
    constexpr std::size_t kEntry = sizeof(ChannelId) + sizeof(std::uint64_t);
    const std::string_view bytes = fields.sized("message_index_offsets");
    if (bytes.size() % kEntry != 0) fields.fail("message_index_offsets", "ends within an entry");
    std::vector<std::pair<ChannelId, std::uint64_t>> offsets(bytes.size() / kEntry);
    const char* at = bytes.data();
    for (auto& [channel, offset] : offsets) {
        channel = loadLittleEndian<ChannelId>(at);
        offset = loadLittleEndian<std::uint64_t>(at + sizeof channel);
        at += kEntry;
    }
    const auto byOffset = &std::pair<ChannelId, std::uint64_t>::second;
    if (!std::ranges::is_sorted(offsets, {}, byOffset)) std::ranges::sort(offsets, {}, byOffset);
    return offsets;
}

} // namespace

Result<Header> parseHeader(const RawRecord& record) {
    FieldReader fields = fieldsOf(record);
    Header header;
    header.profile = fields.sized("profile");
    header.library = fields.sized("library");
    return finished(fields, std::move(header), "Header");
}

Result<Footer> parseFooter(const RawRecord& record) {
    FieldReader fields = fieldsOf(record);
    Footer footer;
    footer.summaryStart = fields.integer<std::uint64_t>("summary_start");
    footer.summaryOffsetStart = fields.integer<std::uint64_t>("summary_offset_start");
    footer.summaryCrc = fields.integer<std::uint32_t>("summary_crc");
    return finished(fields, std::move(footer), "Footer");
}

Result<Schema> parseSchema(const RawRecord& record) {
    FieldReader fields = fieldsOf(record);
    Schema schema;
    schema.id = fields.integer<SchemaId>("id");
    if (schema.id == 0) fields.fail("id", "is 0");
    schema.name = fields.sized("name");
    schema.encoding = fields.sized("encoding");
    schema.data = fields.sized("data");
    return finished(fields, std::move(schema), "Schema");
}

Result<Channel> parseChannel(const RawRecord& record) {
    FieldReader fields = fieldsOf(record);
    Channel channel;
    channel.id = fields.integer<ChannelId>("id");
    channel.schemaId = fields.integer<SchemaId>("schema_id");
    channel.topic = fields.sized("topic");
    channel.messageEncoding = fields.sized("message_encoding");
    channel.metadata = stringMap(fields, "metadata");
    return finished(fields, std::move(channel), "Channel");
}

Result<Message> parseMessage(const RawRecord& record) {
    FieldReader fields = fieldsOf(record);
    Message message;
    message.channelId = fields.integer<ChannelId>("channel_id");
    message.sequence = fields.integer<std::uint32_t>("sequence");
    message.logTime = fields.integer<std::uint64_t>("log_time");
    message.publishTime = fields.integer<std::uint64_t>("publish_time");
    if (!fields.error()) message.data = record.content.substr(kMessageHeadBytes);
    return finished(fields, std::move(message), "Message");
}

Result<MessageIndex> parseMessageIndex(const RawRecord& record) {
    FieldReader fields = fieldsOf(record);
    MessageIndex index;
    index.channelId = fields.integer<ChannelId>("channel_id");
    FieldReader entries = partOf(fields, "records");
    while (!entries.atEnd()) {
        MessageIndexEntry entry;
        entry.logTime = entries.integer<std::uint64_t>("log_time");
        entry.offset = entries.integer<std::uint64_t>("offset");
        index.records.push_back(entry);
    }
    fields.adopt(entries);
    return finished(fields, std::move(index), "MessageIndex");
}

Result<ChunkIndex> parseChunkIndex(const RawRecord& record) {
    FieldReader fields = fieldsOf(record);
    ChunkIndex index;
    index.messageStartTime = fields.integer<std::uint64_t>("message_start_time");
    index.messageEndTime = fields.integer<std::uint64_t>("message_end_time");
    index.chunkStartOffset = fields.integer<std::uint64_t>("chunk_start_offset");
    index.chunkLength = fields.integer<std::uint64_t>("chunk_length");
    index.messageIndexOffsets = messageIndexOffsets(fields);
    index.messageIndexLength = fields.integer<std::uint64_t>("message_index_length");
    index.compression = fields.sized("compression");
    index.compressedSize = fields.integer<std::uint64_t>("compressed_size");
    index.uncompressedSize = fields.integer<std::uint64_t>("uncompressed_size");
    return finished(fields, std::move(index), "ChunkIndex");
}

Result<Statistics> parseStatistics(const RawRecord& record) {
    FieldReader fields = fieldsOf(record);
    Statistics statistics;
    statistics.messageCount = fields.integer<std::uint64_t>("message_count");
    statistics.schemaCount = fields.integer<std::uint16_t>("schema_count");
    statistics.channelCount = fields.integer<std::uint32_t>("channel_count");
    statistics.attachmentCount = fields.integer<std::uint32_t>("attachment_count");
    statistics.metadataCount = fields.integer<std::uint32_t>("metadata_count");
    statistics.chunkCount = fields.integer<std::uint32_t>("chunk_count");
    statistics.messageStartTime = fields.integer<std::uint64_t>("message_start_time");
    statistics.messageEndTime = fields.integer<std::uint64_t>("message_end_time");
    FieldReader counts = partOf(fields, "channel_message_counts");
    while (!counts.atEnd()) {
        const auto channel = counts.integer<ChannelId>("channel_id");
        const auto count = counts.integer<std::uint64_t>("count");
        if (!statistics.channelMessageCounts.emplace(channel, count).second)
            counts.fail("channel_message_counts", "has a key twice");
    }
    fields.adopt(counts);
    return finished(fields, std::move(statistics), "Statistics");
}

Result<Metadata> parseMetadata(const RawRecord& record) {
    FieldReader fields = fieldsOf(record);
    Metadata metadata;
    metadata.name = fields.sized("name");
    metadata.metadata = stringMap(fields, "metadata");
    return finished(fields, std::move(metadata), "Metadata");
}

Result<MetadataIndex> parseMetadataIndex(const RawRecord& record) {
    FieldReader fields = fieldsOf(record);
    MetadataIndex index;
    index.offset = fields.integer<std::uint64_t>("offset");
    index.length = fields.integer<std::uint64_t>("length");
    index.name = fields.sized("name");
    return finished(fields, std::move(index), "MetadataIndex");
}

Result<DataEnd> parseDataEnd(const RawRecord& record) {
    FieldReader fields = fieldsOf(record);
    DataEnd end;
    end.dataSectionCrc = fields.integer<std::uint32_t>("data_section_crc");
    return finished(fields, std::move(end), "DataEnd");
}

Result<ChunkHead> parseChunkHead(const RawRecord& record, std::uint64_t contentLength) {
    FieldReader fields = fieldsOf(record);
    ChunkHead head;
    head.messageStartTime = fields.integer<std::uint64_t>("message_start_time");
    head.messageEndTime = fields.integer<std::uint64_t>("message_end_time");
    head.uncompressedSize = fields.integer<std::uint64_t>("uncompressed_size");
    head.uncompressedCrc = fields.integer<std::uint32_t>("uncompressed_crc");
    head.compression = fields.sized("compression");
    head.compressedSize = fields.integer<std::uint64_t>("records");
    if (!fields.error() &&
        head.compressedSize != contentLength + kRecordHeadBytes - kChunkHeadBytes - head.compression.size())
        fields.fail("records", "does not fill the rest of its record");
    return finished(fields, std::move(head), "Chunk");
}

} // namespace eventflow::capture::mcap
