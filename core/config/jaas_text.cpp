#include "core/config/jaas_text.h"

#include <algorithm>

namespace eventflow::config {

namespace {

constexpr std::string_view kSpaces = " \t\r\n";

std::string_view takeWord(std::string_view& text, std::string_view ends) {
    text.remove_prefix(std::min(text.find_first_not_of(kSpaces), text.size()));
    const std::size_t end = std::min(text.find_first_of(ends), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end);
    return word;
}

/// In quotes with backslash escapes, or up to a space or semicolon.
std::optional<std::string> takeValue(std::string_view& text) {
    if (!text.starts_with('"')) return std::string(takeWord(text, " \t\r\n;"));
    std::string value;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return value;
        }
        if (text[i] == '\\' && i + 1 < text.size()) ++i;
        value += text[i];
    }
    return std::nullopt;
}

} // namespace

std::optional<JaasEntry> parseJaas(std::string_view text) {
    JaasEntry entry;
    const std::string_view name = takeWord(text, " \t\r\n;");
    entry.module = name.substr(name.rfind('.') + 1);
    const std::string_view flag = takeWord(text, " \t\r\n;");
    if (entry.module.empty() || flag.empty()) return std::nullopt;
    while (true) {
        const std::string_view option = takeWord(text, "= \t\r\n;");
        if (option.empty()) break;
        if (!text.starts_with('=')) return std::nullopt;
        text.remove_prefix(1);
        auto value = takeValue(text);
        if (!value) return std::nullopt;
        entry.options[std::string(option)] = std::move(*value);
    }
    return entry;
}

} // namespace eventflow::config
