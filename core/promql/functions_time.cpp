#include "core/promql/functions.h"
#include "core/promql/time_math.h"

#include <chrono>
#include <cmath>
#include <limits>

namespace eventflow::promql {

namespace {

using std::chrono::sys_seconds;

/// The Gregorian calendar repeats after 400 years, weekdays included.
constexpr std::int64_t kCycleSeconds = 146'097LL * 86'400;
constexpr std::int64_t kCycleYears = 400;

constexpr double kFurthest = 9e18; ///< what 64 bits hold

std::int64_t secondInCycle(std::int64_t seconds) {
    return ((seconds % kCycleSeconds) + kCycleSeconds) % kCycleSeconds;
}

/// The part of a date in UTC. NaN for what is no time.
template <auto Part>
double partOf(double seconds) {
    if (!(std::fabs(seconds) < kFurthest)) return std::numeric_limits<double>::quiet_NaN();
    const std::int64_t inCycle = secondInCycle(static_cast<std::int64_t>(seconds));
    return static_cast<double>(Part(sys_seconds(std::chrono::seconds(inCycle))));
}

std::chrono::year_month_day dateOf(sys_seconds t) {
    return std::chrono::floor<std::chrono::days>(t);
}
std::int64_t secondOfDay(sys_seconds t) {
    return (t - std::chrono::floor<std::chrono::days>(t)).count();
}
std::int64_t minute(sys_seconds t) {
    return secondOfDay(t) / 60 % 60;
}
std::int64_t hour(sys_seconds t) {
    return secondOfDay(t) / 3600;
}
unsigned dayOfWeek(sys_seconds t) {
    return std::chrono::weekday(std::chrono::floor<std::chrono::days>(t)).c_encoding();
}
unsigned dayOfMonth(sys_seconds t) {
    return static_cast<unsigned>(dateOf(t).day());
}
std::int64_t dayOfYear(sys_seconds t) {
    const auto firstDay = dateOf(t).year() / std::chrono::January / 1;
    return (std::chrono::floor<std::chrono::days>(t) - std::chrono::sys_days(firstDay)).count() + 1;
}
unsigned daysInMonth(sys_seconds t) {
    const auto date = dateOf(t);
    return static_cast<unsigned>((date.year() / date.month() / std::chrono::last).day());
}
unsigned month(sys_seconds t) {
    return static_cast<unsigned>(dateOf(t).month());
}
int yearInCycle(sys_seconds t) {
    return static_cast<int>(dateOf(t).year());
}
double year(double seconds) {
    if (!(std::fabs(seconds) < kFurthest)) return std::numeric_limits<double>::quiet_NaN();
    const auto whole = static_cast<std::int64_t>(seconds);
    const std::int64_t cycles = (whole - secondInCycle(whole)) / kCycleSeconds;
    return partOf<yearInCycle>(seconds) + static_cast<double>(kCycleYears * cycles);
}

/// Of the values taken as seconds since the epoch; without an argument, of the evaluation time.
template <double (*Part)(double)>
Result<EvalValue> datePart(CallContext& context, Arguments arguments) {
    if (!arguments.empty()) return mapElements<Part>(context, arguments);
    return EvalValue(Elements{{context.pool().empty(), Part(toSeconds(context.at())), false}});
}

Result<EvalValue> time(CallContext& context, Arguments) {
    return EvalValue(toSeconds(context.at()));
}

/// Of a plain selector the times of its samples, of anything computed the evaluation time.
Result<EvalValue> timestamp(CallContext& context, Arguments arguments) {
    const Node& argument = unwrapped(context.argument(0));
    Elements elements;
    if (argument.as<VectorSelector>()) {
        auto selected = context.evaluator().selectInstant(argument, context.at(), true);
        if (!selected) return selected.error();
        elements = std::move(*selected);
    } else {
        elements = std::move(arguments[0].vector());
        for (Element& element : elements)
            element.value = toSeconds(context.at());
    }
    for (Element& element : elements)
        element.dropName = true;
    return EvalValue(std::move(elements));
}

// Of the whole query: an instant query starts and ends at its time and has no step.
Result<EvalValue> start(CallContext& context, Arguments) {
    return EvalValue(toSeconds(context.evaluator().times().start));
}
Result<EvalValue> end(CallContext& context, Arguments) {
    return EvalValue(toSeconds(context.evaluator().times().end));
}
Result<EvalValue> step(CallContext& context, Arguments) {
    return EvalValue(toSeconds(context.evaluator().times().step));
}
Result<EvalValue> range(CallContext& context, Arguments) {
    return EvalValue(toSeconds(context.evaluator().times().end - context.evaluator().times().start));
}

} // namespace

void addTimeFunctions(std::vector<Function>& table) {
    constexpr auto kVector = ValueType::InstantVector;
    const auto addPart = [&](std::string_view name, Function::Implementation implementation) {
        table.push_back({name, {kVector}, kVector, 1, false, implementation});
    };
    addPart("minute", datePart<partOf<minute>>);
    addPart("hour", datePart<partOf<hour>>);
    addPart("day_of_week", datePart<partOf<dayOfWeek>>);
    addPart("day_of_month", datePart<partOf<dayOfMonth>>);
    addPart("day_of_year", datePart<partOf<dayOfYear>>);
    addPart("days_in_month", datePart<partOf<daysInMonth>>);
    addPart("month", datePart<partOf<month>>);
    addPart("year", datePart<year>);
    table.push_back({"timestamp", {kVector}, kVector, 0, false, timestamp});
    const auto addScalar = [&](std::string_view name, Function::Implementation implementation) {
        table.push_back({name, {}, ValueType::Scalar, 0, false, implementation});
    };
    addScalar("time", time);
    addScalar("start", start);
    addScalar("end", end);
    addScalar("step", step);
    addScalar("range", range);
}

} // namespace eventflow::promql
