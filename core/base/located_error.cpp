#include "core/base/located_error.h"

#include <algorithm>

namespace eventflow {

namespace {

/// Longer lines are cut around the place, so that an error stays readable.
constexpr std::size_t kMaxShown = 160;

bool startsCharacter(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

} // namespace

Error locatedError(ErrorCode code, std::string_view text, std::size_t offset, const std::string& message) {
    offset = std::min(offset, text.size());
    const std::string_view before = text.substr(0, offset);
    const auto line = std::ranges::count(before, '\n') + 1;
    const std::size_t lineStart = before.rfind('\n') + 1; // npos + 1 is 0
    const std::string_view prefix = text.substr(lineStart, offset - lineStart);
    const auto column = std::ranges::count_if(prefix, startsCharacter) + 1;

    std::size_t shownStart = lineStart;
    if (prefix.size() > kMaxShown / 2) {
        shownStart = offset - kMaxShown / 2;
        while (shownStart < offset && !startsCharacter(text[shownStart]))
            ++shownStart;
    }
    std::size_t shownEnd = std::min({text.find('\n', offset), text.size(), shownStart + kMaxShown});
    while (shownEnd > offset && shownEnd < text.size() && !startsCharacter(text[shownEnd]))
        --shownEnd;

    std::string detail = std::to_string(line) + ':' + std::to_string(column) + ": " + message + '\n';
    detail += text.substr(shownStart, shownEnd - shownStart);
    detail += '\n';
    for (const char c : text.substr(shownStart, offset - shownStart))
        if (startsCharacter(c)) detail += c == '\t' ? '\t' : ' ';
    detail += '^';
    return {code, detail};
}

} // namespace eventflow
