#include "pipelines/enrich/csv_reader.h"

#include <deque>
#include <string>
#include <vector>

namespace eventflow::enrich {

namespace {

Error errorAt(std::size_t line, const char* cause) {
    return Error{ErrorCode::ParseError, cause}.at("line " + std::to_string(line));
}

class CsvReader {
public:
    explicit CsvReader(std::string_view text) : m_text(text) {
        if (m_text.starts_with("\xEF\xBB\xBF")) m_at = 3;
    }

    Status run(const CsvRow& row) {
        while (m_at < m_text.size()) {
            const std::size_t line = m_line;
            m_fields.clear();
            m_unquoted.clear();
            if (Status status = record(); !status) return status;
            const bool emptyLine = m_fields.size() == 1 && m_fields.front().data() == nullptr;
            if (emptyLine) continue;
            if (Status status = row(m_fields, line); !status)
                return status.error().at("line " + std::to_string(line));
        }
        return {};
    }

private:
    [[nodiscard]] bool at(char c) const { return m_at < m_text.size() && m_text[m_at] == c; }

    /// Takes a line break, if one is here.
    bool lineBreak() {
        const std::size_t length = at('\n') ? 1 : m_text.substr(m_at, 2) == "\r\n" ? 2 : 0;
        m_at += length;
        if (length > 0) ++m_line;
        return length > 0;
    }

    Status record() {
        while (true) {
            if (Status status = at('"') ? quotedField() : plainField(); !status) return status;
            if (m_at >= m_text.size() || lineBreak()) return {};
            if (!at(','))
                return errorAt(m_line, "text after a closing quote, expected a comma or the end of the line");
            ++m_at;
        }
    }

    Status plainField() {
        const std::size_t start = m_at;
        for (; m_at < m_text.size(); ++m_at) {
            const char c = m_text[m_at];
            if (c == ',' || c == '\n' || m_text.substr(m_at, 2) == "\r\n") break;
            if (c == '"') return errorAt(m_line, "a quote inside a field that does not start with one");
        }
        // Only a line with nothing on it gives a null view: it is no record.
        const bool emptyLine = m_at == start && m_fields.empty() && !at(',');
        m_fields.push_back(emptyLine ? std::string_view() : m_text.substr(start, m_at - start));
        return {};
    }

    Status quotedField() {
        const std::size_t openLine = m_line;
        const std::size_t start = ++m_at;
        bool doubled = false;
        for (; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == '\n') ++m_line;
            if (m_text[m_at] != '"') continue;
            if (m_text.substr(m_at, 2) != "\"\"") break;
            doubled = true;
            ++m_at;
        }
        if (m_at >= m_text.size()) return errorAt(openLine, "a quoted field is never closed");
        const std::string_view inside = m_text.substr(start, m_at++ - start);
        m_fields.push_back(doubled ? undouble(inside) : inside);
        return {};
    }

    std::string_view undouble(std::string_view inside) {
        std::string& out = m_unquoted.emplace_back();
        for (std::size_t i = 0; i < inside.size(); ++i) {
            out += inside[i];
            if (inside[i] == '"') ++i;
        }
        return out;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_line = 1;
    std::vector<std::string_view> m_fields;
    std::deque<std::string> m_unquoted; // a deque: views into its strings stay
};

} // namespace

Status readCsv(std::string_view text, const CsvRow& row) {
    return CsvReader(text).run(row);
}

} // namespace eventflow::enrich
