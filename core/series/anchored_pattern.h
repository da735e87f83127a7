#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace eventflow {

/// A regular expression (RE2 syntax, `.` also matches a newline) that must match a whole text. The shapes
/// most selectors have (`web-1`, `a|b|c`, `web-.*`, `.+`) are recognized and compared without the automaton.
/// Thread: any (immutable).
class AnchoredPattern {
public:
    static constexpr std::size_t kMaxBytes = 4096;
    /// Bounds the compiled program and its caches.
    static constexpr std::size_t kMaxMemoryBytes = 4 * 1024 * 1024;

    /// Fails with LimitExceeded when the expression is too long or compiles to too large a program,
    /// ParseError when it is not a regular expression.
    static Result<std::shared_ptr<const AnchoredPattern>> create(std::string_view expression);
    ~AnchoredPattern();
    AnchoredPattern(const AnchoredPattern&) = delete;
    AnchoredPattern& operator=(const AnchoredPattern&) = delete;

    [[nodiscard]] bool matches(std::string_view text) const;

private:
    enum class Shape { AnyText, NonEmpty, Literals, Prefix, General };

    AnchoredPattern();
    bool recognize(std::string_view expression);

    Shape m_shape = Shape::General;
    std::vector<std::string> m_literals; ///< Literals: sorted alternatives; Prefix: the one prefix
    std::unique_ptr<re2::RE2> m_regex;   ///< General only
};

/// The same options for every regular expression in rules and queries: bounded memory, silent, `.` matches
/// newlines.
Result<std::unique_ptr<re2::RE2>> compileRegex(std::string_view expression);

} // namespace eventflow
