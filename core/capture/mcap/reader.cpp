#include "core/capture/mcap/reader.h"

#include "core/capture/mcap/parse_record.h"
#include "core/capture/mcap/record_walk.h"

#include <algorithm>
#include <array>
#include <string>

namespace eventflow::capture::mcap {
namespace {

constexpr std::uint64_t kMaxHeaderBytes = 1024 * 1024;

Error corrupt(std::string detail) {
    return {ErrorCode::Corrupt, std::move(detail)};
}

template <typename Id, typename T>
bool isKnown(const std::map<Id, T>& known, const T& item) {
    const auto at = known.find(item.id);
    return at != known.end() && at->second == item;
}

} // namespace

Result<Reader> Reader::open(ByteSource& source, const Limits& limits) {
    Reader reader(source, limits);
    if (const Status header = reader.readHeader(); !header) return header.error();
    if (const Status structure = reader.readStructure(); !structure) return structure.error();
    for (const auto& [id, channel] : reader.m_summary.channels)
        reader.m_knows[id] = true;
    return reader;
}

Status Reader::readHeader() {
    std::array<char, kMagic.size()> magic{};
    const std::uint64_t size = m_source->size();
    if (size < magic.size())
        return Error{ErrorCode::ParseError, "this is no MCAP file: it ends in its first 8 bytes"};
    if (const Status read = m_source->readAt(0, magic); !read) return read;
    const std::string_view found(magic.data(), magic.size());
    if (found != kMagic) {
        const bool otherVersion =
            found.substr(0, 5) == kMagic.substr(0, 5) && found.substr(6) == kMagic.substr(6);
        return otherVersion ? Error{ErrorCode::Unsupported, "this is an MCAP file of another major version"}
                            : Error{ErrorCode::ParseError, "this is no MCAP file: it does not begin as one"};
    }
    RecordWalk walk(*m_source, magic.size(), size);
    const auto place = walk.next();
    if (!place) return place.error();
    if (place->opcode != Opcode::Header)
        return corrupt("byte 8: the file does not begin with a Header record");
    const auto record = walk.read(*place, kMaxHeaderBytes);
    if (!record) return record.error();
    auto header = parseHeader(*record);
    if (!header) return header.error();
    m_header = *std::move(header);
    m_dataStart = place->end();
    return {};
}

Status Reader::readStructure() {
    auto summary = readSummary(*m_source, m_limits);
    if (summary) {
        m_summary = *std::move(summary);
        return {};
    }
    const bool ofTheFile =
        summary.error().code == ErrorCode::NotFound || summary.error().code == ErrorCode::Corrupt ||
        summary.error().code == ErrorCode::ParseError || summary.error().code == ErrorCode::LimitExceeded;
    if (!ofTheFile) return summary.error();
    auto recovered = recover(*m_source, m_dataStart, summary.error(), m_limits);
    if (!recovered) return recovered.error();
    m_summary = std::move(recovered->summary);
    m_damage = std::move(recovered->damage);
    return {};
}

Status Reader::readChunk(std::size_t index, ChunkContents& out) {
    const ChunkEntry& entry = m_summary.chunks.at(index);
    if (const Status loaded = m_loader.load(entry, out); !loaded) return loaded;
    if (const Status definitions = checkDefinitions(out); !definitions)
        return definitions.error().at("the chunk at byte " + std::to_string(entry.offset));
    return {};
}

Status Reader::checkDefinitions(const ChunkContents& contents) const {
    for (const Schema& schema : contents.schemas)
        if (!isKnown(m_summary.schemas, schema))
            return corrupt("it defines schema " + std::to_string(schema.id) + " unlike the rest of the file");
    for (const Channel& channel : contents.channels)
        if (!isKnown(m_summary.channels, channel))
            return corrupt("it defines channel " + std::to_string(channel.id) +
                           " unlike the rest of the file");
    const auto unknown = std::ranges::find_if(
        contents.messages, [&](const Message& message) { return !m_knows[message.channelId]; });
    if (unknown != contents.messages.end())
        return corrupt("a message of channel " + std::to_string(unknown->channelId) +
                       ", which no record defines");
    return {};
}

Result<Metadata> Reader::readMetadata(const MetadataIndex& index) {
    const std::uint64_t size = m_source->size();
    const std::string where = "the metadata at byte " + std::to_string(index.offset);
    if (index.offset > size || index.length > size - index.offset || index.length > m_limits.chunkBytes)
        return corrupt(where + ": the file has no " + std::to_string(index.length) + " bytes there");
    RecordWalk walk(*m_source, index.offset, index.offset + index.length);
    const auto place = walk.next();
    if (!place) return place.error().at(where);
    if (place->opcode != Opcode::Metadata) return corrupt(where + ": another record stands there");
    const auto record = walk.read(*place, place->contentLength);
    if (!record) return record.error().at(where);
    auto metadata = parseMetadata(*record);
    if (metadata && metadata->name != index.name)
        return corrupt(where + ": it has another name than the summary says");
    return metadata;
}

} // namespace eventflow::capture::mcap
