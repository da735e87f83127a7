#include "core/cel/posix_zone.h"

#include <charconv>
#include <chrono>

namespace eventflow::cel {

namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;

/// Reads from the front of a text; every function is false when it is not there.
class Reader {
public:
    explicit Reader(std::string_view text) : m_text(text) {}

    [[nodiscard]] bool atEnd() const { return m_text.empty(); }
    [[nodiscard]] char peek() const { return m_text.empty() ? '\0' : m_text.front(); }
    bool take(char c) {
        if (peek() != c) return false;
        m_text.remove_prefix(1);
        return true;
    }
    bool number(int max, int& out) {
        const auto [end, error] = std::from_chars(m_text.data(), m_text.data() + m_text.size(), out);
        if (error != std::errc() || out < 0 || out > max) return false;
        m_text.remove_prefix(static_cast<std::size_t>(end - m_text.data()));
        return true;
    }
    /// `CET` or `<+03>`.
    bool name() {
        const bool quoted = take('<');
        std::size_t length = 0;
        const auto isPart = [&](char c) {
            const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            return letter || (quoted && ((c >= '0' && c <= '9') || c == '+' || c == '-'));
        };
        while (length < m_text.size() && isPart(m_text[length]))
            ++length;
        m_text.remove_prefix(length);
        return length >= 3 && (!quoted || take('>'));
    }
    /// `[+-]hh[:mm[:ss]]`, up to 167 hours as RFC 8536 extends it.
    bool time(std::int64_t& out) {
        const bool negative = peek() == '-';
        if (!take('-')) take('+');
        int hours = 0;
        int minutes = 0;
        int seconds = 0;
        if (!number(167, hours)) return false;
        if (take(':') && (!number(59, minutes) || (take(':') && !number(59, seconds)))) return false;
        out = hours * 3600 + minutes * 60 + seconds;
        if (negative) out = -out;
        return true;
    }
    bool change(YearlyChange& out) {
        if (take('M')) {
            out.form = YearlyChange::Form::MonthWeekDay;
            if (!number(12, out.month) || !take('.') || !number(5, out.week) || !take('.') ||
                !number(6, out.day))
                return false;
            if (out.month < 1 || out.week < 1) return false;
        } else {
            out.form = take('J') ? YearlyChange::Form::JulianDay : YearlyChange::Form::ZeroDay;
            if (!number(365, out.day)) return false;
        }
        return !take('/') || time(out.seconds);
    }

private:
    std::string_view m_text;
};

int yearOf(std::int64_t seconds) {
    using namespace std::chrono;
    const sys_days day{floor<days>(sys_seconds{std::chrono::seconds(seconds)})};
    return static_cast<int>(year_month_day(day).year());
}

} // namespace

std::int64_t YearlyChange::at(int year) const {
    using namespace std::chrono;
    const std::chrono::year y{year};
    sys_days date = sys_days(y / January / 1);
    if (form == Form::MonthWeekDay) {
        const auto m = y / std::chrono::month(static_cast<unsigned>(month));
        const weekday dayOfWeek(static_cast<unsigned>(day));
        date =
            week == 5 ? sys_days(m / dayOfWeek[last]) : sys_days(m / dayOfWeek[static_cast<unsigned>(week)]);
    } else if (form == Form::JulianDay) { // 1 to 365, the 29th of February is not counted
        date += days(day - 1 + (y.is_leap() && day >= 60 ? 1 : 0));
    } else {
        date += days(day);
    }
    return date.time_since_epoch().count() * kSecondsPerDay + seconds;
}

std::int32_t PosixZone::offsetAt(std::int64_t utcSeconds) const {
    if (!hasSummer) return standardOffset;
    const int year = yearOf(utcSeconds + standardOffset);
    const std::int64_t summer = toSummer.at(year) - standardOffset;
    const std::int64_t standard = toStandard.at(year) - summerOffset;
    const bool north = summer < standard; // else the summer goes over the turn of the year
    const bool inSummer =
        north ? utcSeconds >= summer && utcSeconds < standard : utcSeconds >= summer || utcSeconds < standard;
    return inSummer ? summerOffset : standardOffset;
}

std::optional<PosixZone> parsePosixZone(std::string_view text) {
    Reader reader(text);
    PosixZone zone;
    std::int64_t west = 0; // POSIX counts west of Greenwich
    if (!reader.name() || !reader.time(west)) return std::nullopt;
    zone.standardOffset = static_cast<std::int32_t>(-west);
    if (reader.atEnd()) return zone;
    zone.hasSummer = true;
    west -= 3600;
    if (!reader.name() || (reader.peek() != ',' && !reader.time(west))) return std::nullopt;
    zone.summerOffset = static_cast<std::int32_t>(-west);
    if (!reader.take(',') || !reader.change(zone.toSummer) || !reader.take(',') ||
        !reader.change(zone.toStandard))
        return std::nullopt;
    return reader.atEnd() ? std::optional(zone) : std::nullopt;
}

} // namespace eventflow::cel
