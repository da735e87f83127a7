#include "core/browse/text_search.h"

#include <algorithm>
#include <utility>

namespace eventflow::browse {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
}

} // namespace

TextSearch::TextSearch(TextQuery query) : m_query(std::move(query)) {
    std::string& text = m_query.text;
    if (m_query.ignoreCase) std::transform(text.begin(), text.end(), text.begin(), lower);
    m_skip.fill(text.size());
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        m_skip[static_cast<unsigned char>(text[i])] = text.size() - 1 - i;
        if (m_query.ignoreCase) m_skip[static_cast<unsigned char>(upper(text[i]))] = text.size() - 1 - i;
    }
}

std::size_t TextSearch::find(std::string_view bytes) const {
    const std::string_view text = m_query.text;
    if (text.empty()) return 0;
    if (!m_query.ignoreCase) {
        for (std::size_t at = 0; at + text.size() <= bytes.size();) {
            if (bytes.substr(at, text.size()) == text) return at;
            at += m_skip[static_cast<unsigned char>(bytes[at + text.size() - 1])];
        }
        return std::string_view::npos;
    }
    for (std::size_t at = 0; at + text.size() <= bytes.size();) {
        const bool same =
            std::equal(text.begin(), text.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at),
                       [](char wanted, char there) { return wanted == lower(there); });
        if (same) return at;
        at += m_skip[static_cast<unsigned char>(bytes[at + text.size() - 1])];
    }
    return std::string_view::npos;
}

bool TextSearch::matches(const Record& record) const {
    const auto in = [this](const NullableBytes& bytes) {
        return bytes && find(*bytes) != std::string_view::npos;
    };
    if (m_query.inKey && in(record.key)) return true;
    if (m_query.inValue && in(record.value)) return true;
    return m_query.inHeaders &&
           std::any_of(record.headers.begin(), record.headers.end(),
                       [&](const Header& header) { return in(header.name) || in(header.value); });
}

} // namespace eventflow::browse
