#pragma once

#include "core/base/result.h"
#include "core/capture/mcap/byte_source.h"
#include "core/capture/mcap/limits.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace eventflow::capture {

/// What reading every byte of a capture found.
struct VerifyReport {
    static constexpr std::size_t kMaxProblems = 100;

    std::vector<std::string> problems; ///< the first kMaxProblems, each with its place
    std::uint64_t problemCount = 0;
    std::uint64_t chunks = 0;
    std::uint64_t records = 0;
    /// Whether the file has a checksum of all its data; without it only chunks and summary are covered.
    bool dataCrcPresent = false;

    [[nodiscard]] bool ok() const { return problemCount == 0; }
};

/// Given the bytes read so far; false ends the verification.
using VerifyProgress = std::function<bool(std::uint64_t bytes)>;

/// Checks every checksum, index, count and record. Thread: any. Cost: the file is read twice.
/// Errors: what keeps the capture from being opened at all; Cancelled; those of the source.
Result<VerifyReport> verify(mcap::ByteSource& source, const mcap::Limits& limits = {},
                            const VerifyProgress& progress = {});

} // namespace eventflow::capture
