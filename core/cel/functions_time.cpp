#include "core/cel/function_table.h"

#include <chrono>
#include <string>

namespace eventflow::cel {

namespace {

using namespace std::chrono;

/// A point on the calendar and clock of some zone.
struct LocalTime {
    sys_days day;
    year_month_day date;
    hh_mm_ss<std::chrono::seconds> clock;
    std::uint32_t nanos;

    LocalTime(std::int64_t localSeconds, std::uint32_t nanoseconds)
        : day(floor<days>(sys_seconds{std::chrono::seconds(localSeconds)})),
          date(day),
          clock(sys_seconds{std::chrono::seconds(localSeconds)} - day),
          nanos(nanoseconds) {}
};

std::int64_t fullYear(const LocalTime& t) {
    return static_cast<int>(t.date.year());
}
std::int64_t monthFromZero(const LocalTime& t) {
    return static_cast<unsigned>(t.date.month()) - 1;
}
std::int64_t dayOfMonthFromOne(const LocalTime& t) {
    return static_cast<unsigned>(t.date.day());
}
std::int64_t dayOfMonthFromZero(const LocalTime& t) {
    return static_cast<unsigned>(t.date.day()) - 1;
}
std::int64_t dayOfWeekFromSunday(const LocalTime& t) {
    return weekday(t.day).c_encoding();
}
std::int64_t dayOfYearFromZero(const LocalTime& t) {
    return (t.day - sys_days(t.date.year() / January / 1)).count();
}
std::int64_t hourOfDay(const LocalTime& t) {
    return t.clock.hours().count();
}
std::int64_t minuteOfHour(const LocalTime& t) {
    return t.clock.minutes().count();
}
std::int64_t secondOfMinute(const LocalTime& t) {
    return t.clock.seconds().count();
}
std::int64_t millisecondOfSecond(const LocalTime& t) {
    return t.nanos / 1'000'000;
}

using Part = std::int64_t (*)(const LocalTime&);

template <Part part>
Value inUtc(Evaluation&, const Value* args) {
    return Value::integer(part(LocalTime(args[0].seconds(), args[0].nanos())));
}

template <Part part>
Value inZone(Evaluation& ev, const Value* args) {
    constexpr std::uint64_t kZoneSteps = 20; // a name is looked up, sometimes a file read
    if (!ev.heap.spend(kZoneSteps)) return ev.outOfBudget();
    const TimeZone* zone = ev.zones.find(args[1].text());
    if (zone == nullptr)
        return ev.fault(FaultReason::InvalidArgument,
                        "unknown time zone \"" + std::string(args[1].text().substr(0, 64)) +
                            "\"; names are those of the IANA database (Europe/Berlin), offsets +02:00");
    return Value::integer(
        part(LocalTime(args[0].seconds() + zone->offsetAt(args[0].seconds()), args[0].nanos())));
}

template <std::int64_t nsPerUnit>
Value wholeUnits(Evaluation&, const Value* args) {
    return Value::integer(args[0].durationNs() / nsPerUnit);
}

Value durationMilliseconds(Evaluation&, const Value* args) {
    return Value::integer(args[0].durationNs() / 1'000'000 % 1000);
}

template <Part part>
constexpr Overload utc(std::string_view name) {
    return {name, true, 1, {setOf(Kind::Timestamp)}, setOf(Kind::Int), inUtc<part>, Growth::Constant, false};
}
template <Part part>
constexpr Overload zoned(std::string_view name) {
    return {name,
            true,
            2,
            {setOf(Kind::Timestamp), setOf(Kind::String)},
            setOf(Kind::Int),
            inZone<part>,
            Growth::Constant,
            false};
}
constexpr Overload ofDuration(std::string_view name, Function run) {
    return {name, true, 1, {setOf(Kind::Duration)}, setOf(Kind::Int), run, Growth::Constant, false};
}

constexpr std::array kOverloads{
    utc<fullYear>("getFullYear"),
    zoned<fullYear>("getFullYear"),
    utc<monthFromZero>("getMonth"),
    zoned<monthFromZero>("getMonth"),
    utc<dayOfMonthFromOne>("getDate"),
    zoned<dayOfMonthFromOne>("getDate"),
    utc<dayOfMonthFromZero>("getDayOfMonth"),
    zoned<dayOfMonthFromZero>("getDayOfMonth"),
    utc<dayOfWeekFromSunday>("getDayOfWeek"),
    zoned<dayOfWeekFromSunday>("getDayOfWeek"),
    utc<dayOfYearFromZero>("getDayOfYear"),
    zoned<dayOfYearFromZero>("getDayOfYear"),
    utc<hourOfDay>("getHours"),
    zoned<hourOfDay>("getHours"),
    utc<minuteOfHour>("getMinutes"),
    zoned<minuteOfHour>("getMinutes"),
    utc<secondOfMinute>("getSeconds"),
    zoned<secondOfMinute>("getSeconds"),
    utc<millisecondOfSecond>("getMilliseconds"),
    zoned<millisecondOfSecond>("getMilliseconds"),
    ofDuration("getHours", wholeUnits<3'600'000'000'000>),
    ofDuration("getMinutes", wholeUnits<60'000'000'000>),
    ofDuration("getSeconds", wholeUnits<1'000'000'000>),
    ofDuration("getMilliseconds", durationMilliseconds),
};

} // namespace

std::span<const Overload> timeFunctions() {
    return kOverloads;
}

} // namespace eventflow::cel
