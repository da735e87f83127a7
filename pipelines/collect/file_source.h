#pragma once

#include "core/base/result.h"
#include "pipelines/collect/decompressor.h"
#include "pipelines/collect/source.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <vector>

namespace eventflow::collect {

/// The bounds of reading capture files. Defaults suit every capture that is not hostile.
struct FileSourceOptions {
    std::size_t maxRecordBytes =
        16 * 1024 * 1024; ///< a longer line becomes one malformed record with its first 64 KiB
    DecompressionLimits decompression;
    std::size_t maxStreams = 100'000;    ///< topics × partitions named by kcat lines
    std::size_t blockBytes = 256 * 1024; ///< read at a time; lines are views into it
    std::size_t batchRecords = 2000;
};

/// Reads captures, one after another in the given order: NDJSON (one event a line) and `kcat -J`, plain or
/// compressed with gzip (several members) or zstd (several frames). Content tells the format, the suffix does
/// not matter.
///
/// Lines: a UTF-8 byte order mark at the front, `\r\n` and blank lines are tolerated; a last line without
/// `\n` counts. In kcat captures lines that begin with `% ` are status output and no records. Every other
/// line is one record, if need be a malformed one.
///
/// Streams: a file is the stream (absolute path with symbolic links resolved, 0); offsets are byte positions
/// after decompression. The records of an NDJSON file belong to it. In a kcat capture a record belongs to the
/// topic and partition its line names, with that offset, and only malformed lines belong to the file.
/// Positions: always by file. Every batch's progress names the file with the next byte to read, and the kcat
/// streams it moved (for information: open() looks at files only). When a file ends, all of its streams are
/// caught up.
///
/// Errors: InvalidArgument (no or repeated files, not a regular file), NotFound, PermissionDenied; while
/// reading Corrupt (truncated or damaged compression, a resume position that is no line's start),
/// LimitExceeded (expansion, window), Unsupported (another compression, UTF-16), IoError. They name file and
/// byte and come after all records before.
Result<std::unique_ptr<Source>> makeFileSource(std::vector<std::filesystem::path> files,
                                               FileSourceOptions options = {});

} // namespace eventflow::collect
