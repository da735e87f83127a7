#include "core/capture/capture_reader.h"

#include "core/capture/mcap/chunk_counts.h"
#include "core/capture/profile.h"
#include "core/capture/record_encoding.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace eventflow::capture {
namespace {

Error corrupt(std::string detail) {
    return {ErrorCode::Corrupt, std::move(detail)};
}

template <typename Integer>
bool parseAll(std::string_view text, Integer& out) {
    const auto [behind, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && behind == text.data() + text.size();
}

Result<Stream> streamOf(const mcap::Channel& channel) {
    const std::string place = "channel " + std::to_string(channel.id);
    if (channel.messageEncoding != kRecordEncoding)
        return Error{ErrorCode::Unsupported, place + " has messages of the encoding '" +
                                                 channel.messageEncoding.substr(0, 60) + "'; only '" +
                                                 std::string(kRecordEncoding) + "' is read"};
    const auto topic = channel.metadata.find(kTopicKey);
    const auto partition = channel.metadata.find(kPartitionKey);
    Stream stream;
    if (topic == channel.metadata.end() || partition == channel.metadata.end() ||
        !parseAll(std::string_view(partition->second), stream.partition))
        return corrupt(place + " does not name its topic and partition");
    stream.topic = topic->second;
    return stream;
}

/// `topic/3`, `17 42`
bool parseWatermarks(const std::string& name, const std::string& text, PartitionWatermarks& out) {
    const std::size_t slash = name.rfind('/');
    const std::size_t space = text.find(' ');
    if (slash == std::string::npos || space == std::string::npos) return false;
    out.topic = name.substr(0, slash);
    return parseAll(std::string_view(name).substr(slash + 1), out.partition) &&
           parseAll(std::string_view(text).substr(0, space), out.low) &&
           parseAll(std::string_view(text).substr(space + 1), out.high);
}

Timestamp timeOf(std::uint64_t logTime) {
    constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return timestampFromNs(static_cast<std::int64_t>(std::min(logTime, kMax)));
}

std::string valueOr(const mcap::StringMap& map, std::string_view key) {
    const auto found = map.find(key);
    return found == map.end() ? std::string() : found->second;
}

} // namespace

Result<CaptureReader> CaptureReader::open(mcap::ByteSource& source, const mcap::Limits& limits) {
    auto reader = mcap::Reader::open(source, limits);
    if (!reader) return reader.error();
    CaptureReader capture(*std::move(reader));
    const std::string& profile = capture.m_reader.header().profile;
    if (profile != kProfile)
        return Error{ErrorCode::Unsupported, "this MCAP file has the profile '" + profile.substr(0, 60) +
                                                 "'; captures have '" + std::string(kProfile) + "'"};
    for (const auto step :
         {&CaptureReader::readSchemas, &CaptureReader::readChannels, &CaptureReader::readMetadata})
        if (const Status done = (capture.*step)(); !done) return done.error();
    capture.countRecords();
    return capture;
}

Status CaptureReader::readSchemas() {
    for (const auto& [id, record] : m_reader.summary().schemas) {
        auto schema = fromRecord(record);
        if (!schema) return schema.error();
        m_schemas.push_back(*std::move(schema));
    }
    return {};
}

Status CaptureReader::readChannels() {
    const auto& schemas = m_reader.summary().schemas;
    for (const auto& [id, channel] : m_reader.summary().channels) {
        auto stream = streamOf(channel);
        if (!stream) return stream.error();
        CaptureChannel& added = m_channels.emplace_back();
        added.stream = *std::move(stream);
        added.stream.index = static_cast<std::uint32_t>(m_channels.size() - 1);
        added.id = id;
        m_channelOf[id] = static_cast<std::uint16_t>(m_channels.size() - 1);
        const auto schema = schemas.find(channel.schemaId);
        if (schema == schemas.end()) continue;
        std::int32_t registryId = 0;
        if (parseAll(std::string_view(schema->second.name), registryId)) added.valueSchema = registryId;
    }
    return {};
}

Status CaptureReader::readMetadata() {
    std::optional<mcap::Metadata> offsetOrder;
    for (const mcap::MetadataIndex& index : m_reader.summary().metadata) {
        const bool ours = index.name == kCaptureRecord || index.name == kWatermarksRecord ||
                          index.name == kOffsetOrderRecord;
        if (!ours) continue;
        auto metadata = m_reader.readMetadata(index);
        if (!metadata) return metadata.error();
        if (const Status sealed = unseal(*metadata); !sealed) return sealed;
        if (index.name == kCaptureRecord) {
            m_info = {valueOr(metadata->metadata, "cluster_id"),
                      valueOr(metadata->metadata, "workspace_hash"),
                      valueOr(metadata->metadata, "engine_version")};
        } else if (index.name == kOffsetOrderRecord) {
            offsetOrder = *std::move(metadata);
        } else if (const Status taken = takeWatermarks(*metadata); !taken) {
            return taken;
        }
    }
    joinChannels(offsetOrder ? &*offsetOrder : nullptr);
    return {};
}

Status CaptureReader::takeWatermarks(const mcap::Metadata& metadata) {
    for (const auto& [name, text] : metadata.metadata) {
        PartitionWatermarks watermarks;
        if (!parseWatermarks(name, text, watermarks))
            return corrupt("the watermarks of '" + name + "' are no numbers");
        m_watermarks.push_back(std::move(watermarks));
    }
    return {};
}

void CaptureReader::joinChannels(const mcap::Metadata* offsetOrder) {
    std::map<std::pair<std::string_view, std::int32_t>, const PartitionWatermarks*> byPartition;
    for (const PartitionWatermarks& watermarks : m_watermarks)
        byPartition.emplace(std::make_pair(std::string_view(watermarks.topic), watermarks.partition),
                            &watermarks);
    for (CaptureChannel& channel : m_channels) {
        const auto found = byPartition.find({channel.stream.topic, channel.stream.partition});
        if (found != byPartition.end()) channel.watermarks = *found->second;
        const std::string name = channel.stream.topic + "/" + std::to_string(channel.stream.partition);
        channel.offsetsIncrease = offsetOrder != nullptr && !offsetOrder->metadata.contains(name);
    }
}

void CaptureReader::countRecords() {
    std::vector<std::uint64_t> counts(m_channels.size());
    for (const mcap::ChunkEntry& chunk : chunks()) {
        if (!chunk.counts) return;
        for (const auto& [id, count] : *chunk.counts)
            if (channel(id) != nullptr) counts[m_channelOf[id]] += count;
    }
    for (std::size_t i = 0; i < counts.size(); ++i)
        m_channels[i].records = counts[i];
}

const CaptureChannel* CaptureReader::channel(mcap::ChannelId id) const {
    const std::size_t index = m_channelOf[id];
    return index < m_channels.size() && m_channels[index].id == id ? &m_channels[index] : nullptr;
}

std::optional<CaptureReader::TimeRange> CaptureReader::timeRange() const {
    std::optional<TimeRange> range;
    for (const mcap::ChunkEntry& chunk : chunks()) {
        if (mcap::totalOf(chunk.counts) == 0U) continue;
        const Timestamp first = timeOf(chunk.startTime);
        const Timestamp last = timeOf(chunk.endTime);
        if (!range) range = TimeRange{first, last};
        range->first = std::min(range->first, first);
        range->last = std::max(range->last, last);
    }
    return range;
}

std::optional<std::uint64_t> CaptureReader::records() const {
    std::uint64_t total = 0;
    for (const CaptureChannel& of : m_channels) {
        if (!of.records) return std::nullopt;
        total += *of.records;
    }
    return total;
}

CapturedRecord CaptureReader::record(const mcap::Message& message, Arena& arena) const {
    CapturedRecord captured;
    if (const Status decoded = decodeRecord(message.data, arena, captured); !decoded) {
        captured = {};
        captured.record.offset = decodeOffset(message.data).value_or(-1);
        captured.record.value = message.data;
        captured.record.framingError = arena.copy(decoded.error().detail);
    }
    captured.record.stream = &m_channels[m_channelOf[message.channelId]].stream;
    applyTimes({message.logTime, message.publishTime}, captured);
    return captured;
}

Status CaptureReader::readChunk(std::size_t index, CapturedChunk& out) {
    out.records.clear();
    out.arena.clear();
    out.malformed = 0;
    if (const Status read = m_reader.readChunk(index, out.contents); !read) return read;
    out.records.reserve(out.contents.messages.size());
    for (const mcap::Message& message : out.contents.messages) {
        const CapturedRecord& added = out.records.emplace_back(record(message, out.arena));
        if (added.record.malformed()) ++out.malformed;
    }
    return {};
}

mcap::LogTimeOrder CaptureReader::byArrival(Timestamp from) {
    return {m_reader, static_cast<std::uint64_t>(std::max<std::int64_t>(toNs(from), 0))};
}

bool CaptureReader::hasRecords(std::size_t chunk, mcap::ChannelId channel) const {
    const auto& counts = chunks()[chunk].counts;
    if (!counts) return true;
    const auto found =
        std::ranges::lower_bound(*counts, channel, {}, &mcap::MessageCounts::value_type::first);
    return found != counts->end() && found->first == channel;
}

Result<std::optional<std::size_t>> CaptureReader::findIn(std::size_t chunk, mcap::ChannelId channel,
                                                         std::int64_t offset) {
    if (const Status read = m_reader.readChunk(chunk, m_contents); !read) return read.error();
    const auto found = std::ranges::find_if(m_contents.messages, [&](const mcap::Message& message) {
        if (message.channelId != channel) return false;
        const auto at = decodeOffset(message.data);
        return at && *at >= offset;
    });
    if (found == m_contents.messages.end()) return std::optional<std::size_t>();
    return std::optional(static_cast<std::size_t>(found - m_contents.messages.begin()));
}

Result<std::optional<CaptureReader::RecordPlace>> CaptureReader::find(const CaptureChannel& channel,
                                                                      std::int64_t offset) {
    std::vector<std::size_t> candidates;
    bool bisect = channel.offsetsIncrease;
    for (std::size_t i = 0; i < chunks().size(); ++i) {
        bisect = bisect && chunks()[i].counts.has_value();
        if (hasRecords(i, channel.id)) candidates.push_back(i);
    }
    std::optional<RecordPlace> place;
    std::size_t low = 0; // the candidates before have no such record
    for (std::size_t high = candidates.size(); low < high;) {
        const std::size_t probe = bisect ? low + (high - low) / 2 : low;
        const auto found = findIn(candidates[probe], channel.id, offset);
        if (!found) return found.error();
        if (*found) {
            place = RecordPlace{candidates[probe], **found};
            high = probe;
        } else {
            low = probe + 1;
        }
    }
    return place;
}

} // namespace eventflow::capture
