#include "core/config/properties_text.h"

#include <charconv>
#include <cstdint>
#include <map>
#include <optional>

namespace eventflow::config {

namespace {

constexpr std::size_t kMaxBytes = 1024 * 1024;
constexpr std::size_t kMaxProperties = 10'000;

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\f';
}

void appendUtf8(std::string& out, std::uint32_t code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0U | code >> 6U);
        out += static_cast<char>(0x80U | (code & 0x3FU));
    } else {
        out += static_cast<char>(0xE0U | code >> 12U);
        out += static_cast<char>(0x80U | (code >> 6U & 0x3FU));
        out += static_cast<char>(0x80U | (code & 0x3FU));
    }
}

class PropertiesParser {
public:
    explicit PropertiesParser(std::string_view text) : m_text(text) {}

    Result<std::vector<PropertyLine>> parse();

private:
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] char peek() const { return m_text[m_at]; }
    [[nodiscard]] bool atLineEnd() const { return atEnd() || peek() == '\n' || peek() == '\r'; }
    void skipSpaces() {
        while (!atEnd() && isSpace(peek()))
            ++m_at;
    }
    void skipLine();
    /// Behind a backslash: the line end and the next line's indentation, or what the escape stands for.
    bool escape(std::string& out);
    std::optional<std::string> word(bool name);

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_line = 1;
};

void PropertiesParser::skipLine() {
    while (!atLineEnd())
        ++m_at;
    if (!atEnd() && peek() == '\r') ++m_at;
    if (!atEnd() && peek() == '\n') ++m_at;
    ++m_line;
}

bool PropertiesParser::escape(std::string& out) {
    if (atEnd()) return true;
    if (atLineEnd()) {
        skipLine();
        skipSpaces();
        return true;
    }
    const char c = m_text[m_at++];
    switch (c) {
    case 'n':
        out += '\n';
        return true;
    case 't':
        out += '\t';
        return true;
    case 'r':
        out += '\r';
        return true;
    case 'f':
        out += '\f';
        return true;
    case 'u':
        break;
    default:
        out += c;
        return true;
    }
    std::uint32_t code = 0;
    const std::string_view digits = m_text.substr(m_at, 4);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    if (error != std::errc() || end != digits.data() + 4 || digits.size() < 4) return false;
    m_at += 4;
    appendUtf8(out, code);
    return true;
}

/// A name ends at the first space, `=` or `:`; a value at the line's end.
std::optional<std::string> PropertiesParser::word(bool name) {
    std::string out;
    while (!atLineEnd()) {
        const char c = peek();
        if (name && (isSpace(c) || c == '=' || c == ':')) break;
        ++m_at;
        if (c != '\\')
            out += c;
        else if (!escape(out))
            return std::nullopt;
    }
    return out;
}

Result<std::vector<PropertyLine>> PropertiesParser::parse() {
    std::vector<PropertyLine> all;
    std::map<std::string, std::size_t> places;
    for (; !atEnd(); skipLine()) {
        skipSpaces();
        if (atLineEnd() || peek() == '#' || peek() == '!') continue;
        PropertyLine property;
        property.line = m_line;
        auto name = word(true);
        skipSpaces();
        if (!atEnd() && (peek() == '=' || peek() == ':')) ++m_at;
        skipSpaces();
        auto value = name ? word(false) : std::nullopt;
        if (!value || name->empty())
            return Error{ErrorCode::ParseError, "line " + std::to_string(property.line) + ": " +
                                                    (value ? "there is no name before the value"
                                                           : "\\u must be followed by four hex digits")};
        property.name = std::move(*name);
        property.value = std::move(*value);
        const auto [known, added] = places.emplace(property.name, all.size());
        if (added)
            all.push_back(std::move(property));
        else
            all[known->second] = std::move(property);
        if (all.size() > kMaxProperties)
            return Error{ErrorCode::LimitExceeded, "more than 10,000 properties"};
    }
    return all;
}

} // namespace

Result<std::vector<PropertyLine>> parseProperties(std::string_view text) {
    if (text.size() > kMaxBytes) return Error{ErrorCode::LimitExceeded, "larger than 1 MiB"};
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    return PropertiesParser(text).parse();
}

} // namespace eventflow::config
