#pragma once

#include "core/base/result.h"
#include "pipelines/collect/capture_format.h"
#include "pipelines/collect/pacer.h"
#include "pipelines/collect/simulator_options.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>

namespace eventflow::collect {

/// Where a generated capture goes.
struct CaptureTarget {
    std::filesystem::path file; ///< empty: stdout
    LineFormat format = LineFormat::Ndjson;
    Compression compression = Compression::None;
    Pacing pacing;
    /// Called about every quarter of a million records, from the calling thread.
    std::function<void(std::uint64_t records)> onProgress;
};

struct CaptureSummary {
    std::uint64_t records = 0;
    std::uint64_t bytes = 0;       ///< before compression
    std::uint64_t storedBytes = 0; ///< of the file
};

/// Writes a simulation as a capture that makeFileSource() reads: NDJSON, all topics interleaved, or as `kcat
/// -J` would print the topics, each with one partition. Atomic: a file appears under its name when it is
/// complete; until then, and never after an error, a file with
/// `.part` behind the name is beside it. An existing file is replaced.
/// Errors: Cancelled when stopped; InvalidArgument for a file without end; those of writing, with the file's
/// name.
Result<CaptureSummary> writeCapture(const SimulatorOptions& options, const CaptureTarget& target,
                                    std::stop_token stop);

/// `.gz` and `.zst` mean what they say, any other suffix no compression.
[[nodiscard]] Compression compressionBySuffix(const std::filesystem::path& file);

} // namespace eventflow::collect
