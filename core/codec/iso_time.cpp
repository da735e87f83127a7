#include "core/codec/value_json.h"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace eventflow::codec {

namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;

std::int64_t floorDivide(std::int64_t value, std::int64_t by) {
    return value / by - (value % by < 0 ? 1 : 0);
}

/// The product of quotient and divisor may be out of range: hence not `value - quotient * by`.
std::int64_t floorModulo(std::int64_t value, std::int64_t by) {
    return value % by + (value % by < 0 ? by : 0);
}

/// Units in a second.
std::int64_t resolution(ValueFormat format) {
    switch (format) {
    case ValueFormat::TimeMillis:
    case ValueFormat::TimestampMillis:
    case ValueFormat::LocalTimestampMillis:
        return 1'000;
    case ValueFormat::TimeMicros:
    case ValueFormat::TimestampMicros:
    case ValueFormat::LocalTimestampMicros:
        return 1'000'000;
    case ValueFormat::TimeNanos:
    case ValueFormat::TimestampNanos:
    case ValueFormat::LocalTimestampNanos:
        return 1'000'000'000;
    default:
        return 1;
    }
}

template <typename... Args>
std::string format(const char* pattern, Args... args) {
    std::array<char, 64> text{};
    const int n = std::snprintf(text.data(), text.size(), pattern, args...);
    return {text.data(), static_cast<std::size_t>(n)};
}

/// Gregorian, by eras of 400 years that begin with March; std::chrono's years end at 32,767.
std::string dateText(std::int64_t days) {
    constexpr std::int64_t kEraDays = 146'097;
    constexpr std::int64_t kToMarchOfYear0 = 719'468;
    // In two steps: the sum of any day and the distance to year 0 would overflow.
    const std::int64_t fromEpoch = floorDivide(days, kEraDays);
    const std::int64_t shifted = floorModulo(days, kEraDays) + kToMarchOfYear0;
    const std::int64_t era = fromEpoch + shifted / kEraDays;
    const std::int64_t dayOfEra = shifted % kEraDays;
    const std::int64_t yearOfEra =
        (dayOfEra - dayOfEra / 1'460 + dayOfEra / 36'524 - dayOfEra / (kEraDays - 1)) / 365;
    const std::int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const std::int64_t monthFromMarch = (5 * dayOfYear + 2) / 153;
    const std::int64_t day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
    const std::int64_t month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    const std::int64_t year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    const char* sign = year < 0 ? "-" : year > 9'999 ? "+" : "";
    return format("%s%04lld-%02lld-%02lld", sign, std::llabs(year), static_cast<long long>(month),
                  static_cast<long long>(day));
}

/// `fraction` counts units of 1/resolution of a second. Values beyond a day keep counting hours.
std::string clockText(std::int64_t seconds, std::int64_t fraction, std::int64_t unitsPerSecond) {
    std::string out = format("%02lld:%02lld:%02lld", static_cast<long long>(seconds / 3'600),
                             static_cast<long long>(seconds / 60 % 60), static_cast<long long>(seconds % 60));
    const int digits = unitsPerSecond == 1'000 ? 3 : unitsPerSecond == 1'000'000 ? 6 : 9;
    if (fraction != 0) out += format(".%0*lld", digits, static_cast<long long>(fraction));
    return out;
}

bool isClockTime(ValueFormat format) {
    return format >= ValueFormat::TimeMillis && format <= ValueFormat::TimeNanos;
}

} // namespace

bool isTime(const ValueNode& node) {
    return node.kind == ValueKind::Integer && node.format >= ValueFormat::Date &&
           node.format <= ValueFormat::LocalTimestampNanos;
}

std::string isoTimeText(const ValueNode& node) {
    if (node.format == ValueFormat::Date) return dateText(node.integer);
    const std::int64_t units = resolution(node.format);
    const std::int64_t seconds = floorDivide(node.integer, units);
    const std::int64_t fraction = floorModulo(node.integer, units);
    if (isClockTime(node.format))
        return node.integer < 0 ? std::to_string(node.integer) : clockText(seconds, fraction, units);
    const std::int64_t days = floorDivide(seconds, kSecondsPerDay);
    const bool local = node.format >= ValueFormat::LocalTimestampMillis;
    return dateText(days) + "T" + clockText(floorModulo(seconds, kSecondsPerDay), fraction, units) +
           (local ? "" : "Z");
}

} // namespace eventflow::codec
