#include "core/schema/json_schema_uri.h"

namespace eventflow::schema {

namespace {

int hexDigit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string percentDecode(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isEscape =
            text[i] == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0 && hexDigit(text[i + 2]) >= 0;
        if (!isEscape) {
            out += text[i];
            continue;
        }
        out += static_cast<char>(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2]));
        i += 2;
    }
    return out;
}

/// Of `http://host`, `urn`: where the path begins.
std::size_t pathBegin(std::string_view uri) {
    const std::size_t scheme = uri.find("://");
    if (scheme == std::string_view::npos) return 0;
    const std::size_t slash = uri.find('/', scheme + 3);
    return slash == std::string_view::npos ? uri.size() : slash;
}

bool hasScheme(std::string_view ref) {
    const std::size_t colon = ref.find(':');
    return colon != std::string_view::npos && colon > 0 && ref.find('/') > colon;
}

/// `a/b/../c/./d` without its dots.
std::string removeDots(std::string_view path) {
    std::string out;
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        const std::string_view segment = path.substr(0, slash);
        const bool isLast = slash == std::string_view::npos;
        if (segment == "..") {
            const std::size_t parent = out.size() > 1 ? out.rfind('/', out.size() - 2) : std::string::npos;
            out.resize(parent == std::string::npos ? (out.starts_with('/') ? 1 : 0) : parent + 1);
        } else if (segment != ".") {
            out += segment;
            if (!isLast) out += '/';
        }
        if (isLast) break;
        path.remove_prefix(slash + 1);
    }
    return out;
}

template <typename Replace>
std::string replaceEach(std::string_view text, const Replace& replace) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i)
        i += replace(text.substr(i), out);
    return out;
}

} // namespace

SplitReference splitReference(std::string_view reference) {
    const std::size_t hash = reference.find('#');
    if (hash == std::string_view::npos) return {reference, {}};
    return {reference.substr(0, hash), percentDecode(reference.substr(hash + 1))};
}

std::string resolveReference(std::string_view base, std::string_view ref) {
    if (ref.empty()) return std::string(base);
    if (hasScheme(ref)) return std::string(ref);
    const std::size_t path = pathBegin(base);
    std::string out(base.substr(0, path));
    if (ref.starts_with('/')) return out + removeDots(ref);
    const std::size_t slash = base.rfind('/');
    std::string merged;
    if (slash != std::string_view::npos && slash >= path)
        merged = base.substr(path, slash + 1 - path);
    else if (path > 0)
        merged = '/';
    merged += ref;
    return out + removeDots(merged);
}

std::string escapePointerToken(std::string_view token) {
    return replaceEach(token, [](std::string_view rest, std::string& out) -> std::size_t {
        if (rest[0] == '~')
            out += "~0";
        else if (rest[0] == '/')
            out += "~1";
        else
            out += rest[0];
        return 0;
    });
}

std::string unescapePointerToken(std::string_view token) {
    return replaceEach(token, [](std::string_view rest, std::string& out) -> std::size_t {
        const bool isEscape = rest.starts_with("~0") || rest.starts_with("~1");
        out += isEscape ? (rest[1] == '0' ? '~' : '/') : rest[0];
        return isEscape ? 1 : 0;
    });
}

} // namespace eventflow::schema
