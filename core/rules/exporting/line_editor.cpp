#include "core/rules/exporting/line_editor.h"

#include <algorithm>

namespace eventflow::rules::exporting {

LineEditor::LineEditor(std::string_view text) : m_text(text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        m_ranges.emplace_back(at, end);
        at = end;
    }
}

void LineEditor::replace(std::size_t first, std::size_t count, Lines lines) {
    m_edits.emplace(first, std::pair(count, std::move(lines)));
}

std::string LineEditor::text() const {
    std::string out;
    for (std::size_t line = 0; line < m_ranges.size();) {
        const auto edit = m_edits.find(line);
        if (edit == m_edits.end()) {
            out += m_text.substr(m_ranges[line].first, m_ranges[line].second - m_ranges[line].first);
            ++line;
            continue;
        }
        for (const std::string& replaced : edit->second.second)
            out += replaced + '\n';
        line += std::max<std::size_t>(edit->second.first, 1);
    }
    return out;
}

} // namespace eventflow::rules::exporting
