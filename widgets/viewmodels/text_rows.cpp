#include "widgets/viewmodels/text_rows.h"

#include <algorithm>

namespace eventflow::viewmodels {

namespace {

constexpr int kMinColumns = 8;

bool isWide(char32_t c) {
    // East Asian wide and full-width blocks, and emoji: two cells in a monospaced font.
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
           (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
}

int cellsOf(char32_t c) {
    if (c < 0x300) return 1;
    switch (QChar::category(c)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_Enclosing:
        return 0;
    default:
        return isWide(c) ? 2 : 1;
    }
}

/// One cell, and no line end.
bool isPlain(char16_t c) {
    return c >= 0x20 && c < 0x300;
}

bool isBidiControl(char16_t c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F;
}

bool isWordPart(QChar c) {
    return c.isLetterOrNumber() || c == u'_' || c == u'-' || c == u'.';
}

} // namespace

void TextRows::setText(QString text) {
    m_text = std::move(text);
    wrap();
}

bool TextRows::setColumns(int columns) {
    columns = std::max(columns, kMinColumns);
    if (columns == m_columns) return false;
    m_columns = columns;
    wrap();
    return true;
}

void TextRows::wrap() {
    m_starts.assign(1, 0);
    const QChar* const text = m_text.constData();
    const qsizetype size = m_text.size();
    qsizetype used = 0; // cells of the row
    for (qsizetype at = 0; at < size;) {
        // Nearly all of a large text: as many cells as units, up to the end of the row.
        const qsizetype full = std::min(size, at + m_columns - used);
        const qsizetype first = at;
        while (at < full && isPlain(text[at].unicode()))
            ++at;
        used += at - first;
        if (at == size) return;
        const QChar c = text[at];
        if (c == u'\n') {
            m_starts.push_back(++at);
            used = 0;
            continue;
        }
        const bool pair = c.isHighSurrogate() && at + 1 < size && text[at + 1].isLowSurrogate();
        const char32_t code = pair ? QChar::surrogateToUcs4(c, text[at + 1]) : c.unicode();
        const int cells = cellsOf(code);
        if (used + cells > m_columns) {
            m_starts.push_back(at);
            used = 0;
        }
        used += cells;
        at += pair ? 2 : 1;
    }
}

qsizetype TextRows::rowEnd(int row) const {
    const auto next = static_cast<std::size_t>(row) + 1;
    if (next == m_starts.size()) return m_text.size();
    const qsizetype end = m_starts[next];
    return m_text[end - 1] == u'\n' ? end - 1 : end;
}

int TextRows::rowAt(qsizetype position) const {
    const auto after = std::upper_bound(m_starts.begin(), m_starts.end(), position);
    return std::max(0, static_cast<int>(after - m_starts.begin()) - 1);
}

QString TextRows::shown(int row) const {
    QString text = m_text.mid(rowStart(row), rowEnd(row) - rowStart(row));
    for (QChar& c : text) {
        const char16_t code = c.unicode();
        if (code == u'\t' || code == u'\r')
            c = u' ';
        else if (code < 0x20 || (code >= 0x7F && code < 0xA0) || isBidiControl(code) || code == 0x2028 ||
                 code == 0x2029)
            c = QChar::ReplacementCharacter;
    }
    return text;
}

qsizetype TextRows::beside(qsizetype position, int direction) const {
    const qsizetype next = std::clamp<qsizetype>(position + direction, 0, m_text.size());
    const bool inPair = next > 0 && next < m_text.size() && m_text[next].isLowSurrogate() &&
                        m_text[next - 1].isHighSurrogate();
    return inPair ? next + direction : next;
}

std::pair<qsizetype, qsizetype> TextRows::wordAt(qsizetype position) const {
    qsizetype begin = std::clamp<qsizetype>(position, 0, m_text.size());
    qsizetype end = begin;
    while (begin > 0 && isWordPart(m_text[begin - 1]))
        --begin;
    while (end < m_text.size() && isWordPart(m_text[end]))
        ++end;
    return {begin, end};
}

} // namespace eventflow::viewmodels
