#include "core/codec/logfmt.h"

#include "core/base/json_writer.h"
#include "core/codec/json_tape.h"
#include "core/codec/tape_writer.h"

namespace eventflow::codec {

namespace {

bool isSpace(char c) {
    return c == ' ' || c == '\t';
}

bool isControl(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

class Reader {
public:
    Reader(std::string_view line, TapeWriter& out) : m_line(line), m_out(out) {}

    bool run() {
        const std::uint32_t root = m_out.open({}, ValueKind::Object);
        std::size_t members = 0;
        for (skipSpaces(); m_at < m_line.size() && !m_out.failed(); skipSpaces(), ++members)
            if (!member()) return false;
        if (members == 0) return fail(m_at, "no key");
        m_out.close(root, members, m_at);
        return true;
    }

    [[nodiscard]] const std::optional<DecodeFailure>& failure() const { return m_failure; }

private:
    bool fail(std::size_t at, std::string reason) {
        m_failure = DecodeFailure{at, std::move(reason), {}};
        return false;
    }
    [[nodiscard]] bool at(char c) const { return m_at < m_line.size() && m_line[m_at] == c; }
    void skipSpaces() {
        while (m_at < m_line.size() && isSpace(m_line[m_at]))
            ++m_at;
    }

    /// Up to a space, an optional '=', a quote or what is no text.
    std::string_view word(bool stopAtEquals) {
        const std::size_t first = m_at;
        while (m_at < m_line.size() && !isSpace(m_line[m_at]) && !isControl(m_line[m_at]) &&
               m_line[m_at] != '"' && !(stopAtEquals && m_line[m_at] == '='))
            ++m_at;
        return m_line.substr(first, m_at - first);
    }

    bool member() {
        const NodePlace place{m_at, word(true)};
        if (place.name.empty()) return fail(m_at, "no key here");
        if (!at('=')) {
            m_out.boolean(place, true, m_at);
            return end();
        }
        ++m_at;
        if (at('"')) return quoted(place);
        const std::string_view text = word(false);
        m_out.text(place, text, m_at);
        return end();
    }

    bool end() {
        if (m_at == m_line.size() || isSpace(m_line[m_at])) return true;
        if (m_line[m_at] == '\n' || m_line[m_at] == '\r') return fail(m_at, "a second line");
        return fail(m_at, at('"') ? "a quote within a word" : "a control character");
    }

    bool quoted(const NodePlace& place) {
        const std::size_t open = m_at++;
        while (m_at < m_line.size() && m_line[m_at] != '"')
            m_at += m_line[m_at] == '\\' ? 2U : 1U;
        if (m_at >= m_line.size()) return fail(open, "unclosed quote");
        ++m_at;
        // What stands in quotes is a JSON string.
        ValueTape text;
        if (const auto failure = decodeJson(m_line.substr(open, m_at - open), text))
            return fail(open + failure->byte, failure->reason);
        const std::string_view plain = text.root().text();
        const bool copied = plain.data() < m_line.data() || plain.data() >= m_line.data() + m_line.size();
        m_out.text(place, copied ? m_out.arena().copy(plain) : plain, m_at);
        return end();
    }

    std::string_view m_line;
    TapeWriter& m_out;
    std::size_t m_at = 0;
    std::optional<DecodeFailure> m_failure;
};

} // namespace

std::optional<DecodeFailure> decodeLogfmt(std::string_view line, ValueTape& tape) {
    TapeWriter out(tape);
    if (auto failure = refuseOversized(line)) return failure;
    if (line.ends_with('\n')) line.remove_suffix(1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    Reader reader(line, out);
    std::optional<DecodeFailure> failure;
    if (!reader.run())
        failure = reader.failure();
    else if (out.failed())
        failure = out.failure();
    else if (const std::size_t valid = validUtf8Prefix(line); valid < line.size())
        failure = DecodeFailure{valid, "not UTF-8", {}};
    if (failure) tape.clear();
    return failure;
}

} // namespace eventflow::codec
