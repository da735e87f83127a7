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
        16 * 1024 * 1024; ///< a longer line or item becomes one malformed record with its first 64 KiB
    DecompressionLimits decompression;
    std::size_t maxStreams = 100'000;    ///< topics × partitions that captures name
    std::size_t blockBytes = 256 * 1024; ///< read at a time; records are views into it
    std::size_t batchRecords = 2000;
};

/// Reads captures: those of core/capture merged by time (makeRecordedSource), or others one after another in
/// the given order, in every layout of core/interchange: plain or compressed with gzip (several members) or
/// zstd (several frames). Content tells the layout, the suffix does not matter. describe() says what the
/// layouts lost.
///
/// Records: of a file of lines (NDJSON, `kcat -J`) each line, where a UTF-8 byte order mark at the front,
/// `\r\n`, blank lines and a last line without `\n` are tolerated; in kcat captures lines that begin with `%
/// ` are status output and no records. Of every other layout each item of its framer. What cannot be taken
/// apart is a malformed record.
///
/// Streams: a file is the stream (absolute path with symbolic links resolved, 0); its offsets are byte
/// positions after decompression, in an Avro container the numbers of values. A record that names topic,
/// partition and offset belongs there, with that offset. Where a layout has partitions and no topics, the
/// path stands for the topic, and the file itself is the stream (path, -1). Everything else belongs to the
/// file: values without an origin, and malformed records.
///
/// Positions: always by file. Every batch's progress names the file with the next byte to read, and the other
/// streams it moved (for information: open() looks at files only). When a file ends, all of its streams are
/// caught up. Continuing skips lines by their bytes; other layouts are read from the beginning again, without
/// making records.
///
/// Errors: InvalidArgument (no or repeated files, not a regular file), NotFound, PermissionDenied; while
/// reading Corrupt (truncated or damaged compression, a resume position where no record begins),
/// LimitExceeded (expansion, window), Unsupported (another compression, UTF-16), IoError. They name file and
/// byte and come after all records before.
Result<std::unique_ptr<Source>> makeFileSource(std::vector<std::filesystem::path> files,
                                               FileSourceOptions options = {});

} // namespace eventflow::collect
