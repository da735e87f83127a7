#pragma once

#include "core/capture/capture_writer.h"
#include "pipelines/collect/source.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <vector>

namespace eventflow::collect {

struct RecordedSourceOptions {
    std::size_t maxStreams = 100'000;
    std::size_t batchRecords = 2000;
};

/// Replays captures (core/capture) by the time at which their records arrived, several as one stream of time.
/// Records of one time come in the order of the files as they are named, and within a file as it stands
/// there; so the order is the same every time.
///
/// Streams: each record belongs to the topic and partition it was read from, with its offset; captures of the
/// same partition continue one stream. A record that can't be taken apart is a malformed one of the file's
/// own stream (path, 0). Positions: by file, how many of its records were given. Record::tsReceived is the
/// arrival.
///
/// The first batch announces, with -1 for their next offset, the partitions that were being read when the
/// recording began (RecordedFile::beginners): the engine lets none overtake the others before they were seen.
///
/// Errors: those of FileBytes and capture::CaptureReader, with the file. A torn or damaged file is read as
/// far as it is whole, which describe() says.
Result<std::unique_ptr<Source>> makeRecordedSource(const std::vector<std::filesystem::path>& files,
                                                   const RecordedSourceOptions& options = {});

/// What a capture says besides its records.
struct RecordedDescription {
    capture::CaptureInfo info;
    std::vector<capture::PartitionWatermarks> watermarks;
    std::vector<capture::CapturedSchema> schemas;
};
Result<RecordedDescription> describeRecorded(const std::filesystem::path& file);

/// Whether the file begins as a capture does. False also where it can't be read.
[[nodiscard]] bool isRecorded(const std::filesystem::path& file);

} // namespace eventflow::collect
