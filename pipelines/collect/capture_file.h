#pragma once

#include "core/base/result.h"
#include "pipelines/collect/block_pool.h"
#include "pipelines/collect/capture_format.h"
#include "pipelines/collect/file_source.h"
#include "pipelines/collect/line_reader.h"

#include <filesystem>
#include <memory>

namespace eventflow::collect {

/// An opened capture: its format and its lines.
struct CaptureFile {
    Compression compression = Compression::None;
    LineFormat format = LineFormat::Ndjson;
    std::uint64_t storedSize = 0;
    std::unique_ptr<LineReader> lines;
};

/// Opens a file and finds out what it is. `pool` outlives the result. Errors name the file.
Result<CaptureFile> openCaptureFile(const std::filesystem::path& path, BlockPool& pool,
                                    const FileSourceOptions& options);

} // namespace eventflow::collect
