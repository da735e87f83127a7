#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace eventflow::cel {

/// A regular expression for `matches`: RE2 syntax, found anywhere in the text. Bounded in length and compiled
/// size.
Result<std::shared_ptr<const re2::RE2>> compilePattern(std::string_view pattern);
bool matchesPattern(const re2::RE2& pattern, std::string_view text);
/// Puts `replacement`, as it is, in place of everything that the pattern finds.
void replaceMatches(const re2::RE2& pattern, std::string& text, std::string_view replacement);

/// Patterns that are no constants are compiled when they are met; at most kMaxPatterns are kept, wrong ones
/// included. Thread: confined.
class RegexCache {
public:
    RegexCache();
    ~RegexCache();
    RegexCache(const RegexCache&) = delete;
    RegexCache& operator=(const RegexCache&) = delete;

    /// Lifetime of the result: until the next call. `compiled` says whether it had to be compiled.
    const Result<std::shared_ptr<const re2::RE2>>& find(std::string_view pattern, bool& compiled);

private:
    static constexpr std::size_t kMaxPatterns = 16;
    std::map<std::string, Result<std::shared_ptr<const re2::RE2>>, std::less<>> m_patterns;
};

} // namespace eventflow::cel
