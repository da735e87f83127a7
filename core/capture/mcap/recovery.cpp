#include "core/capture/mcap/recovery.h"

#include "core/capture/mcap/chunk_counts.h"
#include "core/capture/mcap/chunk_loader.h"
#include "core/capture/mcap/field_reader.h"
#include "core/capture/mcap/parse_record.h"
#include "core/capture/mcap/record_walk.h"

#include <algorithm>
#include <limits>

namespace eventflow::capture::mcap {
namespace {

/// A run of messages without chunk is read in parts of this size.
constexpr std::uint64_t kBareBytes = 4ULL * 1024 * 1024;
/// The head of a chunk with the longest name of a compression that is looked at.
constexpr std::uint64_t kHeadBytes = kChunkHeadBytes + 64;
/// What applications add themselves has opcodes from here on.
constexpr auto kFirstOfApplications = static_cast<Opcode>(0x80);
/// The name of a Metadata record stands first.
constexpr std::uint64_t kNameBytes = 64 * 1024;

class Scan {
public:
    Scan(ByteSource& source, std::uint64_t from, const Limits& limits)
        : m_walk(source, from, source.size()), m_limits(limits), m_loader(source, limits) {}

    /// Until the end of the data, or what is whole of it.
    Status run();

    Recovered result(const Error& cause, std::uint64_t size) &&;

private:
    [[nodiscard]] bool isFull() const;
    [[nodiscard]] Error tooMany() const;
    Status take(const RecordPlace& place);
    Status takeChunk(const RecordPlace& place);
    Status takeMessageIndex(const RecordPlace& place);
    Status takeMetadata(const RecordPlace& place);
    Status takeDefinition(const RecordPlace& place);
    Status takeMessage(const RecordPlace& place);
    void closeChunk(bool indexesAreWhole);
    void closeBare();
    [[nodiscard]] bool mayOpen(const ChunkEntry& entry);
    void define(const ChunkContents& contents);

    RecordWalk m_walk;
    const Limits& m_limits;
    ChunkLoader m_loader;
    ChunkContents m_contents;
    Summary m_summary;
    std::optional<ChunkIndex> m_chunk; ///< whose message indexes are being read
    std::uint64_t m_firstMessage = 0;  ///< the lowest offset of a message in it
    std::optional<ChunkEntry> m_bare;
    std::map<ChannelId, std::uint64_t> m_bareCounts;
    std::uint64_t m_opened = 0;     ///< bytes of chunks that were decompressed
    std::uint64_t m_openedFrom = 0; ///< what they are in the file
    std::optional<Error> m_tear;
    std::uint64_t m_wholeEnd = 0;
    std::uint64_t m_passedOver = 0;
    bool m_complete = false;
};

/// Other errors are the source's.
bool isDamage(const Error& error) {
    return error.code == ErrorCode::Corrupt || error.code == ErrorCode::ParseError;
}

Status Scan::run() {
    m_wholeEnd = m_walk.position();
    while (!m_complete && !m_walk.atEnd()) {
        const auto place = m_walk.next();
        if (!place && !isDamage(place.error())) return place.error();
        if (!place || isFull()) {
            m_tear = place ? tooMany() : place.error();
            break;
        }
        if (const Status taken = take(*place); !taken) {
            if (!isDamage(taken.error())) return taken;
            ++m_passedOver; // its length was right: what follows may be sound
        }
        m_wholeEnd = place->end();
    }
    closeChunk(m_complete);
    closeBare();
    return {};
}

bool Scan::isFull() const {
    return m_summary.chunks.size() >= m_limits.chunks || m_summary.metadata.size() >= m_limits.chunks;
}

Error Scan::tooMany() const {
    return {ErrorCode::LimitExceeded, "byte " + std::to_string(m_wholeEnd) + ": more than " +
                                          std::to_string(m_limits.chunks) + " chunks or metadata"};
}

Status Scan::take(const RecordPlace& place) {
    if (place.opcode != Opcode::MessageIndex) closeChunk(true);
    if (place.opcode != Opcode::Message) closeBare();
    switch (place.opcode) {
    case Opcode::Chunk:
        return takeChunk(place);
    case Opcode::MessageIndex:
        return takeMessageIndex(place);
    case Opcode::Metadata:
        return takeMetadata(place);
    case Opcode::Schema:
    case Opcode::Channel:
        return takeDefinition(place);
    case Opcode::Message:
        return takeMessage(place);
    case Opcode::DataEnd:
    case Opcode::Footer:
        m_complete = true;
        return {};
    case Opcode::Attachment:
        return {};
    default:
        if (place.opcode < kFirstOfApplications) ++m_passedOver;
        return {};
    }
}

Status Scan::takeChunk(const RecordPlace& place) {
    const auto record = m_walk.read(place, kHeadBytes);
    if (!record) return record.error();
    const auto head = parseChunkHead(*record, place.contentLength);
    if (!head) return head.error();
    if (head->messageStartTime > head->messageEndTime)
        return Error{ErrorCode::Corrupt,
                     "byte " + std::to_string(place.position) + ": a chunk that ends before it starts"};
    m_firstMessage = std::numeric_limits<std::uint64_t>::max();
    m_chunk = ChunkIndex{};
    m_chunk->messageStartTime = head->messageStartTime;
    m_chunk->messageEndTime = head->messageEndTime;
    m_chunk->chunkStartOffset = place.position;
    m_chunk->chunkLength = place.end() - place.position;
    m_chunk->compression = head->compression;
    m_chunk->compressedSize = head->compressedSize;
    m_chunk->uncompressedSize = head->uncompressedSize;
    return {};
}

Status Scan::takeMessageIndex(const RecordPlace& place) {
    if (!m_chunk) {
        ++m_passedOver;
        return {};
    }
    const auto record =
        m_walk.read(place, kMessageIndexHeadBytes - kRecordHeadBytes + kMessageIndexEntryBytes);
    if (!record) return record.error();
    FieldReader fields(record->content, place.position + kRecordHeadBytes);
    const auto channel = fields.integer<ChannelId>("channel_id");
    // Of the entries the first is enough: they are in the order of the chunk.
    if (fields.integer<std::uint32_t>("records") > 0) {
        (void)fields.integer<std::uint64_t>("log_time");
        m_firstMessage = std::min(m_firstMessage, fields.integer<std::uint64_t>("offset"));
    }
    if (fields.error()) return *fields.error();
    m_chunk->messageIndexOffsets.emplace_back(channel, place.position);
    m_chunk->messageIndexLength += place.end() - place.position;
    return {};
}

void Scan::closeChunk(bool indexesAreWhole) {
    if (!m_chunk) return;
    const bool known = std::ranges::all_of(m_chunk->messageIndexOffsets, [&](const auto& index) {
        return m_summary.channels.contains(index.first);
    });
    ChunkEntry entry = entryOf(*m_chunk);
    if (!indexesAreWhole) entry.counts.reset();
    const bool definesNothing = entry.counts && known && m_firstMessage == 0;
    // A chunk that cannot be read stays in the list: reading it says why.
    if (!definesNothing && mayOpen(entry) && m_loader.load(entry, m_contents)) {
        define(m_contents);
        entry.counts = countsOf(m_contents);
    }
    m_summary.chunks.push_back(std::move(entry));
    m_chunk.reset();
}

bool Scan::mayOpen(const ChunkEntry& entry) {
    m_openedFrom += entry.compressedSize;
    m_opened += std::min(entry.uncompressedSize, m_limits.chunkBytes);
    return m_opened <= m_limits.searchBytes || m_opened / kMaxRatio <= m_openedFrom;
}

void Scan::define(const ChunkContents& contents) {
    // What contradicts an earlier definition is found again, and said, when its chunk is read.
    for (const Schema& schema : contents.schemas)
        (void)m_summary.add(schema);
    for (const Channel& channel : contents.channels)
        (void)m_summary.add(channel);
}

Status Scan::takeMetadata(const RecordPlace& place) {
    const auto record = m_walk.read(place, kNameBytes);
    if (!record) return record.error();
    FieldReader fields(record->content, place.position + kRecordHeadBytes);
    std::string name(fields.sized("name"));
    if (fields.error()) return *fields.error();
    m_summary.metadata.push_back({place.position, place.end() - place.position, std::move(name)});
    return {};
}

Status Scan::takeDefinition(const RecordPlace& place) {
    const auto record = m_walk.read(place, m_limits.chunkBytes);
    if (!record) return record.error();
    if (place.opcode == Opcode::Schema) {
        auto schema = parseSchema(*record);
        return schema ? m_summary.add(*std::move(schema)) : Status(schema.error());
    }
    auto channel = parseChannel(*record);
    return channel ? m_summary.add(*std::move(channel)) : Status(channel.error());
}

Status Scan::takeMessage(const RecordPlace& place) {
    const auto record = m_walk.read(place, kMessageHeadBytes);
    if (!record) return record.error();
    const auto message = parseMessage(*record);
    if (!message) return message.error();
    if (m_bare && place.end() - m_bare->offset > kBareBytes) closeBare();
    if (!m_bare) {
        m_bare = ChunkEntry{};
        m_bare->bare = true;
        m_bare->offset = place.position;
        m_bare->startTime = message->logTime;
    }
    m_bare->startTime = std::min(m_bare->startTime, message->logTime);
    m_bare->endTime = std::max(m_bare->endTime, message->logTime);
    m_bare->length = place.end() - m_bare->offset;
    ++m_bareCounts[message->channelId];
    return {};
}

void Scan::closeBare() {
    if (!m_bare) return;
    m_bare->compressedSize = m_bare->length;
    m_bare->uncompressedSize = m_bare->length;
    m_bare->counts = MessageCounts(m_bareCounts.begin(), m_bareCounts.end());
    m_summary.chunks.push_back(*std::move(m_bare));
    m_bare.reset();
    m_bareCounts.clear();
}

Recovered Scan::result(const Error& cause, std::uint64_t size) && {
    Recovered recovered{std::move(m_summary), std::nullopt};
    const bool sound = m_complete && m_passedOver == 0 && cause.code == ErrorCode::NotFound;
    if (sound) return recovered;
    Damage damage;
    damage.cause = cause.detail;
    damage.wholeEnd = m_wholeEnd;
    damage.passedOver = m_passedOver;
    if (!m_complete) {
        damage.lostBytes = size - m_wholeEnd;
        damage.tear = m_tear ? m_tear->detail : "the file ends between two records";
    }
    recovered.damage = std::move(damage);
    return recovered;
}

} // namespace

std::string Damage::text() const {
    std::string text = cause + ": the file was searched from its beginning. ";
    if (tear.empty())
        text += "Its data is complete";
    else
        text += "Everything up to byte " + std::to_string(wholeEnd) + " was found, " +
                std::to_string(lostBytes) + " bytes behind it are lost (" + tear +
                "); what the recording had not yet written is not in the file";
    if (passedOver > 0)
        text += ". " + std::to_string(passedOver) +
                " records are damaged or of unknown kinds and were passed over";
    return text;
}

Result<Recovered> recover(ByteSource& source, std::uint64_t dataStart, const Error& cause,
                          const Limits& limits) {
    Scan scan(source, dataStart, limits);
    if (const Status ran = scan.run(); !ran) return ran.error();
    return std::move(scan).result(cause, source.size());
}

} // namespace eventflow::capture::mcap
