#include "core/codec/plain_text.h"

#include "core/base/json_writer.h"
#include "core/codec/tape_writer.h"
#include "core/codec/utf8.h"

#include <algorithm>

namespace eventflow::codec {

namespace {

constexpr std::string_view kMarkUtf8 = "\xEF\xBB\xBF";
constexpr std::string_view kMarkLe = "\xFF\xFE";
constexpr std::string_view kMarkBe = "\xFE\xFF";

bool isControl(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
}

std::optional<DecodeFailure> refuseControls(std::string_view text, std::size_t offset) {
    constexpr std::ptrdiff_t kOneIn = 20;
    const auto controls = std::ranges::count_if(text, isControl);
    if (controls * kOneIn <= static_cast<std::ptrdiff_t>(text.size())) return std::nullopt;
    const auto first = std::ranges::find_if(text, isControl) - text.begin();
    return DecodeFailure{offset + static_cast<std::size_t>(first),
                         std::to_string(controls) + " control characters in " + std::to_string(text.size()) +
                             " bytes of text",
                         {}};
}

std::optional<DecodeFailure> utf16(std::string_view payload, TextEncoding encoding, TapeWriter& out) {
    if (payload.size() % 2 != 0)
        return DecodeFailure{payload.size() - 1, "half a UTF-16 unit at the end", {}};
    const bool little = encoding == TextEncoding::Utf16Le;
    const auto unitAt = [&](std::size_t at) {
        const auto first = static_cast<std::uint8_t>(payload[at]);
        const auto second = static_cast<std::uint8_t>(payload[at + 1]);
        return static_cast<std::uint32_t>(little ? second << 8U | first : first << 8U | second);
    };
    std::string text;
    std::size_t firstControl = payload.size();
    for (std::size_t at = kMarkLe.size(); at < payload.size(); at += 2) {
        std::uint32_t point = unitAt(at);
        if (point < 0x80 && isControl(static_cast<char>(point))) firstControl = std::min(firstControl, at);
        if (point >= 0xD800 && point <= 0xDFFF) {
            const std::uint32_t low = at + 3 < payload.size() ? unitAt(at + 2) : 0;
            if (point > 0xDBFF || low < 0xDC00 || low > 0xDFFF)
                return DecodeFailure{at, "surrogate without its partner", {}};
            point = 0x10000 + ((point - 0xD800) << 10U) + (low - 0xDC00);
            at += 2;
        }
        char encoded[4];
        text.append(encoded, appendUtf8(encoded, point));
    }
    if (auto failure = refuseControls(text, 0)) {
        failure->byte = firstControl;
        return failure;
    }
    out.text({}, out.arena().copy(text), payload.size());
    return std::nullopt;
}

} // namespace

const char* toString(TextEncoding encoding) {
    switch (encoding) {
    case TextEncoding::Utf8:
        return "UTF-8";
    case TextEncoding::Utf8Marked:
        return "UTF-8 with a byte order mark";
    case TextEncoding::Utf16Le:
        return "UTF-16, little-endian";
    case TextEncoding::Utf16Be:
        return "UTF-16, big-endian";
    }
    return "unknown";
}

std::optional<DecodeFailure> decodeText(std::string_view payload, ValueTape& tape, TextEncoding& encoding) {
    TapeWriter out(tape);
    if (auto failure = refuseOversized(payload)) return failure;
    if (payload.starts_with(kMarkLe) || payload.starts_with(kMarkBe)) {
        encoding = payload.starts_with(kMarkLe) ? TextEncoding::Utf16Le : TextEncoding::Utf16Be;
        return utf16(payload, encoding, out);
    }
    const bool marked = payload.starts_with(kMarkUtf8);
    encoding = marked ? TextEncoding::Utf8Marked : TextEncoding::Utf8;
    const std::string_view text = payload.substr(marked ? kMarkUtf8.size() : 0);
    const std::size_t offset = payload.size() - text.size();
    if (const std::size_t valid = validUtf8Prefix(text); valid < text.size())
        return DecodeFailure{offset + valid, "not UTF-8", {}};
    if (auto failure = refuseControls(text, offset)) return failure;
    out.text({}, text, payload.size());
    return std::nullopt;
}

bool isPrintable(std::string_view payload) {
    return std::ranges::none_of(payload, isControl) && isValidUtf8(payload);
}

} // namespace eventflow::codec
