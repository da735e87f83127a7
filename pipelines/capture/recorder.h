#pragma once

#include "core/capture/capture_writer.h"
#include "pipelines/capture/capture_file_sink.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <vector>

namespace eventflow::capture {

struct RecorderOptions {
    /// `incident.mcap`; with rotation `incident-0001.mcap`, `incident-0002.mcap` …
    std::filesystem::path file;
    mcap::WriterOptions writer;
    CaptureInfo info;
    std::vector<PartitionWatermarks> watermarks;

    std::uint64_t maxBytes = 0;                ///< of all segments together; 0: no bound
    std::uint64_t segmentBytes = 0;            ///< a new segment once one is that large; 0: never
    std::chrono::nanoseconds segmentTime{0};   ///< or holds arrivals of that long; 0: never
    std::size_t keepSegments = 0;              ///< a ring: older segments are removed; 0: all are kept
    std::uint64_t reserveBytes = 256ULL << 20; ///< what is left free on the disk
    /// How long a record may wait in memory: what a crash costs at most, besides the size of a chunk.
    std::chrono::nanoseconds flushAfter{std::chrono::seconds(5)};

    [[nodiscard]] bool rotates() const { return segmentBytes > 0 || segmentTime.count() > 0; }
};

/// Records into capture files, each complete in itself: watermarks and schemas stand in every segment.
/// Thread: confined. A record is either written or its error is the caller's to count: nothing is dropped
/// silently.
class Recorder {
public:
    struct Counts {
        std::uint64_t records = 0;
        std::uint64_t bytes = 0;        ///< of the files there were, those that were removed too
        std::uint64_t refused = 0;      ///< records that no capture can hold
        std::uint64_t removedFiles = 0; ///< by the ring
    };

    /// Begins the first segment. Errors: those of CaptureFileSink; DiskFull when less than the reserve is
    /// free; InvalidArgument for a ring that never rotates.
    static Result<std::unique_ptr<Recorder>> open(RecorderOptions options);
    /// A recording that was not finished is one that a crash ended: all but the open chunk can be read.
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    /// Into this segment and those to come. Once for each id; again is no error.
    Status addSchema(const CapturedSchema& schema);

    enum class Taken : std::uint8_t {
        Written,
        Refused, ///< the capture can't hold it: counted, and refusal() says why
        Full,    ///< maxBytes is reached: the record is not in the capture, and none will be
    };
    /// `arrival` never goes back by much: it is the clock of segmentTime and flushAfter. Errors end the
    /// recording; what was flushed stays: DiskFull before the reserve is used up, IoError.
    Result<Taken> write(const Record& record, Timestamp arrival);
    /// While nothing comes: `now` as the clock of flushAfter.
    Status idle(Timestamp now);
    /// Ends the last segment.
    Status finish();

    [[nodiscard]] const Counts& counts() const { return m_counts; }
    /// Why the last record was refused.
    [[nodiscard]] const std::string& refusal() const { return m_refusal; }
    /// The files that are there, the oldest first.
    [[nodiscard]] const std::deque<std::filesystem::path>& files() const { return m_files; }

private:
    explicit Recorder(RecorderOptions options) : m_options(std::move(options)) {}

    Status begin();
    Status end();
    Status rotate();
    Status removeOldest();
    Status flush(Timestamp now);
    [[nodiscard]] bool segmentIsFull(Timestamp arrival) const;
    [[nodiscard]] std::filesystem::path nextPath() const;
    Status checkSpace() const;

    const RecorderOptions m_options;
    std::unique_ptr<CaptureFileSink> m_sink;
    std::unique_ptr<CaptureWriter> m_writer; ///< refers to m_sink; null when finished
    std::map<std::int32_t, CapturedSchema> m_schemas;
    std::deque<std::filesystem::path> m_files;
    std::size_t m_segments = 0;
    Timestamp m_segmentStart = kNoTime;
    Timestamp m_flushed = kNoTime; ///< when, or since when there is something to flush
    std::uint64_t m_bytesBefore = 0;
    Counts m_counts;
    std::string m_refusal;
};

} // namespace eventflow::capture
