#include "core/codec/avro/logical_values.h"

#include "core/base/hex.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace eventflow::codec::avro {

namespace {

constexpr std::uint32_t kChunk = 1'000'000'000; ///< nine decimal digits at a time

void appendNumber(std::string& out, std::uint64_t value) {
    std::array<char, 20> digits{};
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    out.append(digits.data(), end);
}

std::uint64_t magnitudeOf(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char c : bytes)
        value = (value << 8) | static_cast<unsigned char>(c);
    if (!bytes.empty() && static_cast<signed char>(bytes.front()) < 0) {
        value = ~value + 1;
        if (bytes.size() < 8) value &= (std::uint64_t{1} << (8 * bytes.size())) - 1;
    }
    return value;
}

/// Digits of the magnitude of an integer of any length: long division by 10^9.
std::string longDigits(std::string_view bytes, bool negative) {
    std::string rest(bytes); // the magnitude, big-endian
    if (negative) {
        unsigned carry = 1;
        for (std::size_t i = rest.size(); i-- > 0;) {
            const unsigned flipped =
                (~static_cast<unsigned>(static_cast<unsigned char>(rest[i])) & 0xFFU) + carry;
            rest[i] = static_cast<char>(static_cast<unsigned char>(flipped));
            carry = flipped >> 8;
        }
    }
    std::string reversed;
    std::size_t first = 0;
    while (first < rest.size()) {
        std::uint64_t remainder = 0;
        for (std::size_t i = first; i < rest.size(); ++i) {
            const std::uint64_t value = (remainder << 8) | static_cast<unsigned char>(rest[i]);
            rest[i] = static_cast<char>(static_cast<unsigned char>(value / kChunk));
            remainder = value % kChunk;
        }
        while (first < rest.size() && rest[first] == '\0')
            ++first;
        for (int digit = 0; digit < 9; ++digit, remainder /= 10)
            reversed += static_cast<char>('0' + remainder % 10);
    }
    while (reversed.size() > 1 && reversed.back() == '0')
        reversed.pop_back();
    return {reversed.rbegin(), reversed.rend()};
}

bool isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

std::uint32_t littleEndian(std::string_view bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;)
        value = (value << 8) | static_cast<unsigned char>(bytes[i]);
    return value;
}

} // namespace

std::string_view decimalText(std::string_view bytes, std::int32_t scale, Arena& arena) {
    const bool negative = !bytes.empty() && static_cast<signed char>(bytes.front()) < 0;
    std::string digits;
    if (bytes.size() <= 8)
        appendNumber(digits, magnitudeOf(bytes));
    else
        digits = longDigits(bytes, negative);
    if (scale < 0 && digits != "0") digits.append(static_cast<std::size_t>(-scale), '0');
    const auto fraction = static_cast<std::size_t>(std::max(scale, 0));
    if (digits.size() <= fraction) digits.insert(0, fraction + 1 - digits.size(), '0');
    if (fraction > 0) digits.insert(digits.size() - fraction, 1, '.');
    if (negative) digits.insert(0, 1, '-');
    return arena.copy(digits);
}

std::string_view uuidText(std::string_view bytes, Arena& arena) {
    const auto text = toUuid(bytes);
    return arena.copy({text.data(), text.size()});
}

bool isUuidText(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen ? text[i] != '-' : !isHex(text[i])) return false;
    }
    return true;
}

std::string_view durationText(std::string_view bytes, Arena& arena) {
    const std::uint32_t months = littleEndian(bytes);
    const std::uint32_t days = littleEndian(bytes.substr(4));
    const std::uint32_t millis = littleEndian(bytes.substr(8));
    std::string text = "P";
    if (months > 0) {
        appendNumber(text, months);
        text += 'M';
    }
    if (days > 0) {
        appendNumber(text, days);
        text += 'D';
    }
    if (millis > 0 || text.size() == 1) {
        text += 'T';
        appendNumber(text, millis / 1000);
        if (millis % 1000 > 0) {
            const std::string fraction = std::to_string(1000 + millis % 1000);
            text += '.';
            text.append(fraction, 1, 3);
        }
        text += 'S';
    }
    return arena.copy(text);
}

} // namespace eventflow::codec::avro
