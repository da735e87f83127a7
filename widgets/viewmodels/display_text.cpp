#include "widgets/viewmodels/display_text.h"

#include <algorithm>

namespace eventflow::viewmodels {

namespace {

bool isBidiControl(char16_t c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F;
}

QChar shown(QChar c) {
    const char16_t code = c.unicode();
    if (code == u'\n') return QChar(u'↵');
    if (code == u'\t') return QChar(u'⇥');
    if (code < 0x20 || (code >= 0x7F && code < 0xA0) || isBidiControl(code) || code == 0x2028 ||
        code == 0x2029)
        return QChar(QChar::ReplacementCharacter);
    return c;
}

} // namespace

std::string_view utf8Front(std::string_view bytes, std::size_t maxBytes) {
    if (bytes.size() <= maxBytes) return bytes;
    std::size_t end = maxBytes;
    // A sequence has at most three continuation bytes; more is not UTF-8 and may be cut anywhere.
    for (int back = 0; back < 3 && end > 0 && (static_cast<unsigned char>(bytes[end]) & 0xC0U) == 0x80U;
         ++back)
        --end;
    return bytes.substr(0, end);
}

bool containsWord(std::string_view bytes, std::string_view word) {
    const auto same = [](char a, char b) {
        const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
        return lower(a) == lower(b);
    };
    return std::search(bytes.begin(), bytes.end(), word.begin(), word.end(), same) != bytes.end() ||
           word.empty();
}

QString oneLine(std::string_view bytes, std::size_t maxBytes) {
    const std::string_view front = utf8Front(bytes, maxBytes);
    QString text = fromUtf8(front);
    for (QChar& c : text)
        c = shown(c);
    if (front.size() < bytes.size()) text += QChar(u'…');
    return text;
}

} // namespace eventflow::viewmodels
