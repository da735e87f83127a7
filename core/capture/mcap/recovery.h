#pragma once

#include "core/base/result.h"
#include "core/capture/mcap/byte_source.h"
#include "core/capture/mcap/limits.h"
#include "core/capture/mcap/summary.h"

#include <cstdint>
#include <optional>
#include <string>

namespace eventflow::capture::mcap {

/// What is wrong with a file that could only be opened by a scan.
struct Damage {
    std::string cause;           ///< why the summary is of no use
    std::string tear;            ///< what stands where the whole records end; empty: the data is complete
    std::uint64_t wholeEnd = 0;  ///< one past the last whole record
    std::uint64_t lostBytes = 0; ///< what the file has behind it
    /// Records before it that are damaged, or of a kind that MCAP does not know, such as a chunk whose opcode
    /// is damaged.
    std::uint64_t passedOver = 0;

    [[nodiscard]] std::string text() const;
};

struct Recovered {
    Summary summary;
    std::optional<Damage> damage; ///< nothing: the file is sound and merely has no summary
};

/// Finds every whole record of a file from `dataStart` on. Reads heads and indexes; decompresses only the
/// chunks that may define schemas or channels not known yet. `cause`: why the summary was of no use. Errors:
/// those of the source; damage is none.
Result<Recovered> recover(ByteSource& source, std::uint64_t dataStart, const Error& cause,
                          const Limits& limits);

} // namespace eventflow::capture::mcap
