#include "widgets/viewmodels/line_diff.h"

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/json_scanner.h"

#include <algorithm>

namespace eventflow::viewmodels {

namespace {

constexpr int kIndent = 2;
constexpr int kMaxIndent = 64 * kIndent;

std::vector<QString> linesOf(std::string_view text) {
    std::vector<QString> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(fromUtf8(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

class Aligner {
public:
    explicit Aligner(LineDiff& diff) : m_diff(diff) {}

    void run() {
        const auto& before = m_diff.before;
        const auto& after = m_diff.after;
        std::size_t front = 0;
        while (front < before.size() && front < after.size() && before[front] == after[front])
            same(front, front), ++front;
        std::size_t back = 0;
        while (back < before.size() - front && back < after.size() - front &&
               before[before.size() - 1 - back] == after[after.size() - 1 - back])
            ++back;
        alignMiddle(front, before.size() - back, after.size() - back);
        for (; back > 0; --back)
            same(before.size() - back, after.size() - back);
    }

private:
    void same(std::size_t i, std::size_t j) {
        flush();
        m_diff.pairs.push_back(
            {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(j), LineMark::Same});
    }

    /// Both middles begin at `from`.
    void alignMiddle(std::size_t from, std::size_t beforeEnd, std::size_t afterEnd) {
        const std::size_t rows = beforeEnd - from;
        const std::size_t columns = afterEnd - from;
        const bool aligned = rows != 0 && columns <= LineDiff::kMaxCells / rows;
        // length[i][j]: of the longest common subsequence of what is left from i and j on.
        std::vector<std::uint32_t> length(aligned ? (rows + 1) * (columns + 1) : 0);
        const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& {
            return length[i * (columns + 1) + j];
        };
        for (std::size_t i = aligned ? rows : 0; i-- > 0;)
            for (std::size_t j = columns; j-- > 0;)
                at(i, j) = m_diff.before[from + i] == m_diff.after[from + j]
                               ? at(i + 1, j + 1) + 1
                               : std::max(at(i + 1, j), at(i, j + 1));
        std::size_t i = 0;
        std::size_t j = 0;
        while (aligned && i < rows && j < columns) {
            if (m_diff.before[from + i] == m_diff.after[from + j])
                same(from + i++, from + j++);
            else if (at(i + 1, j) >= at(i, j + 1))
                m_removed.push_back(static_cast<std::uint32_t>(from + i++));
            else
                m_added.push_back(static_cast<std::uint32_t>(from + j++));
        }
        for (; i < rows; ++i)
            m_removed.push_back(static_cast<std::uint32_t>(from + i));
        for (; j < columns; ++j)
            m_added.push_back(static_cast<std::uint32_t>(from + j));
        flush();
    }

    /// What went and what came between two common lines stands side by side.
    void flush() {
        for (std::size_t i = 0; i < std::max(m_removed.size(), m_added.size()); ++i) {
            LinePair pair;
            if (i < m_removed.size()) pair.before = m_removed[i];
            if (i < m_added.size()) pair.after = m_added[i];
            pair.mark = !pair.before ? LineMark::Added : !pair.after ? LineMark::Removed : LineMark::Changed;
            m_diff.pairs.push_back(pair);
        }
        m_removed.clear();
        m_added.clear();
    }

    LineDiff& m_diff;
    std::vector<std::uint32_t> m_removed;
    std::vector<std::uint32_t> m_added;
};

} // namespace

LineDiff diffLines(std::string_view before, std::string_view after) {
    LineDiff diff{linesOf(before), linesOf(after), {}};
    Aligner(diff).run();
    return diff;
}

std::string layOutJson(std::string_view json) {
    std::string out;
    int indent = 0;
    bool isEmptyContainer = false;
    const auto newLine = [&] {
        out += '\n';
        out.append(static_cast<std::size_t>(std::clamp(indent, 0, kMaxIndent)), ' ');
    };
    JsonScanner scanner(json);
    while (!scanner.atEnd()) {
        const JsonToken token = scanner.next();
        using Kind = JsonTokenKind;
        if (token.kind == Kind::Space) continue;
        const bool closes = token.kind == Kind::ObjectEnd || token.kind == Kind::ArrayEnd;
        if (closes) indent -= kIndent;
        if (closes != isEmptyContainer) newLine();
        isEmptyContainer = token.kind == Kind::ObjectBegin || token.kind == Kind::ArrayBegin;
        out += token.text;
        if (isEmptyContainer) indent += kIndent;
        if (token.kind == Kind::Comma) newLine();
        if (token.kind == Kind::Colon) out += ' ';
    }
    return out;
}

} // namespace eventflow::viewmodels
