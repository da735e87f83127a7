#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string_view>

namespace eventflow::collect {

enum class Compression : std::uint8_t { None, Gzip, Zstd };
const char* toString(Compression compression);

/// What a line of a capture is.
enum class LineFormat : std::uint8_t {
    Ndjson, ///< the value itself
    Kcat,   ///< `kcat -J`: an object with topic, partition, offset, …, payload
};
const char* toString(LineFormat format);

/// Tells the compression by the file's first bytes. Unsupported, with the tool to use, for archives and
/// compressions that are recognised and not read.
Result<Compression> detectCompression(std::string_view firstBytes);
/// Tells what the lines are by the first of them that is an object; blank lines and kcat's status lines (`%
/// …`) are passed over. Unsupported for UTF-16. kValuePadding bytes behind `firstBytes` are readable.
Result<LineFormat> detectLineFormat(std::string_view firstBytes);

/// `% Reached end of topic …`: what kcat prints to stderr, mixed into its output.
[[nodiscard]] inline bool isKcatStatus(std::string_view line) {
    return line.size() >= 2 && line[0] == '%' && line[1] == ' ';
}

} // namespace eventflow::collect
