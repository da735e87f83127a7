#include "core/cel/regex_cache.h"

#include <re2/re2.h>

#include <cstdint>

namespace eventflow::cel {

namespace {

constexpr std::size_t kMaxPatternBytes = 4096;
constexpr std::int64_t kMaxProgramBytes = 1024 * 1024;

re2::StringPiece piece(std::string_view text) {
    return {text.data(), text.size()};
}

} // namespace

Result<std::shared_ptr<const re2::RE2>> compilePattern(std::string_view pattern) {
    if (pattern.size() > kMaxPatternBytes)
        return Error{ErrorCode::LimitExceeded,
                     "a regular expression may have at most " + std::to_string(kMaxPatternBytes) + " bytes"};
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kMaxProgramBytes);
    auto regex = std::make_shared<const re2::RE2>(piece(pattern), options);
    if (!regex->ok()) return Error{ErrorCode::ParseError, "bad regular expression: " + regex->error()};
    return std::shared_ptr<const re2::RE2>(std::move(regex));
}

bool matchesPattern(const re2::RE2& pattern, std::string_view text) {
    return re2::RE2::PartialMatch(piece(text), pattern);
}

void replaceMatches(const re2::RE2& pattern, std::string& text, std::string_view replacement) {
    // A backslash would be a reference to a group.
    std::string literal;
    for (const char c : replacement) {
        if (c == '\\') literal += c;
        literal += c;
    }
    re2::RE2::GlobalReplace(&text, pattern, piece(literal));
}

RegexCache::RegexCache() = default;
RegexCache::~RegexCache() = default;

const Result<std::shared_ptr<const re2::RE2>>& RegexCache::find(std::string_view pattern, bool& compiled) {
    auto found = m_patterns.find(pattern);
    compiled = found == m_patterns.end();
    if (compiled) {
        if (m_patterns.size() >= kMaxPatterns) m_patterns.clear();
        found = m_patterns.emplace(std::string(pattern), compilePattern(pattern)).first;
    }
    return found->second;
}

} // namespace eventflow::cel
