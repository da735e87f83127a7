#include "core/base/hex.h"

namespace eventflow {

namespace {

constexpr char kDigits[] = "0123456789abcdef";

} // namespace

std::string toHex(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        out += kDigits[static_cast<unsigned char>(c) >> 4U];
        out += kDigits[static_cast<unsigned char>(c) & 0xFU];
    }
    return out;
}

std::array<char, 36> toUuid(std::string_view bytes) {
    std::array<char, 36> text{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < 16; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text[at++] = '-';
        const auto byte = static_cast<unsigned char>(bytes[i]);
        text[at++] = kDigits[byte >> 4U];
        text[at++] = kDigits[byte & 0xFU];
    }
    return text;
}

} // namespace eventflow
