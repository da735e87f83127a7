#include "pipelines/collect/recorded_file.h"

#include <algorithm>
#include <utility>

namespace eventflow::collect {

Result<std::unique_ptr<RecordedFile>> RecordedFile::open(const std::filesystem::path& path,
                                                         StreamTable& streams) {
    const std::string place = path.string();
    auto bytes = FileBytes::open(path);
    if (!bytes) return bytes.error().at(place);
    auto reader = capture::CaptureReader::open(**bytes);
    if (!reader) return reader.error().at(place);
    StreamTable::Entry& own = streams.add(place, 0);
    own.stream.sequential = true; // numbers of records: a malformed one has the place it stands at
    std::unique_ptr<RecordedFile> file(new RecordedFile(std::move(*bytes), std::move(*reader), own));
    for (const capture::CaptureChannel& channel : file->m_reader.channels()) {
        StreamTable::Entry* entry = streams.findOrAdd(channel.stream.topic, channel.stream.partition);
        if (entry == nullptr)
            return Error{ErrorCode::LimitExceeded, "more than " + std::to_string(streams.maxStreams()) +
                                                       " topics and partitions (maxStreams)"}
                .at(place);
        file->m_streams.push_back(entry);
    }
    return file;
}

bool RecordedFile::advance() {
    ++m_position;
    const auto more = m_order.next(m_message);
    m_failure = more ? std::nullopt : std::optional(more.error());
    return !more || *more;
}

StreamTable::Entry& RecordedFile::entry() const {
    return *m_streams[m_reader.channel(m_message.channelId)->stream.index];
}

Record RecordedFile::record(Arena& arena) const {
    const capture::CapturedRecord captured = m_reader.record(m_message, arena);
    Record record = captured.record;
    record.tsReceived = captured.arrival;
    record.timestampType = captured.timestampType;
    if (!record.malformed()) {
        record.stream = &entry().stream;
        return record;
    }
    record.stream = &m_own.stream;
    record.offset = m_position;
    return record;
}

std::vector<StreamTable::Entry*> RecordedFile::beginners() const {
    std::vector<StreamTable::Entry*> found;
    const auto range = m_reader.timeRange();
    if (!range) return found;
    const auto until = static_cast<std::uint64_t>(toNs(range->first + kBeginsTogether));
    std::vector<bool> seen(m_streams.size());
    for (const capture::mcap::ChunkEntry& chunk : m_reader.chunks()) {
        if (!chunk.counts || chunk.startTime > until) continue;
        for (const auto& [id, count] : *chunk.counts) {
            const capture::CaptureChannel* channel = m_reader.channel(id);
            if (channel == nullptr || count == 0 || seen[channel->stream.index]) continue;
            seen[channel->stream.index] = true;
            found.push_back(m_streams[channel->stream.index]);
        }
    }
    return found;
}

double RecordedFile::progress() const {
    const auto size = static_cast<double>(std::max<std::uint64_t>(m_bytes->size(), 1));
    if (const auto total = m_reader.records(); total && *total > 0)
        return std::min(1.0, static_cast<double>(std::max<std::int64_t>(m_position, 0)) /
                                 static_cast<double>(*total));
    return std::min(1.0, static_cast<double>(m_bytes->farthest()) / size);
}

} // namespace eventflow::collect
