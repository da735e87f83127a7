#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The records of MCAP 1.0, https://mcap.dev/spec, by the specification's names. Times are nanoseconds since
/// the epoch.
namespace eventflow::capture::mcap {

/// At both ends of a file. 0x30 is the major version.
inline constexpr std::string_view kMagic{"\x89MCAP0\r\n", 8};
/// The opcode and the length of the content.
inline constexpr std::size_t kRecordHeadBytes = 1 + 8;

enum class Opcode : std::uint8_t {
    Header = 0x01,
    Footer = 0x02,
    Schema = 0x03,
    Channel = 0x04,
    Message = 0x05,
    Chunk = 0x06,
    MessageIndex = 0x07,
    ChunkIndex = 0x08,
    Attachment = 0x09,
    AttachmentIndex = 0x0A,
    Statistics = 0x0B,
    Metadata = 0x0C,
    MetadataIndex = 0x0D,
    SummaryOffset = 0x0E,
    DataEnd = 0x0F,
};

/// A record that is not taken apart yet.
struct RawRecord {
    Opcode opcode{};
    std::uint64_t position = 0; ///< of its opcode: in the file, or in the chunk's records
    std::string_view content;
};

using ChannelId = std::uint16_t;
using SchemaId = std::uint16_t;
using StringMap = std::map<std::string, std::string, std::less<>>;

struct Header {
    std::string profile;
    std::string library;
};

struct Footer {
    std::uint64_t summaryStart = 0;       ///< 0: there is no summary
    std::uint64_t summaryOffsetStart = 0; ///< 0: there are no summary offsets
    std::uint32_t summaryCrc = 0;         ///< 0: not known
};
inline constexpr std::size_t kFooterContentBytes = 8 + 8 + 4;

struct Schema {
    SchemaId id = 0; ///< never 0
    std::string name;
    std::string encoding;
    std::string data;
    bool operator==(const Schema&) const = default;
};

struct Channel {
    ChannelId id = 0;
    SchemaId schemaId = 0; ///< 0: no schema
    std::string topic;
    std::string messageEncoding;
    StringMap metadata;
    bool operator==(const Channel&) const = default;
};

struct Message {
    ChannelId channelId = 0;
    std::uint32_t sequence = 0;
    std::uint64_t logTime = 0;
    std::uint64_t publishTime = 0;
    std::string_view data;
};
/// What comes before a message's data.
inline constexpr std::size_t kMessageHeadBytes = 2 + 4 + 8 + 8;

/// What stands in front of a chunk's records.
struct ChunkHead {
    std::uint64_t messageStartTime = 0;
    std::uint64_t messageEndTime = 0;
    std::uint64_t uncompressedSize = 0;
    std::uint32_t uncompressedCrc = 0; ///< 0: not known
    std::string compression;
    std::uint64_t compressedSize = 0;
};
/// Its size in the file, with the record's head and without the name of the compression.
inline constexpr std::size_t kChunkHeadBytes = kRecordHeadBytes + 8 + 8 + 8 + 4 + 4 + 8;

struct MessageIndexEntry {
    std::uint64_t logTime = 0;
    std::uint64_t offset = 0; ///< of the message's opcode in the uncompressed records
    bool operator==(const MessageIndexEntry&) const = default;
};
struct MessageIndex {
    ChannelId channelId = 0;
    std::vector<MessageIndexEntry> records;
};
/// What comes before the entries, with the record's head; the size of an entry.
inline constexpr std::size_t kMessageIndexHeadBytes = kRecordHeadBytes + 2 + 4;
inline constexpr std::size_t kMessageIndexEntryBytes = 8 + 8;

struct ChunkIndex {
    std::uint64_t messageStartTime = 0;
    std::uint64_t messageEndTime = 0;
    std::uint64_t chunkStartOffset = 0;
    std::uint64_t chunkLength = 0; ///< with the record's head
    /// In the order of the file.
    std::vector<std::pair<ChannelId, std::uint64_t>> messageIndexOffsets;
    std::uint64_t messageIndexLength = 0;
    std::string compression;
    std::uint64_t compressedSize = 0;
    std::uint64_t uncompressedSize = 0;
};

struct Statistics {
    std::uint64_t messageCount = 0;
    std::uint16_t schemaCount = 0;
    std::uint32_t channelCount = 0;
    std::uint32_t attachmentCount = 0;
    std::uint32_t metadataCount = 0;
    std::uint32_t chunkCount = 0;
    std::uint64_t messageStartTime = 0;
    std::uint64_t messageEndTime = 0;
    std::map<ChannelId, std::uint64_t> channelMessageCounts;
};

struct Metadata {
    std::string name;
    StringMap metadata;
};

struct MetadataIndex {
    std::uint64_t offset = 0;
    std::uint64_t length = 0; ///< with the record's head
    std::string name;
};

struct SummaryOffset {
    Opcode groupOpcode{};
    std::uint64_t groupStart = 0;
    std::uint64_t groupLength = 0;
};

struct DataEnd {
    std::uint32_t dataSectionCrc = 0; ///< of everything in front of this record; 0: not known
};

} // namespace eventflow::capture::mcap
