#include "core/series/series_source.h"

#include "core/series/anchored_pattern.h"

#include <algorithm>
#include <bit>

namespace eventflow {

const char* toString(MatchOp op) {
    switch (op) {
    case MatchOp::Equal:
        return "=";
    case MatchOp::NotEqual:
        return "!=";
    case MatchOp::Regex:
        return "=~";
    case MatchOp::NotRegex:
        return "!~";
    }
    return "=";
}

Result<LabelMatcher> LabelMatcher::create(std::string name, MatchOp op, std::string value) {
    LabelMatcher matcher;
    if (op == MatchOp::Regex || op == MatchOp::NotRegex) {
        auto pattern = AnchoredPattern::create(value);
        if (!pattern) return pattern.error();
        matcher.m_pattern = std::move(*pattern);
    }
    matcher.m_name = std::move(name);
    matcher.m_op = op;
    matcher.m_value = std::move(value);
    return matcher;
}

bool LabelMatcher::matches(std::string_view value) const {
    switch (m_op) {
    case MatchOp::Equal:
        return value == m_value;
    case MatchOp::NotEqual:
        return value != m_value;
    case MatchOp::Regex:
        return m_pattern->matches(value);
    case MatchOp::NotRegex:
        return !m_pattern->matches(value);
    }
    return false;
}

std::string LabelMatcher::toString() const {
    return (isClassicLabelName(m_name) ? m_name : quoted(m_name)) + eventflow::toString(m_op) +
           quoted(m_value);
}

bool matchesAll(std::span<const LabelMatcher> matchers, const Labels& labels) {
    return std::ranges::all_of(matchers, [&](const LabelMatcher& m) { return m.matches(labels); });
}

bool isStaleMarker(double value) {
    return std::bit_cast<std::uint64_t>(value) == kStaleNaNBits;
}

double staleMarker() {
    return std::bit_cast<double>(kStaleNaNBits);
}

} // namespace eventflow
