#pragma once

#include "core/codec/decode_failure.h"
#include "core/codec/value_tape.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace eventflow::codec {

/// How a text stands in its bytes.
enum class TextEncoding : std::uint8_t {
    Utf8,
    Utf8Marked, ///< with a byte order mark
    Utf16Le,    ///< with a byte order mark, likewise below
    Utf16Be,
};
const char* toString(TextEncoding encoding);

/// Reads a payload that people can read: UTF-8, or UTF-16 with its byte order mark, of which at most one
/// character in 20 is a control character other than tab and line ends. One Text without the mark. Nothing on
/// success. Lifetime: the tape points into the payload or holds a copy.
std::optional<DecodeFailure> decodeText(std::string_view payload, ValueTape& tape, TextEncoding& encoding);

/// Whether the bytes are UTF-8 without any such control character: what no binary format writes but by
/// chance.
bool isPrintable(std::string_view payload);

} // namespace eventflow::codec
