#include "core/capture/capture_verify.h"

#include "core/capture/capture_reader.h"
#include "core/capture/mcap/chunk_counts.h"
#include "core/capture/mcap/crc32.h"
#include "core/capture/mcap/parse_record.h"
#include "core/capture/mcap/record_walk.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace eventflow::capture {
namespace {

class Verification {
public:
    Verification(mcap::ByteSource& source, CaptureReader& reader, const mcap::Limits& limits,
                 const VerifyProgress& progress)
        : m_source(source), m_reader(reader), m_limits(limits), m_progress(progress) {}

    Status run();
    VerifyReport report() && { return std::move(m_report); }

private:
    Status takeRecord(mcap::RecordWalk& walk, const mcap::RecordPlace& place);
    void takeChunk(std::uint64_t position);
    Status takeMessageIndex(const mcap::RawRecord& record);
    void closeChunk();
    Status takeDataEnd(const mcap::RawRecord& record);
    Status checkDataCrc(std::uint64_t end, std::uint32_t expected);
    void checkStatistics();
    void problem(std::string text);
    [[nodiscard]] Status reached(std::uint64_t bytes) const;

    using Entries = std::map<mcap::ChannelId, std::vector<mcap::MessageIndexEntry>>;

    mcap::ByteSource& m_source;
    CaptureReader& m_reader;
    const mcap::Limits& m_limits;
    const VerifyProgress& m_progress;
    VerifyReport m_report;
    std::size_t m_nextChunk = 0;
    CapturedChunk m_chunk;
    std::string m_place;                ///< of the chunk whose indexes are being read
    std::optional<Entries> m_unindexed; ///< its messages that no index named yet
    bool m_indexSeen = false;
    bool m_ended = false; ///< by a DataEnd record
    std::map<mcap::ChannelId, std::uint64_t> m_counts;
};

void Verification::problem(std::string text) {
    if (m_report.problems.size() < VerifyReport::kMaxProblems) m_report.problems.push_back(std::move(text));
    ++m_report.problemCount;
}

Status Verification::reached(std::uint64_t bytes) const {
    if (!m_progress || m_progress(bytes)) return {};
    return Error{ErrorCode::Cancelled, "the verification was cancelled"};
}

Status Verification::run() {
    if (m_reader.damage()) problem(m_reader.damage()->text());
    mcap::RecordWalk walk(m_source, mcap::kMagic.size(), m_source.size());
    while (!m_ended && !walk.atEnd()) {
        const auto place = walk.next();
        if (!place) {
            if (place.error().code != ErrorCode::Corrupt) return place.error();
            break; // where the reader's scan ended as well
        }
        if (const Status taken = takeRecord(walk, *place); !taken) return taken;
        if (const Status going = reached(place->end()); !going) return going;
    }
    closeChunk();
    if (!m_ended && !m_reader.damage()) problem("no DataEnd record ends the data");
    for (; m_nextChunk < m_reader.chunks().size(); ++m_nextChunk)
        takeChunk(m_reader.chunks()[m_nextChunk].offset);
    checkStatistics();
    return {};
}

Status Verification::takeRecord(mcap::RecordWalk& walk, const mcap::RecordPlace& place) {
    if (place.opcode != mcap::Opcode::MessageIndex) closeChunk();
    const auto& chunks = m_reader.chunks();
    if (m_nextChunk < chunks.size() && chunks[m_nextChunk].offset == place.position) {
        takeChunk(place.position);
        ++m_nextChunk;
        return {};
    }
    if (place.opcode == mcap::Opcode::Chunk)
        problem("the chunk at byte " + std::to_string(place.position) + " is not in the index");
    if (place.opcode != mcap::Opcode::MessageIndex && place.opcode != mcap::Opcode::DataEnd) return {};
    if (place.contentLength > m_limits.chunkBytes) {
        problem("the record at byte " + std::to_string(place.position) + " has " +
                std::to_string(place.contentLength) + " bytes; at most " +
                std::to_string(m_limits.chunkBytes) + " are read");
        return {};
    }
    const auto record = walk.read(place, place.contentLength);
    if (!record) return record.error();
    return place.opcode == mcap::Opcode::DataEnd ? takeDataEnd(*record) : takeMessageIndex(*record);
}

void Verification::takeChunk(std::uint64_t position) {
    m_place = "the chunk at byte " + std::to_string(position);
    ++m_report.chunks;
    if (const Status read = m_reader.readChunk(m_nextChunk, m_chunk); !read) {
        problem(read.error().detail);
        return;
    }
    m_report.records += m_chunk.records.size();
    for (const CapturedRecord& captured : m_chunk.records)
        if (captured.record.malformed())
            problem(m_place + ": a record of " + captured.record.stream->topic + "/" +
                    std::to_string(captured.record.stream->partition) + ": " +
                    std::string(captured.record.framingError));
    const auto& entry = m_reader.chunks()[m_nextChunk];
    const mcap::MessageCounts counts = mcap::countsOf(m_chunk.contents);
    for (const auto& [channel, count] : counts)
        m_counts[channel] += count;
    if (entry.counts && *entry.counts != counts)
        problem(m_place + ": its index counts other messages than it has");
    if (entry.bare) return;
    m_unindexed.emplace();
    m_indexSeen = false;
    const char* const first = m_chunk.contents.records.view().data();
    constexpr std::size_t kHead = mcap::kRecordHeadBytes + mcap::kMessageHeadBytes;
    for (const mcap::Message& message : m_chunk.contents.messages)
        (*m_unindexed)[message.channelId].push_back(
            {message.logTime, static_cast<std::uint64_t>(message.data.data() - first) - kHead});
}

Status Verification::takeMessageIndex(const mcap::RawRecord& record) {
    if (!m_unindexed) return {}; // of a chunk that cannot be read
    const auto index = mcap::parseMessageIndex(record);
    if (!index) {
        problem(index.error().detail);
        return {};
    }
    m_indexSeen = true;
    const auto found = m_unindexed->find(index->channelId);
    // Writers may sort an index by time.
    auto entries = index->records;
    std::ranges::sort(entries, {}, &mcap::MessageIndexEntry::offset);
    if (found == m_unindexed->end() ? !entries.empty() : entries != found->second)
        problem("the message index at byte " + std::to_string(record.position) + " does not fit " + m_place);
    m_unindexed->erase(index->channelId);
    return {};
}

void Verification::closeChunk() {
    if (m_unindexed && m_indexSeen && !m_unindexed->empty())
        problem(m_place + ": " + std::to_string(m_unindexed->size()) +
                " of its channels have no message index");
    m_unindexed.reset();
}

Status Verification::takeDataEnd(const mcap::RawRecord& record) {
    m_ended = true;
    const auto end = mcap::parseDataEnd(record);
    if (!end) {
        problem(end.error().detail);
        return {};
    }
    m_report.dataCrcPresent = end->dataSectionCrc != 0;
    return m_report.dataCrcPresent ? checkDataCrc(record.position, end->dataSectionCrc) : Status();
}

Status Verification::checkDataCrc(std::uint64_t end, std::uint32_t expected) {
    std::vector<char> block(static_cast<std::size_t>(std::min<std::uint64_t>(std::uint64_t{1} << 20, end)));
    std::uint32_t crc = 0;
    for (std::uint64_t at = 0; at < end;) {
        const auto bytes = static_cast<std::size_t>(std::min<std::uint64_t>(block.size(), end - at));
        if (const Status read = m_source.readAt(at, {block.data(), bytes}); !read) return read;
        crc = mcap::crc32({block.data(), bytes}, crc);
        at += bytes;
        if (const Status going = reached(end + at); !going) return going;
    }
    if (crc != expected) problem("the checksum of all data does not match");
    return {};
}

void Verification::checkStatistics() {
    const auto& statistics = m_reader.container().summary().statistics;
    if (!statistics) return;
    if (statistics->messageCount != m_report.records)
        problem("the statistics count " + std::to_string(statistics->messageCount) +
                " records, the chunks have " + std::to_string(m_report.records));
    if (!statistics->channelMessageCounts.empty() && statistics->channelMessageCounts != m_counts)
        problem("the statistics count other records per channel than the chunks have");
}

} // namespace

Result<VerifyReport> verify(mcap::ByteSource& source, const mcap::Limits& limits,
                            const VerifyProgress& progress) {
    auto reader = CaptureReader::open(source, limits);
    if (!reader) return reader.error();
    Verification verification(source, *reader, limits, progress);
    if (const Status ran = verification.run(); !ran) return ran.error();
    return std::move(verification).report();
}

} // namespace eventflow::capture
