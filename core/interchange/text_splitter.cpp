#include "core/interchange/text_splitter.h"

#include <algorithm>

namespace eventflow::interchange {

Framer::Step TextSplitter::next(std::string_view window, bool atEnd, Item& item, std::size_t& used) {
    Progress progress = Progress::On;
    while (progress == Progress::On)
        progress = m_inLine ? takeLineRest(window, atEnd, item) : takeLineStart(window, atEnd, item);
    used = m_inItem ? m_begin : m_at;
    m_at -= used;
    m_begin = 0;
    m_position += static_cast<std::int64_t>(used);
    return progress == Progress::Item ? Step::Item : Step::More;
}

TextSplitter::Progress TextSplitter::takeLineStart(std::string_view window, bool atEnd, Item& item) {
    const std::string_view ahead = window.substr(m_at, kClassifiedBytes);
    const std::size_t lineEnd = ahead.find('\n');
    if (lineEnd == ahead.npos && ahead.size() < kClassifiedBytes && !atEnd) return Progress::More;
    if (ahead.empty()) return m_inItem ? finish(window, item) : Progress::More;
    const LineKind kind = m_classify(ahead.substr(0, lineEnd));
    const bool continues = m_inItem && kind == LineKind::Continuation;
    if (m_inItem && !continues) return finish(window, item); // and the line is classified again
    if (!continues) {
        m_inItem = true;
        m_oneLine = kind != LineKind::Record;
        m_begin = m_at;
        m_itemStart = m_position + static_cast<std::int64_t>(m_at);
    }
    m_inLine = true;
    return Progress::On;
}

TextSplitter::Progress TextSplitter::takeLineRest(std::string_view window, bool atEnd, Item& item) {
    const std::size_t lineEnd = window.find('\n', m_at);
    m_at = lineEnd == window.npos ? window.size() : lineEnd + 1;
    m_inLine = lineEnd == window.npos && !atEnd;
    // One line end is no part of the item, so that whether it is over-long shows behind it.
    if (m_inLine || !m_oneLine) dropOverlong(window);
    if (m_inLine) return Progress::More;
    return m_oneLine ? finish(window, item) : Progress::On;
}

/// A line end may follow the longest item.
void TextSplitter::dropOverlong(std::string_view window) {
    const std::string_view part = window.substr(m_begin, m_at - m_begin);
    if (m_overlong.active())
        m_overlong.add(part.size());
    else if (part.size() > m_maxItemBytes + 2)
        m_overlong.begin(part);
    else
        return;
    m_begin = m_at;
}

TextSplitter::Progress TextSplitter::finish(std::string_view window, Item& item) {
    dropOverlong(window);
    item.offset = m_itemStart;
    item.fault.clear();
    if (m_overlong.active()) {
        m_overlong.finish(item, m_maxItemBytes);
    } else {
        item.text = window.substr(m_begin, m_at - m_begin);
        if (item.text.ends_with('\n')) item.text.remove_suffix(1);
        if (item.text.ends_with('\r')) item.text.remove_suffix(1);
        item.bytes = item.text.size();
    }
    m_inItem = false;
    return Progress::Item;
}

} // namespace eventflow::interchange
