#include "core/rules/testing/promtool_text.h"

#include <array>
#include <charconv>
#include <cmath>

namespace eventflow::rules::testing {

namespace {

/// The shortest digits that read back, with an exponent: `1E+00`, `1.5E-07`.
std::string scientific(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
    std::array<char, 32> buffer{};
    const auto [end, error] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific);
    std::string text(buffer.data(), end);
    if (const std::size_t e = text.find('e'); e != std::string::npos) text[e] = 'E';
    return text;
}

/// A number of seconds below one minute or of milliseconds below one second, without trailing zeros.
std::string decimal(std::int64_t whole, std::int64_t fraction, int digits) {
    std::string text = std::to_string(whole);
    if (fraction == 0) return text;
    std::string rest = std::to_string(fraction);
    rest.insert(0, static_cast<std::size_t>(digits) - rest.size(), '0');
    rest.erase(rest.find_last_not_of('0') + 1);
    return text + '.' + rest;
}

} // namespace

std::string promtoolText(const Labels& labels) {
    std::string out = "{";
    for (const Label& label : labels) {
        if (out.size() > 1) out += ", ";
        out += label.name + '=' + eventflow::quoted(label.value);
    }
    return out + '}';
}

std::string promtoolText(const promql::InstantVector& samples) {
    if (samples.empty()) return "nil";
    std::string out;
    for (const promql::VectorSample& sample : samples) {
        if (!out.empty()) out += ", ";
        out += promtoolText(sample.labels) + ' ' + scientific(sample.value);
    }
    return out;
}

std::string promtoolText(const std::vector<AlertCheck::Expected>& alerts) {
    if (alerts.empty()) return "[]";
    const std::string indent(12, ' ');
    std::string out = "[\n";
    for (std::size_t i = 0; i < alerts.size(); ++i) {
        out += indent + std::to_string(i) + ":\n";
        out += indent + "  Labels:" + promtoolText(alerts[i].labels) + '\n';
        out += indent + "  Annotations:" + promtoolText(alerts[i].annotations);
        out += i + 1 < alerts.size() ? ",\n" : "\n";
    }
    return out + indent + ']';
}

std::string goDuration(Duration duration) {
    constexpr std::int64_t kMs = 1'000'000;
    constexpr std::int64_t kSecond = 1000 * kMs;
    const std::int64_t ns = duration.count();
    if (ns < 0) return '-' + goDuration(-duration);
    if (ns == 0) return "0s";
    if (ns < kSecond) return decimal(ns / kMs, ns % kMs, 6) + "ms";
    std::string out;
    const std::int64_t minutes = ns / (60 * kSecond);
    if (minutes >= 60) out += std::to_string(minutes / 60) + 'h';
    if (minutes > 0) out += std::to_string(minutes % 60) + 'm';
    const std::int64_t rest = ns % (60 * kSecond);
    return out + decimal(rest / kSecond, rest % kSecond, 9) + 's';
}

} // namespace eventflow::rules::testing
