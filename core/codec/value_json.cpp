#include "core/codec/value_json.h"

#include "core/base/base64.h"
#include "core/base/hex.h"
#include "core/base/json_writer.h"
#include "core/codec/json_checker.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace eventflow::codec {

namespace {

/// A character's bytes stay together.
std::size_t cutAtCharacter(std::string_view text, std::size_t bytes) {
    if (bytes >= text.size()) return text.size();
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U)
        --bytes;
    return bytes;
}

std::string realText(const ValueNode& node) {
    std::array<char, 32> shortest{};
    char* const begin = shortest.data();
    char* const end = begin + shortest.size();
    std::string text(begin, node.format == ValueFormat::Single
                                ? std::to_chars(begin, end, static_cast<float>(node.real)).ptr
                                : std::to_chars(begin, end, node.real).ptr);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

/// Writes until `limit` bytes are there; what stands behind them is left out, within a text too.
class Writer {
public:
    Writer(const JsonStyle& style, std::size_t limit) : m_style(style), m_limit(limit) {}

    // Recursion: tapes are at most ValueTape::kMaxDepth deep.
    void value(ValueView value, int depth = 0) {
        if (full()) return;
        if (value->kind == ValueKind::Array || value->kind == ValueKind::Object)
            container(value, depth);
        else
            scalar(value.node());
    }
    [[nodiscard]] std::string take() && { return std::move(m_out); }

private:
    [[nodiscard]] bool full() const { return m_out.size() >= m_limit; }
    /// No byte becomes less than one: so much is enough to go beyond the limit.
    [[nodiscard]] std::string_view clipBytes(std::string_view bytes) const {
        return bytes.substr(0, std::min(bytes.size(), m_limit));
    }
    [[nodiscard]] std::string_view clip(std::string_view text) const {
        constexpr std::size_t kCharacter = 4; // what cutting at a character may take away
        if (text.size() <= m_limit) return text;
        return text.substr(0, cutAtCharacter(text, m_limit + kCharacter));
    }

    void container(ValueView value, int depth) {
        const bool object = value->kind == ValueKind::Object;
        m_out += object ? '{' : '[';
        bool first = true;
        for (const ValueView child : value.children()) {
            if (full()) return;
            if (!first) m_out += ',';
            first = false;
            newLine(depth + 1);
            if (object) {
                appendJsonString(m_out, clip(child->memberName()));
                m_out += m_style.indent > 0 ? ": " : ":";
            }
            this->value(child, depth + 1);
        }
        if (!first) newLine(depth);
        m_out += object ? '}' : ']';
    }

    void newLine(int depth) {
        if (m_style.indent <= 0) return;
        m_out += '\n';
        m_out.append(static_cast<std::size_t>(depth * m_style.indent), ' ');
    }

    void scalar(const ValueNode& node) {
        switch (node.kind) {
        case ValueKind::Boolean:
            m_out += node.boolean ? "true" : "false";
            return;
        case ValueKind::Integer:
            if (m_style.isoTimes && isTime(node))
                appendJsonString(m_out, isoTimeText(node));
            else
                m_out += std::to_string(node.integer);
            return;
        case ValueKind::Unsigned:
            m_out += std::to_string(node.unsignedInteger);
            return;
        case ValueKind::Real:
            if (std::isfinite(node.real))
                m_out += realText(node);
            else
                appendJsonString(m_out, formatDouble(node.real));
            return;
        case ValueKind::Text:
            text(node);
            return;
        case ValueKind::Bytes:
            appendJsonString(m_out, m_style.bytes == JsonStyle::Bytes::Hex
                                        ? toHex(clipBytes(node.text()))
                                        : toBase64(clipBytes(node.text())));
            return;
        case ValueKind::Null:
        case ValueKind::Array:
        case ValueKind::Object:
            m_out += "null";
        }
    }

    void text(const ValueNode& node) {
        // Other formats' decimals need not be written as JSON writes numbers: `NaN`, `1.`.
        if (node.format == ValueFormat::Decimal && !findJsonFault(node.text(), JsonNumbers::Any))
            m_out += clip(node.text());
        else
            appendJsonString(m_out, clip(node.text()));
    }

    const JsonStyle& m_style;
    std::size_t m_limit;
    std::string m_out;
};

/// Bytes may be cut anywhere, text may not: hence here and not in clip().
std::string oneLine(std::string_view text, std::size_t limit) {
    std::string out(text.substr(0, cutAtCharacter(text, limit)));
    std::replace_if(
        out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; },
        ' ');
    return out;
}

} // namespace

std::string toJson(ValueView value, const JsonStyle& style) {
    Writer writer(style, std::numeric_limits<std::size_t>::max());
    writer.value(value);
    return std::move(writer).take();
}

std::string previewText(ValueView value, std::size_t maxBytes) {
    static constexpr std::string_view kEllipsis = "…";
    std::string out;
    if (value->kind == ValueKind::Text) {
        out = oneLine(value->text(), maxBytes + 1);
        if (value->size > out.size()) out += kEllipsis; // makes it longer than `maxBytes`: it is cut below
    } else {
        const JsonStyle compact;
        Writer writer(compact, maxBytes + 1);
        writer.value(value);
        out = std::move(writer).take();
    }
    if (out.size() <= maxBytes) return out;
    if (maxBytes < kEllipsis.size()) return {};
    out.resize(cutAtCharacter(out, maxBytes - kEllipsis.size()));
    return out.append(kEllipsis);
}

std::string memberNameOf(ValueView value) {
    if (value->kind == ValueKind::Bytes) return toHex(value->text());
    if (value->kind == ValueKind::Text) return std::string(value->text());
    return isTime(value.node()) ? isoTimeText(value.node()) : toJson(value);
}

} // namespace eventflow::codec
