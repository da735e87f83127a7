#include "core/config/yaml_scalar_source.h"

#include <algorithm>

namespace eventflow::config {

namespace {

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::size_t skipSpace(std::string_view text, std::size_t i) {
    while (i < text.size() && isSpace(text[i]))
        ++i;
    return i;
}

/// Past `&anchor` and `!tag` in front of the scalar.
std::size_t skipProperties(std::string_view text, std::size_t i) {
    while (i < text.size() && (text[i] == '&' || text[i] == '!')) {
        while (i < text.size() && !isSpace(text[i]))
            ++i;
        i = skipSpace(text, i);
    }
    return i;
}

/// How long the escape at `i` is in the text.
std::size_t escapeLength(std::string_view text, std::size_t i) {
    const char kind = i + 1 < text.size() ? text[i + 1] : '\0';
    return kind == 'x' ? 4 : kind == 'u' ? 6 : kind == 'U' ? 10 : 2;
}

/// How many bytes the character that starts with `lead` has: what an escape became.
std::size_t utf8Length(char lead) {
    const auto byte = static_cast<unsigned char>(lead);
    return byte < 0x80U ? 1 : byte < 0xE0U ? 2 : byte < 0xF0U ? 3 : 4;
}

bool joinsLines(std::string_view text, std::size_t i) {
    return i + 1 < text.size() && text[i] == '\\' && (text[i + 1] == '\n' || text[i + 1] == '\r');
}

std::size_t inDoubleQuotes(std::string_view text, std::size_t i, std::string_view value, std::size_t at) {
    for (std::size_t v = 0; i < text.size();) {
        while (joinsLines(text, i))
            i = skipSpace(text, i + 1);
        if (v >= at || i >= text.size()) break;
        if (text[i] == '\\') {
            i += escapeLength(text, i);
            v += utf8Length(value[v]);
        } else if (isSpace(value[v])) {
            ++v;
            if (isSpace(text[i])) ++i;
        } else {
            i = skipSpace(text, i) + 1;
            ++v;
        }
    }
    return i;
}

} // namespace

std::size_t scalarSourceOffset(std::string_view text, std::size_t start, std::string_view value,
                               std::size_t at) {
    std::size_t i = skipProperties(text, start);
    if (i >= text.size()) return text.size();
    at = std::min(at, value.size());
    const char style = text[i];
    if (style == '"') return std::min(inDoubleQuotes(text, i + 1, value, at), text.size());
    const bool block = style == '|' || style == '>';
    if (block)
        i = std::min(text.find('\n', i), text.size());
    else if (style == '\'')
        ++i;

    const auto place = [&](char wanted) {
        if (isSpace(wanted)) return;
        i = skipSpace(text, i);
    };
    for (std::size_t v = 0; v < at && i < text.size(); ++v) {
        place(value[v]);
        if (i >= text.size()) break;
        // '' inside of single quotes is one quote.
        if (style == '\'' && value[v] == '\'') ++i;
        if (!isSpace(value[v]) || isSpace(text[i])) ++i;
    }
    if (at < value.size()) place(value[at]);
    return std::min(i, text.size());
}

} // namespace eventflow::config
