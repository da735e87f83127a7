#include "widgets/viewmodels/json_outline.h"

#include "widgets/viewmodels/json_scanner.h"

#include <utility>

namespace eventflow::viewmodels {

namespace {

bool opens(JsonTokenKind kind) {
    return kind == JsonTokenKind::ObjectBegin || kind == JsonTokenKind::ArrayBegin;
}

bool closes(JsonTokenKind kind) {
    return kind == JsonTokenKind::ObjectEnd || kind == JsonTokenKind::ArrayEnd;
}

JsonKind kindOf(JsonTokenKind token) {
    switch (token) {
    case JsonTokenKind::ObjectBegin:
        return JsonKind::Object;
    case JsonTokenKind::ArrayBegin:
        return JsonKind::Array;
    case JsonTokenKind::String:
        return JsonKind::String;
    case JsonTokenKind::Number:
        return JsonKind::Number;
    case JsonTokenKind::True:
    case JsonTokenKind::False:
        return JsonKind::Boolean;
    default:
        return JsonKind::Null;
    }
}

bool isValue(JsonTokenKind token) {
    switch (token) {
    case JsonTokenKind::ObjectBegin:
    case JsonTokenKind::ArrayBegin:
    case JsonTokenKind::String:
    case JsonTokenKind::Number:
    case JsonTokenKind::True:
    case JsonTokenKind::False:
    case JsonTokenKind::Null:
        return true;
    default:
        return false;
    }
}

} // namespace

/// The parser: a state and a stack of open containers instead of recursion.
class JsonOutline::Builder {
public:
    explicit Builder(JsonOutline& outline) : m_out(outline), m_scanner(outline.m_text) {}

    void run() {
        while (!m_scanner.atEnd() && m_out.m_problem == JsonProblem::None) {
            const JsonToken token = m_scanner.next();
            if (token.kind != JsonTokenKind::Space) accept(token);
        }
        if (m_out.m_problem == JsonProblem::None && m_expect != Expect::End)
            fail(m_out.m_nodes.empty() ? JsonProblem::NoValue : JsonProblem::UnexpectedEnd,
                 m_out.m_text.size());
        // What was still open when the text ended or broke reaches up to there.
        for (const std::uint32_t id : m_open)
            closeAt(id, m_out.m_problemOffset);
    }

private:
    enum class Expect : std::uint8_t { Value, ValueOrEnd, Name, NameOrEnd, Colon, CommaOrEnd, End };

    void accept(const JsonToken& token) {
        switch (m_expect) {
        case Expect::ValueOrEnd:
            if (token.kind == JsonTokenKind::ArrayEnd) return close(token);
            [[fallthrough]];
        case Expect::Value:
            return isValue(token.kind) ? addValue(token) : unexpected(token);
        case Expect::NameOrEnd:
            if (token.kind == JsonTokenKind::ObjectEnd) return close(token);
            [[fallthrough]];
        case Expect::Name:
            if (token.kind != JsonTokenKind::String) return unexpected(token);
            m_name = token;
            m_expect = Expect::Colon;
            return;
        case Expect::Colon:
            if (token.kind != JsonTokenKind::Colon) return unexpected(token);
            m_expect = Expect::Value;
            return;
        case Expect::CommaOrEnd:
            return acceptCommaOrEnd(token);
        case Expect::End:
            return fail(JsonProblem::TextAfterValue, token.offset);
        }
    }

    void acceptCommaOrEnd(const JsonToken& token) {
        const bool inObject = m_out.m_nodes[m_open.back()].kind == JsonKind::Object;
        if (token.kind == JsonTokenKind::Comma)
            m_expect = inObject ? Expect::Name : Expect::Value;
        else if (token.kind == (inObject ? JsonTokenKind::ObjectEnd : JsonTokenKind::ArrayEnd))
            close(token);
        else
            unexpected(token);
    }

    void addValue(const JsonToken& token) {
        if (m_out.m_nodes.size() == kMaxNodes) return fail(JsonProblem::TooManyNodes, token.offset);
        Node node;
        node.kind = kindOf(token.kind);
        node.textStart = static_cast<std::uint32_t>(token.offset);
        node.textLength = static_cast<std::uint32_t>(token.text.size());
        if (!m_name.text.empty()) {
            node.nameStart = static_cast<std::uint32_t>(m_name.offset);
            node.nameLength = static_cast<std::uint32_t>(m_name.text.size());
        }
        if (!m_open.empty()) {
            node.parent = m_open.back();
            node.row = m_out.m_nodes[node.parent].childCount++;
        }
        m_name = {};
        m_out.m_nodes.push_back(node);
        if (opens(token.kind))
            open();
        else
            afterValue();
    }

    void open() {
        const auto id = static_cast<std::uint32_t>(m_out.m_nodes.size() - 1);
        if (m_open.size() == kMaxDepth) return skipDeep(id);
        m_open.push_back(id);
        m_expect = m_out.m_nodes[id].kind == JsonKind::Object ? Expect::NameOrEnd : Expect::ValueOrEnd;
    }

    /// Takes everything up to the matching end as the text of one node.
    void skipDeep(std::uint32_t id) {
        m_out.m_nodes[id].kind = JsonKind::TooDeep;
        std::size_t depth = 1;
        while (depth > 0) {
            if (m_scanner.atEnd()) {
                closeAt(id, m_out.m_text.size());
                return fail(JsonProblem::UnexpectedEnd, m_out.m_text.size());
            }
            const JsonToken token = m_scanner.next();
            if (opens(token.kind)) ++depth;
            if (closes(token.kind) && --depth == 0) closeAt(id, token.offset + 1);
        }
        afterValue();
    }

    void close(const JsonToken& token) {
        closeAt(m_open.back(), token.offset + 1);
        m_open.pop_back();
        afterValue();
    }

    void closeAt(std::uint32_t id, std::size_t end) {
        Node& node = m_out.m_nodes[id];
        node.textLength = static_cast<std::uint32_t>(end - node.textStart);
    }

    void afterValue() { m_expect = m_open.empty() ? Expect::End : Expect::CommaOrEnd; }

    void unexpected(const JsonToken& token) {
        // An unterminated string is the usual face of a cut text.
        const bool cut = token.kind == JsonTokenKind::Invalid && token.text.front() == '"';
        fail(cut ? JsonProblem::UnexpectedEnd : JsonProblem::UnexpectedText,
             cut ? m_out.m_text.size() : token.offset);
    }

    void fail(JsonProblem problem, std::size_t offset) {
        m_out.m_problem = problem;
        m_out.m_problemOffset = offset;
    }

    JsonOutline& m_out;
    JsonScanner m_scanner;
    Expect m_expect = Expect::Value;
    JsonToken m_name;
    std::vector<std::uint32_t> m_open;
};

JsonOutline::JsonOutline(std::string text) : m_text(std::move(text)) {
    if (m_text.size() > kMaxText) {
        m_problem = JsonProblem::TextTooLong;
        return;
    }
    Builder(*this).run();
    indexChildren();
}

void JsonOutline::indexChildren() {
    std::uint32_t start = 0;
    for (Node& node : m_nodes) {
        node.childStart = start;
        start += node.childCount;
    }
    m_childOrder.resize(start);
    for (std::uint32_t id = 1; id < m_nodes.size(); ++id) {
        const Node& node = m_nodes[id];
        m_childOrder[m_nodes[node.parent].childStart + node.row] = id;
    }
}

std::span<const std::uint32_t> JsonOutline::children(std::uint32_t id) const {
    const Node& node = m_nodes[id];
    return std::span(m_childOrder).subspan(node.childStart, node.childCount);
}

std::string_view JsonOutline::name(std::uint32_t id) const {
    const Node& node = m_nodes[id];
    if (node.nameLength < 2) return {};
    return std::string_view(m_text).substr(node.nameStart + 1, node.nameLength - 2);
}

std::string_view JsonOutline::valueText(std::uint32_t id) const {
    const Node& node = m_nodes[id];
    return std::string_view(m_text).substr(node.textStart, node.textLength);
}

} // namespace eventflow::viewmodels
