#include "core/rules/expression_error.h"

#include <algorithm>
#include <charconv>

namespace eventflow::rules {

namespace {

/// Takes a number and the colon behind it.
bool takeNumber(std::string_view& text, std::size_t& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    const auto length = static_cast<std::size_t>(end - text.data());
    if (error != std::errc{} || length >= text.size() || text[length] != ':') return false;
    text.remove_prefix(length + 1);
    return true;
}

/// The byte of the character in this line and column, both from 1.
std::size_t offsetOf(std::string_view text, std::size_t line, std::size_t column) {
    std::size_t at = 0;
    for (; line > 1; --line) {
        const std::size_t end = text.find('\n', at);
        if (end == std::string_view::npos) return text.size();
        at = end + 1;
    }
    for (; column > 1 && at < text.size(); --column)
        for (++at; at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;)
            ++at;
    return at;
}

} // namespace

ExpressionPlace placeInExpression(std::string_view text, const Error& error) {
    std::string_view message = error.detail;
    std::size_t line = 0;
    std::size_t column = 0;
    std::size_t offset = 0;
    if (takeNumber(message, line) && takeNumber(message, column))
        offset = offsetOf(text, line, column);
    else
        message = error.detail;
    while (message.starts_with(' '))
        message.remove_prefix(1);
    // The excerpt with its caret counts lines of the expression, which are not those of the file.
    return {offset, std::string(message.substr(0, message.find('\n')))};
}

} // namespace eventflow::rules
