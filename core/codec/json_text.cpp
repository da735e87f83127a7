#include "core/codec/json_text.h"

#include "core/base/json_writer.h"

namespace eventflow::codec {

namespace {

std::size_t skipSpace(std::string_view json, std::size_t at) {
    while (at < json.size() && (json[at] == ' ' || json[at] == '\t' || json[at] == '\n' || json[at] == '\r'))
        ++at;
    return at;
}

/// Behind the string that opens at `at`.
std::size_t skipString(std::string_view json, std::size_t at) {
    for (++at; at < json.size() && json[at] != '"'; ++at)
        if (json[at] == '\\') ++at;
    return at + 1;
}

/// Behind the value that starts at `at`.
std::size_t skipValue(std::string_view json, std::size_t at) {
    std::size_t depth = 0;
    while (at < json.size()) {
        const char c = json[at];
        if (c == '"') {
            at = skipString(json, at);
            if (depth == 0) return at;
            continue;
        }
        if (c == '{' || c == '[') ++depth;
        if ((c == '}' || c == ']') && depth == 0) return at; // of the parent: a number or word ended here
        if ((c == '}' || c == ']') && --depth == 0) return at + 1;
        if (depth == 0 && (c == ',' || c == ' ' || c == '\t' || c == '\n' || c == '\r')) return at;
        ++at;
    }
    return at;
}

} // namespace

std::string_view memberText(std::string_view json, std::size_t n) {
    std::size_t at = skipSpace(json, 0) + 1; // behind the brace
    for (std::size_t member = 0;; ++member) {
        at = skipSpace(json, at);
        if (at >= json.size() || json[at] != '"') return {};
        at = skipSpace(json, skipString(json, at));
        at = skipSpace(json, at + 1); // behind the colon
        const std::size_t end = skipValue(json, at);
        if (at >= json.size() || end > json.size()) return {};
        if (member == n) return json.substr(at, end - at);
        at = skipSpace(json, end) + 1; // behind the comma
    }
}

std::string excerpt(std::string_view text) {
    constexpr std::size_t kMaxBytes = 64;
    const bool cut = text.size() > kMaxBytes;
    std::string out;
    appendJsonString(out, toValidUtf8(cut ? text.substr(0, kMaxBytes) : text));
    if (cut) out += "…";
    return out;
}

} // namespace eventflow::codec
