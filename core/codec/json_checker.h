#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace eventflow::codec {

/// How deeply arrays and objects may nest in a record.
inline constexpr std::size_t kMaxJsonDepth = 64;

/// Where JSON text breaks its grammar, and how.
struct JsonFault {
    std::size_t offset = 0; ///< of the byte at fault; of an unclosed string or container, where it opens
    std::string cause;      ///< in plain words: `unclosed string`
};

/// Which numbers a reader of JSON takes.
enum class JsonNumbers : std::uint8_t {
    Machine, ///< 64-bit integers and finite doubles
    Any,     ///< all that the grammar allows
};

/// Reads the text by the grammar of RFC 8259, byte by byte, and names the first fault; nothing when there is
/// none. Beyond the grammar it refuses what the decoder refuses: more than `maxDepth` levels, numbers
/// outside of 64-bit integers and doubles (unless told to take any), surrogates without their partner, bytes
/// that are not UTF-8. Slow beside the decoder: for text that the decoder has refused.
std::optional<JsonFault> findJsonFault(std::string_view json, JsonNumbers numbers = JsonNumbers::Machine,
                                       std::size_t maxDepth = kMaxJsonDepth);

} // namespace eventflow::codec
