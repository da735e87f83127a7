#pragma once

#include "core/base/arena.h"
#include "core/base/result.h"
#include "core/capture/capture_writer.h"
#include "core/capture/captured_record.h"
#include "core/capture/captured_schema.h"
#include "core/capture/mcap/log_time_order.h"
#include "core/capture/mcap/reader.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace eventflow::capture {

/// A topic-partition of a capture.
struct CaptureChannel {
    /// `index` is the channel's in CaptureReader::channels().
    Stream stream;
    mcap::ChannelId id = 0;
    std::optional<std::int32_t> valueSchema; ///< the registry's id, where it was known when the channel began
    std::optional<PartitionWatermarks> watermarks;
    std::optional<std::uint64_t> records; ///< nothing where the file does not say
    bool offsetsIncrease = false;         ///< known to
};

/// The records of one chunk. Keeps its memory from chunk to chunk. Lifetime: records point into it, and to
/// the streams of the reader.
struct CapturedChunk {
    mcap::ChunkContents contents;
    Arena arena;
    std::vector<CapturedRecord> records; ///< in the order of the file
    std::uint64_t malformed = 0;         ///< of them
};

/// Opens a capture by its index alone, or by a search where that is missing, and reads it chunk by chunk.
/// Thread: confined. Lifetime: the source outlives it; it outlives every record.
class CaptureReader {
public:
    /// Errors: those of mcap::Reader; Unsupported for MCAP of another profile or encoding; Corrupt for
    /// channels, schemas or metadata that break the profile.
    static Result<CaptureReader> open(mcap::ByteSource& source, const mcap::Limits& limits = {});

    [[nodiscard]] const CaptureInfo& info() const { return m_info; }
    [[nodiscard]] std::span<const CaptureChannel> channels() const { return m_channels; }
    [[nodiscard]] std::span<const CapturedSchema> schemas() const { return m_schemas; }
    /// Watermarks of all partitions, also of those without records.
    [[nodiscard]] std::span<const PartitionWatermarks> watermarks() const { return m_watermarks; }
    [[nodiscard]] const std::optional<mcap::Damage>& damage() const { return m_reader.damage(); }
    /// In the order of the file, with times and counts: what a timeline is drawn from.
    [[nodiscard]] const std::vector<mcap::ChunkEntry>& chunks() const { return m_reader.summary().chunks; }
    /// Which of channels() an id of ChunkEntry::counts means; nothing for an id that is not in the file.
    [[nodiscard]] const CaptureChannel* channel(mcap::ChannelId id) const;

    /// Of all arrivals; nothing for a capture without records.
    struct TimeRange {
        Timestamp first;
        Timestamp last;
    };
    [[nodiscard]] std::optional<TimeRange> timeRange() const;
    /// Nothing where the file does not say.
    [[nodiscard]] std::optional<std::uint64_t> records() const;

    /// A record whose data cannot be taken apart becomes one with a framingError and the whole data as its
    /// value. Errors: those of mcap::Reader::readChunk.
    Status readChunk(std::size_t index, CapturedChunk& out);
    /// All messages that arrived at `from` or later, by arrival; `record` makes records of them.
    /// Lifetime: this reader outlives it, and is not moved meanwhile.
    [[nodiscard]] mcap::LogTimeOrder byArrival(Timestamp from = kNoTime);
    /// One message as a record, as readChunk makes it; headers and a framingError go into `arena`.
    CapturedRecord record(const mcap::Message& message, Arena& arena) const;

    /// Where a record stands: a chunk, and its number in it.
    struct RecordPlace {
        std::size_t chunk = 0;
        std::size_t record = 0;
        bool operator==(const RecordPlace&) const = default;
    };
    /// The first record of a channel, in the order of the file, with this offset or a larger one; nothing
    /// where there is none. Cost: of a channel whose offsets increase, as of most, the logarithm of its
    /// chunks, else all of them.
    Result<std::optional<RecordPlace>> find(const CaptureChannel& channel, std::int64_t offset);

    [[nodiscard]] mcap::Reader& container() { return m_reader; }

private:
    explicit CaptureReader(mcap::Reader&& reader) : m_reader(std::move(reader)) {}

    Status readChannels();
    Status readSchemas();
    Status readMetadata();
    Status takeWatermarks(const mcap::Metadata& metadata);
    void joinChannels(const mcap::Metadata* offsetOrder);
    void countRecords();
    [[nodiscard]] bool hasRecords(std::size_t chunk, mcap::ChannelId channel) const;
    Result<std::optional<std::size_t>> findIn(std::size_t chunk, mcap::ChannelId channel,
                                              std::int64_t offset);

    mcap::Reader m_reader;
    CaptureInfo m_info;
    std::vector<CaptureChannel> m_channels;
    std::vector<CapturedSchema> m_schemas;
    std::vector<PartitionWatermarks> m_watermarks;
    std::vector<std::uint16_t> m_channelOf =
        std::vector<std::uint16_t>(std::size_t{1} << 16); ///< index by id
    mcap::ChunkContents m_contents;                       ///< for find
};

} // namespace eventflow::capture
