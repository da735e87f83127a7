#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string_view>

namespace eventflow::collect {

enum class Compression : std::uint8_t { None, Gzip, Zstd };
const char* toString(Compression compression);

/// What a line of a capture is that is written.
enum class LineFormat : std::uint8_t {
    Ndjson, ///< the value itself
    Kcat,   ///< `kcat -J`: an object with topic, partition, offset, …, payload
};
const char* toString(LineFormat format);

/// Tells the compression by the file's first bytes. Unsupported, with the tool to use, for archives and
/// compressions that are recognised and not read.
Result<Compression> detectCompression(std::string_view firstBytes);

} // namespace eventflow::collect
