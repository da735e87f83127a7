#include "tests/conformance/series_notation.h"

#include "core/promql/ast.h"
#include "core/promql/number_literal.h"
#include "core/series/series_source.h"

#include <charconv>
#include <limits>
#include <sstream>
#include <string>

namespace eventflow::conformance {

namespace {

constexpr std::size_t kMaxValues = 20'000'000;

std::optional<double> number(std::string_view text) {
    if (text.starts_with('-')) {
        const auto value = number(text.substr(1));
        return value ? std::optional(-*value) : std::nullopt;
    }
    if (text == "Inf") return std::numeric_limits<double>::infinity();
    if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
    return promql::parseNumber(text);
}

/// `start`, `start` + sign + `step`: where the sign stands, not counting a leading one or that of an
/// exponent.
std::size_t stepSign(std::string_view text) {
    for (std::size_t i = 1; i < text.size(); ++i)
        if ((text[i] == '+' || text[i] == '-') && text[i - 1] != 'e' && text[i - 1] != 'E') return i;
    return std::string_view::npos;
}

bool appendRun(std::string_view word, std::vector<std::optional<double>>& out) {
    const std::size_t x = word.find('x');
    std::size_t times = 0;
    if (x != std::string_view::npos) {
        const std::string_view count = word.substr(x + 1);
        const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), times);
        if (error != std::errc{} || end != count.data() + count.size() || times > kMaxValues) return false;
    }
    const std::string_view base = word.substr(0, x);
    if (out.size() + times + 1 > kMaxValues) return false;
    if (base == "_") {
        out.resize(out.size() + (x == std::string_view::npos ? 1 : times));
        return true;
    }
    const std::size_t sign = base == "stale" ? std::string_view::npos : stepSign(base);
    const auto start = base == "stale" ? std::optional(staleMarker()) : number(base.substr(0, sign));
    const auto step = sign == std::string_view::npos ? std::optional(0.0) : number(base.substr(sign + 1));
    if (!start || !step) return false;
    const double signedStep = sign != std::string_view::npos && base[sign] == '-' ? -*step : *step;
    for (std::size_t i = 0; i <= times; ++i)
        out.push_back(isStaleMarker(*start) ? *start : *start + static_cast<double>(i) * signedStep);
    return true;
}

} // namespace

Result<Labels> parseSeries(std::string_view text) {
    if (text == "{}") return Labels();
    auto expression = promql::Expression::parse(text);
    if (!expression) return expression.error();
    const auto* selector = expression->root().as<promql::VectorSelector>();
    if (selector == nullptr) return Error{ErrorCode::ParseError, "not a series: " + std::string(text)};
    std::vector<Label> labels;
    for (const LabelMatcher& matcher : selector->matchers)
        labels.push_back({matcher.name(), matcher.value()});
    return Labels(std::move(labels));
}

Result<std::vector<std::optional<double>>> parseValues(std::string_view text) {
    std::vector<std::optional<double>> values;
    std::istringstream words{std::string(text)};
    for (std::string word; words >> word;)
        if (!appendRun(word, values)) return Error{ErrorCode::ParseError, "bad values at \"" + word + '"'};
    return values;
}

} // namespace eventflow::conformance
