#pragma once

#include "core/base/result.h"
#include "core/interchange/detection.h"
#include "pipelines/collect/block_pool.h"
#include "pipelines/collect/block_window.h"
#include "pipelines/collect/capture_format.h"
#include "pipelines/collect/file_source.h"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace eventflow::collect {

/// An opened capture: what it is, and its bytes.
struct CaptureFile {
    Compression compression = Compression::None;
    interchange::DetectedLayout detected;
    std::uint64_t storedSize = 0;
    std::unique_ptr<BlockWindow> window; ///< its first block is read
};

/// Opens a file and finds out what it is. `pool` outlives the result. Errors name the file.
Result<CaptureFile> openCaptureFile(const std::filesystem::path& path, BlockPool& pool,
                                    const DecompressionLimits& limits);

} // namespace eventflow::collect
