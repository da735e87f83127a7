#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace eventflow::cel {

// CEL counts and cuts strings by code points. Bytes that are not UTF-8 never lead outside of the text.

constexpr bool startsCodePoint(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

std::size_t countCodePoints(std::string_view text);
/// Where the `index`-th code point starts, the text's size for the one behind the last; nothing beyond that.
std::optional<std::size_t> byteOffset(std::string_view text, std::size_t index);
/// The length in bytes of the code point at the front of a text that is not empty.
std::size_t codePointLength(std::string_view text);
/// U+FFFD for what is not UTF-8.
char32_t decodeCodePoint(std::string_view text);
/// False, with nothing appended, for surrogates and numbers above U+10FFFF.
bool appendCodePoint(std::string& out, std::uint32_t codePoint);

} // namespace eventflow::cel
