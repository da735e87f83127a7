#include "core/series/anchored_pattern.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>

namespace eventflow {

namespace {

/// The text an expression without operators stands for; nothing when there is an operator in it.
std::optional<std::string> literalText(std::string_view expression) {
    constexpr std::string_view kOperators = "\\.+*?()|[]{}^$";
    constexpr std::string_view kEscapable = "\\.+*?()|[]{}^$-/";
    std::string text;
    for (std::size_t i = 0; i < expression.size(); ++i) {
        const char c = expression[i];
        if (c == '\\') {
            if (i + 1 == expression.size() || kEscapable.find(expression[i + 1]) == std::string_view::npos)
                return std::nullopt;
            text += expression[++i];
        } else if (kOperators.find(c) != std::string_view::npos) {
            return std::nullopt;
        } else {
            text += c;
        }
    }
    return text;
}

} // namespace

AnchoredPattern::AnchoredPattern() = default;
AnchoredPattern::~AnchoredPattern() = default;

Result<std::unique_ptr<re2::RE2>> compileRegex(std::string_view expression) {
    if (expression.size() > AnchoredPattern::kMaxBytes)
        return Error{ErrorCode::LimitExceeded,
                     "regular expression of " + std::to_string(expression.size()) + " bytes; at most " +
                         std::to_string(AnchoredPattern::kMaxBytes) + " are allowed"};
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_dot_nl(true);
    options.set_max_mem(static_cast<std::int64_t>(AnchoredPattern::kMaxMemoryBytes));
    auto regex = std::make_unique<re2::RE2>(re2::StringPiece(expression.data(), expression.size()), options);
    if (regex->ok()) return regex;
    const bool tooLarge = regex->error_code() == re2::RE2::ErrorPatternTooLarge ||
                          regex->error_code() == re2::RE2::ErrorRepeatSize;
    return Error{tooLarge ? ErrorCode::LimitExceeded : ErrorCode::ParseError,
                 "bad regular expression \"" + std::string(expression) + "\": " + regex->error()};
}

bool AnchoredPattern::recognize(std::string_view expression) {
    if (expression == ".*" || expression == ".+") {
        m_shape = expression == ".*" ? Shape::AnyText : Shape::NonEmpty;
        return true;
    }
    if (expression.ends_with(".*")) {
        const auto prefix = literalText(expression.substr(0, expression.size() - 2));
        if (!prefix) return false;
        m_shape = Shape::Prefix;
        m_literals.push_back(*prefix);
        return true;
    }
    for (std::size_t at = 0; at <= expression.size();) {
        const std::size_t bar = std::min(expression.find('|', at), expression.size());
        const auto literal = literalText(expression.substr(at, bar - at));
        if (!literal) {
            m_literals.clear();
            return false;
        }
        m_literals.push_back(*literal);
        at = bar + 1;
    }
    std::ranges::sort(m_literals);
    m_shape = Shape::Literals;
    return true;
}

Result<std::shared_ptr<const AnchoredPattern>> AnchoredPattern::create(std::string_view expression) {
    std::shared_ptr<AnchoredPattern> pattern(new AnchoredPattern);
    if (expression.size() <= kMaxBytes && pattern->recognize(expression))
        return std::shared_ptr<const AnchoredPattern>(std::move(pattern));
    auto regex = compileRegex(expression);
    if (!regex) return regex.error();
    pattern->m_regex = std::move(*regex);
    return std::shared_ptr<const AnchoredPattern>(std::move(pattern));
}

bool AnchoredPattern::matches(std::string_view text) const {
    switch (m_shape) {
    case Shape::AnyText:
        return true;
    case Shape::NonEmpty:
        return !text.empty();
    case Shape::Prefix:
        return text.starts_with(m_literals.front());
    case Shape::Literals:
        return std::binary_search(m_literals.begin(), m_literals.end(), text);
    case Shape::General:
        break;
    }
    return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *m_regex);
}

} // namespace eventflow
