#include "core/capture/mcap/summary.h"

#include "core/base/byte_order.h"
#include "core/capture/mcap/chunk_counts.h"
#include "core/capture/mcap/crc32.h"
#include "core/capture/mcap/parse_record.h"
#include "core/capture/mcap/record_walk.h"

#include <algorithm>
#include <array>

namespace eventflow::capture::mcap {
namespace {

constexpr std::size_t kFooterBytes = kRecordHeadBytes + kFooterContentBytes;
constexpr std::size_t kCrcBytes = 4;

struct Section {
    std::uint64_t start = 0;
    std::uint64_t end = 0; ///< where the footer begins
    std::uint32_t crc = 0; ///< of both together; 0: not known
};

Error corrupt(std::string detail) {
    return {ErrorCode::Corrupt, std::move(detail)};
}

Result<Section> findSummary(ByteSource& source, std::uint64_t size, const Limits& limits) {
    std::array<char, kFooterBytes + kMagic.size()> tail{};
    if (size < kMagic.size() + tail.size()) return corrupt("the file ends before its footer");
    Section section;
    section.end = size - tail.size();
    if (const Status read = source.readAt(section.end, tail); !read) return read.error();
    const std::string_view bytes(tail.data(), tail.size());
    if (!bytes.ends_with(kMagic)) return corrupt("the file does not end as a finished one does");
    if (static_cast<Opcode>(bytes.front()) != Opcode::Footer ||
        loadLittleEndian<std::uint64_t>(bytes.data() + 1) != kFooterContentBytes)
        return corrupt("there is no footer at the end of the file");
    const auto footer =
        parseFooter({Opcode::Footer, section.end, bytes.substr(kRecordHeadBytes, kFooterContentBytes)});
    if (!footer) return footer.error();
    if (footer->summaryStart == 0) return Error{ErrorCode::NotFound, "the file has no summary"};
    if (footer->summaryStart < kMagic.size() || footer->summaryStart > section.end)
        return corrupt("the footer puts the summary at byte " + std::to_string(footer->summaryStart) +
                       ", outside of the file");
    section.start = footer->summaryStart;
    section.crc = footer->summaryCrc;
    if (section.end - section.start > limits.summaryBytes)
        return Error{ErrorCode::LimitExceeded,
                     "the summary has " + std::to_string(section.end - section.start) + " bytes; at most " +
                         std::to_string(limits.summaryBytes) + " are read"};
    return section;
}

Status checkCrc(ByteSource& source, const Section& section) {
    if (section.crc == 0) return {};
    std::array<char, 64 * 1024> block;
    std::uint32_t crc = 0;
    const std::uint64_t end = section.end + kFooterBytes - kCrcBytes;
    for (std::uint64_t at = section.start; at < end;) {
        const auto bytes = static_cast<std::size_t>(std::min<std::uint64_t>(block.size(), end - at));
        if (const Status read = source.readAt(at, {block.data(), bytes}); !read) return read;
        crc = crc32({block.data(), bytes}, crc);
        at += bytes;
    }
    return crc == section.crc ? Status() : Status(corrupt("the checksum of the summary does not match"));
}

/// Puts what parsed into its place, or passes the error on.
template <typename T, typename Take>
Status taken(Result<T>&& parsed, Take&& take) {
    if (!parsed) return parsed.error();
    return take(std::move(*parsed));
}

Status addRecord(Summary& summary, const RawRecord& record) {
    switch (record.opcode) {
    case Opcode::Schema:
        return taken(parseSchema(record), [&](Schema&& s) { return summary.add(std::move(s)); });
    case Opcode::Channel:
        return taken(parseChannel(record), [&](Channel&& c) { return summary.add(std::move(c)); });
    case Opcode::Statistics:
        return taken(parseStatistics(record), [&](Statistics&& s) {
            summary.statistics = std::move(s);
            return Status();
        });
    case Opcode::ChunkIndex:
        return taken(parseChunkIndex(record), [&](ChunkIndex&& index) {
            summary.chunks.push_back(entryOf(index));
            return Status();
        });
    case Opcode::MetadataIndex:
        return taken(parseMetadataIndex(record), [&](MetadataIndex&& index) {
            summary.metadata.push_back(std::move(index));
            return Status();
        });
    default:
        return {}; // attachments, summary offsets, what later versions bring
    }
}

/// Whether every chunk lies in the data section, behind the one before.
Status checkChunks(const Summary& summary, std::uint64_t dataEnd, const Limits& limits) {
    if (std::max(summary.chunks.size(), summary.metadata.size()) > limits.chunks)
        return Error{ErrorCode::LimitExceeded,
                     "more than " + std::to_string(limits.chunks) + " chunks or metadata"};
    std::uint64_t free = kMagic.size();
    for (const ChunkEntry& chunk : summary.chunks) {
        if (chunk.offset < free || chunk.offset > dataEnd || chunk.length > dataEnd - chunk.offset ||
            chunk.length < kChunkHeadBytes)
            return corrupt("the summary puts a chunk at byte " + std::to_string(chunk.offset) +
                           ", where none can be");
        free = chunk.offset + chunk.length;
        if (chunk.startTime > chunk.endTime)
            return corrupt("the chunk at byte " + std::to_string(chunk.offset) + " ends before it starts");
    }
    return {};
}

/// Whether channels and schemas are described that something in the summary names.
Status checkDescribed(const Summary& summary) {
    std::vector<bool> known(std::size_t{1} << 16);
    for (const auto& [id, channel] : summary.channels) {
        known[id] = true;
        if (channel.schemaId != 0 && !summary.schemas.contains(channel.schemaId))
            return corrupt("the summary does not describe schema " + std::to_string(channel.schemaId));
    }
    for (const ChunkEntry& chunk : summary.chunks) {
        if (!chunk.counts) {
            if (summary.channels.empty()) return corrupt("the summary describes no channel");
            continue;
        }
        for (const auto& [channel, count] : *chunk.counts)
            if (!known[channel])
                return corrupt("the summary does not describe channel " + std::to_string(channel));
    }
    return {};
}

/// Whether no chunk and no message is outside of the index.
Status checkComplete(const Summary& summary) {
    if (!summary.statistics)
        return summary.chunks.empty() ? Status(corrupt("the summary has no index of chunks")) : Status();
    std::optional<std::uint64_t> messages = 0;
    for (const ChunkEntry& chunk : summary.chunks) {
        const auto of = totalOf(chunk.counts);
        messages = messages && of ? std::optional(*messages + *of) : std::nullopt;
    }
    const bool all = summary.statistics->chunkCount == summary.chunks.size() &&
                     messages.value_or(summary.statistics->messageCount) == summary.statistics->messageCount;
    return all ? Status() : Status(corrupt("the summary has no index of all messages"));
}

template <typename Id, typename T>
Status addOnce(std::map<Id, T>& known, T&& item, const char* kind) {
    const auto [at, added] = known.try_emplace(item.id, item);
    if (added || at->second == item) return {};
    return corrupt(std::string(kind) + " " + std::to_string(item.id) + " is defined twice, and differently");
}

} // namespace

Status Summary::add(Schema schema) {
    return addOnce(schemas, std::move(schema), "schema");
}

Status Summary::add(Channel channel) {
    return addOnce(channels, std::move(channel), "channel");
}

Result<Summary> readSummary(ByteSource& source, const Limits& limits) {
    const auto section = findSummary(source, source.size(), limits);
    if (!section) return section.error();
    if (const Status crc = checkCrc(source, *section); !crc) return crc.error();
    Summary summary;
    for (RecordWalk walk(source, section->start, section->end); !walk.atEnd();) {
        const auto place = walk.next();
        if (!place) return place.error();
        const auto record = walk.read(*place, place->contentLength);
        if (!record) return record.error();
        if (const Status added = addRecord(summary, *record); !added) return added.error();
    }
    std::ranges::sort(summary.chunks, {}, &ChunkEntry::offset);
    if (const Status chunks = checkChunks(summary, section->start, limits); !chunks) return chunks.error();
    if (const Status described = checkDescribed(summary); !described) return described.error();
    if (const Status complete = checkComplete(summary); !complete) return complete.error();
    return summary;
}

} // namespace eventflow::capture::mcap
