#include "core/base/time.h"

#include <array>
#include <cmath>
#include <limits>

namespace eventflow {

namespace {

constexpr std::int64_t kNsPerSecond = 1'000'000'000;
constexpr std::int64_t kNsPerMs = 1'000'000;

/// Reads exactly `width` digits; -1 if there are fewer.
int digits(std::string_view text, std::size_t at, std::size_t width) {
    if (at + width > text.size()) return -1;
    int value = 0;
    for (std::size_t i = at; i < at + width; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

void appendPadded(std::string& out, std::int64_t value, int width) {
    std::array<char, 20> buffer{};
    int n = 0;
    do {
        buffer[static_cast<std::size_t>(n++)] = static_cast<char>('0' + value % 10);
        value /= 10;
    } while (value != 0);
    for (int i = n; i < width; ++i)
        out += '0';
    while (n > 0)
        out += buffer[static_cast<std::size_t>(--n)];
}

struct Unit {
    std::string_view name;
    std::int64_t ns;
};
// Largest first: the order in which a duration has to name them.
constexpr std::array kUnits{
    Unit{"y", 365LL * 24 * 3600 * kNsPerSecond},
    Unit{"w", 7LL * 24 * 3600 * kNsPerSecond},
    Unit{"d", 24LL * 3600 * kNsPerSecond},
    Unit{"h", 3600LL * kNsPerSecond},
    Unit{"m", 60LL * kNsPerSecond},
    Unit{"s", kNsPerSecond},
    Unit{"ms", kNsPerMs},
};

/// Offset in seconds of `Z`, `+hh:mm` or `-hh:mm` that fills the rest of the text.
std::optional<int> zoneOffset(std::string_view zone) {
    if (zone == "Z" || zone == "z") return 0;
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
    const int hours = digits(zone, 1, 2);
    const int minutes = digits(zone, 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    const int offset = (hours * 60 + minutes) * 60;
    return zone[0] == '-' ? -offset : offset;
}

/// With a fraction below a second, also in the first and the last second that there is only a part of.
std::optional<Timestamp> timestampFromSeconds(std::int64_t seconds, std::int64_t fractionNs) {
    if (seconds < 0) {
        ++seconds;
        fractionNs -= kNsPerSecond;
    }
    std::int64_t ns = 0;
    if (__builtin_mul_overflow(seconds, kNsPerSecond, &ns) || __builtin_add_overflow(ns, fractionNs, &ns))
        return std::nullopt;
    return timestampFromNs(ns);
}

} // namespace

Timestamp timestampFromMs(std::int64_t ms) {
    constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max() / kNsPerMs;
    if (ms > kMax) return Timestamp::max();
    if (ms < -kMax) return Timestamp::min();
    return timestampFromNs(ms * kNsPerMs);
}

std::string formatIso8601(Timestamp t) {
    using namespace std::chrono;
    const auto day = floor<days>(t);
    const year_month_day date(day);
    const std::int64_t ns = (t - day).count();
    std::string out;
    out.reserve(30);
    appendPadded(out, static_cast<int>(date.year()), 4);
    out += '-';
    appendPadded(out, static_cast<unsigned>(date.month()), 2);
    out += '-';
    appendPadded(out, static_cast<unsigned>(date.day()), 2);
    out += 'T';
    const std::int64_t seconds = ns / kNsPerSecond;
    appendPadded(out, seconds / 3600, 2);
    out += ':';
    appendPadded(out, seconds / 60 % 60, 2);
    out += ':';
    appendPadded(out, seconds % 60, 2);
    if (const std::int64_t fraction = ns % kNsPerSecond; fraction != 0) {
        out += '.';
        if (fraction % kNsPerMs == 0)
            appendPadded(out, fraction / kNsPerMs, 3);
        else if (fraction % 1000 == 0)
            appendPadded(out, fraction / 1000, 6);
        else
            appendPadded(out, fraction, 9);
    }
    out += 'Z';
    return out;
}

std::optional<Timestamp> parseIso8601(std::string_view text) {
    using namespace std::chrono;
    // 2026-01-01T00:00:00Z is the shortest.
    if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':')
        return std::nullopt;
    if (text[10] != 'T' && text[10] != 't' && text[10] != ' ') return std::nullopt;
    const int y = digits(text, 0, 4);
    const int mo = digits(text, 5, 2);
    const int d = digits(text, 8, 2);
    const int h = digits(text, 11, 2);
    const int mi = digits(text, 14, 2);
    const int s = digits(text, 17, 2);
    if (y < 0 || mo < 1 || d < 1 || h < 0 || h > 23 || mi < 0 || mi > 59 || s < 0 || s > 60)
        return std::nullopt;
    const year_month_day date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
    if (!date.ok()) return std::nullopt;

    std::size_t at = 19;
    std::int64_t fraction = 0;
    if (text[at] == '.' || text[at] == ',') {
        std::int64_t scale = kNsPerSecond / 10;
        const std::size_t first = ++at;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
            fraction += (text[at] - '0') * scale;
            scale /= 10;
        }
        if (at == first || at - first > 9) return std::nullopt;
    }
    const auto offset = zoneOffset(text.substr(at));
    if (!offset) return std::nullopt;
    const std::int64_t seconds =
        sys_days(date).time_since_epoch().count() * 86'400LL + h * 3600 + mi * 60 + s - *offset;
    return timestampFromSeconds(seconds, fraction);
}

std::optional<Timestamp> timestampFromEpoch(std::int64_t value) {
    if (value < 0) return std::nullopt;
    std::int64_t unitNs = 1;
    if (value < 100'000'000'000) // seconds, to the year 5138
        unitNs = kNsPerSecond;
    else if (value < 100'000'000'000'000)
        unitNs = kNsPerMs;
    else if (value < 100'000'000'000'000'000)
        unitNs = 1000;
    std::int64_t ns = 0;
    if (__builtin_mul_overflow(value, unitNs, &ns)) return std::nullopt;
    return timestampFromNs(ns);
}

std::optional<Timestamp> timestampFromEpoch(double value) {
    if (!std::isfinite(value) || value < 0) return std::nullopt;
    double ns = value;
    if (value < 1e11)
        ns = value * 1e9;
    else if (value < 1e14)
        ns = value * 1e6;
    else if (value < 1e17)
        ns = value * 1e3;
    if (ns >= 9.2e18) return std::nullopt;
    // Producers write milliseconds and microseconds as decimal fractions of a second; a double carries about
    // a quarter of a microsecond there, so the rest is noise.
    return timestampFromNs(std::llround(ns / 1000.0) * 1000);
}

std::optional<Duration> parseDuration(std::string_view text) {
    if (text == "0") return Duration::zero();
    std::int64_t total = 0;
    std::size_t nextUnit = 0;
    std::size_t at = 0;
    if (text.empty()) return std::nullopt;
    while (at < text.size()) {
        std::int64_t amount = 0;
        const std::size_t first = at;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
            if (amount > std::numeric_limits<std::int64_t>::max() / 10 - 1) return std::nullopt;
            amount = amount * 10 + (text[at] - '0');
        }
        if (at == first) return std::nullopt;
        std::size_t unitEnd = at;
        while (unitEnd < text.size() && (text[unitEnd] < '0' || text[unitEnd] > '9'))
            ++unitEnd;
        const std::string_view name = text.substr(at, unitEnd - at);
        at = unitEnd;
        while (nextUnit < kUnits.size() && kUnits[nextUnit].name != name)
            ++nextUnit;
        if (nextUnit == kUnits.size()) return std::nullopt;
        std::int64_t part = 0;
        if (__builtin_mul_overflow(amount, kUnits[nextUnit].ns, &part) ||
            __builtin_add_overflow(total, part, &total))
            return std::nullopt;
        ++nextUnit;
    }
    return Duration(total);
}

std::string formatDuration(Duration d) {
    std::int64_t rest = d.count() / kNsPerMs;
    if (rest == 0) return "0s";
    std::string out;
    if (rest < 0) {
        out = "-";
        rest = -rest;
    }
    for (const Unit& unit : kUnits) {
        const std::int64_t ms = unit.ns / kNsPerMs;
        // Years and weeks only where they are exact: 90d reads better than 12w6d.
        if ((unit.name == "y" || unit.name == "w") && rest % ms != 0) continue;
        if (rest >= ms) {
            out += std::to_string(rest / ms);
            out += unit.name;
            rest %= ms;
        }
    }
    return out;
}

} // namespace eventflow
