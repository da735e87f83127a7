#include "core/cel/time_text.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace eventflow::cel {

namespace {

constexpr std::int64_t kNsPerSecond = 1'000'000'000;
constexpr std::int64_t kSecondsPerDay = 86'400;

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// Exactly `width` digits; -1 when there are fewer.
int digits(std::string_view text, std::size_t at, std::size_t width) {
    int value = 0;
    for (std::size_t i = at; i < at + width; ++i) {
        if (i >= text.size() || !isDigit(text[i])) return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool inRange(int value, int low, int high) {
    return value >= low && value <= high;
}

/// Seconds east of `Z`, `+hh:mm` or `-hh:mm`.
std::optional<int> zoneOffset(std::string_view zone) {
    if (zone == "Z" || zone == "z") return 0;
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
    const int hours = digits(zone, 1, 2);
    const int minutes = digits(zone, 4, 2);
    if (!inRange(hours, 0, 23) || !inRange(minutes, 0, 59)) return std::nullopt;
    const int offset = (hours * 60 + minutes) * 60;
    return zone[0] == '-' ? -offset : offset;
}

/// `.25` without its trailing zeros; empty for 0.
std::string fractionText(std::int64_t nanos) {
    if (nanos == 0) return {};
    std::array<char, 16> buffer{};
    std::snprintf(buffer.data(), buffer.size(), ".%09lld", static_cast<long long>(nanos));
    std::string text = buffer.data();
    text.erase(text.find_last_not_of('0') + 1);
    return text;
}

struct Unit {
    std::string_view name;
    std::int64_t ns;
};
constexpr std::array kUnits{
    Unit{"h", 3600 * kNsPerSecond}, Unit{"ms", 1'000'000}, Unit{"m", 60 * kNsPerSecond},
    Unit{"s", kNsPerSecond},        Unit{"us", 1'000},     Unit{"\xC2\xB5s", 1'000},
    Unit{"\xCE\xBCs", 1'000},       Unit{"ns", 1}};

/// The digits at the front of the text as a number, which loses them; nothing when it does not fit.
std::optional<std::int64_t> takeDigits(std::string_view& text, std::size_t& count) {
    std::int64_t value = 0;
    for (count = 0; !text.empty() && isDigit(text.front()); ++count, text.remove_prefix(1))
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, text.front() - '0', &value))
            return std::nullopt;
    return value;
}

/// `0.digits` of a unit. Twelve digits count, which is below a nanosecond of an hour.
std::int64_t fractionOf(std::string_view fraction, std::int64_t unit) {
    constexpr std::int64_t kScale = 1'000'000;
    std::int64_t high = 0;
    std::int64_t low = 0;
    for (std::size_t i = 0; i < 12; ++i) {
        std::int64_t& half = i < 6 ? high : low;
        half = half * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
    }
    const std::int64_t first = high * unit; // below 3.6e18, as is the sum below
    return first / kScale + (first % kScale * kScale + low * unit) / (kScale * kScale);
}

/// One `1.5h` from the front of the text, as nanoseconds.
std::optional<std::int64_t> takePart(std::string_view& text) {
    std::size_t wholeDigits = 0;
    const auto whole = takeDigits(text, wholeDigits);
    if (!whole) return std::nullopt;
    std::string_view fraction;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        fraction = text.substr(0, std::min(text.find_first_not_of("0123456789"), text.size()));
        text.remove_prefix(fraction.size());
    }
    if (wholeDigits + fraction.size() == 0) return std::nullopt;
    for (const Unit& unit : kUnits) {
        if (!text.starts_with(unit.name)) continue;
        text.remove_prefix(unit.name.size());
        std::int64_t ns = 0;
        if (__builtin_mul_overflow(*whole, unit.ns, &ns) ||
            __builtin_add_overflow(ns, fractionOf(fraction, unit.ns), &ns))
            return std::nullopt;
        return ns;
    }
    return std::nullopt;
}

} // namespace

std::optional<Value> parseTimestamp(std::string_view text) {
    using namespace std::chrono;
    // 2026-01-01T00:00:00Z is the shortest.
    if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':')
        return std::nullopt;
    if (text[10] != 'T' && text[10] != 't') return std::nullopt;
    const year_month_day date{year{digits(text, 0, 4)}, month{static_cast<unsigned>(digits(text, 5, 2))},
                              day{static_cast<unsigned>(digits(text, 8, 2))}};
    const int h = digits(text, 11, 2);
    const int m = digits(text, 14, 2);
    const int s = digits(text, 17, 2);
    if (!date.ok() || digits(text, 0, 4) < 1 || digits(text, 5, 2) < 1 || digits(text, 8, 2) < 1 ||
        !inRange(h, 0, 23) || !inRange(m, 0, 59) || !inRange(s, 0, 59))
        return std::nullopt;
    std::size_t at = 19;
    std::int64_t nanos = 0;
    if (text[at] == '.') {
        const std::size_t first = ++at;
        std::int64_t scale = kNsPerSecond / 10;
        for (; at < text.size() && isDigit(text[at]); ++at, scale /= 10)
            nanos += (text[at] - '0') * scale;
        if (at == first || at - first > 9) return std::nullopt;
    }
    const auto offset = zoneOffset(text.substr(at));
    if (!offset) return std::nullopt;
    const std::int64_t seconds =
        sys_days(date).time_since_epoch().count() * kSecondsPerDay + h * 3600 + m * 60 + s - *offset;
    if (seconds < kMinTimestampSeconds || seconds > kMaxTimestampSeconds) return std::nullopt;
    return Value::timestamp(seconds, static_cast<std::uint32_t>(nanos));
}

std::string timestampText(const Value& timestamp) {
    using namespace std::chrono;
    const sys_seconds time{std::chrono::seconds(timestamp.seconds())};
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    std::array<char, 64> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02uT%02d:%02d:%02d",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    return buffer.data() + fractionText(timestamp.nanos()) + 'Z';
}

std::optional<std::int64_t> parseDurationText(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    if (text == "0") return 0;
    if (text.empty()) return std::nullopt;
    std::int64_t total = 0;
    while (!text.empty()) {
        const auto part = takePart(text);
        if (!part || __builtin_add_overflow(total, *part, &total)) return std::nullopt;
    }
    return negative ? -total : total;
}

std::string durationText(std::int64_t ns) {
    // By digits of the magnitude: the smallest int64 has no positive counterpart.
    const std::uint64_t magnitude =
        ns < 0 ? 0 - static_cast<std::uint64_t>(ns) : static_cast<std::uint64_t>(ns);
    const auto perSecond = static_cast<std::uint64_t>(kNsPerSecond);
    std::string text(ns < 0 ? "-" : "");
    text += std::to_string(magnitude / perSecond);
    text += fractionText(static_cast<std::int64_t>(magnitude % perSecond));
    return text += 's';
}

} // namespace eventflow::cel
