#include "core/promql/functions.h"
#include "core/promql/kahan_sum.h"
#include "core/promql/long_window.h"
#include "core/promql/quantile.h"
#include "core/promql/time_math.h"

#include <cmath>
#include <functional>
#include <optional>

namespace eventflow::promql {

namespace {

template <typename Accumulator>
Accumulator accumulate(Samples samples) {
    Accumulator accumulator;
    for (const Sample& sample : samples)
        accumulator.add(sample.value);
    return accumulator;
}

double sum(const Window& window, const RangeValue& range) {
    const KahanSum sum = sumOf(window, range).sum();
    if (std::isfinite(sum.plain())) return sum.total();
    // Where sums overflow, their order decides what is left.
    return accumulate<KahanSum>(window.samples).total();
}
double mean(const Window& window, const RangeValue& range) {
    const KahanSum sum = sumOf(window, range).sum();
    const auto count = static_cast<double>(window.samples.size());
    if (std::isfinite(sum.plain())) return sum.plain() / count + sum.compensation() / count;
    return accumulate<RunningMean>(window.samples).mean();
}
double variance(Samples samples) {
    return accumulate<RunningVariance>(samples).variance();
}
double deviation(Samples samples) {
    return std::sqrt(variance(samples));
}
double count(Samples samples) {
    return static_cast<double>(samples.size());
}
double present(Samples) {
    return 1;
}

double smallest(const Window& window, const RangeValue& range) {
    return foldedWindow(window, range, SmallestFold()).best();
}
double largest(const Window& window, const RangeValue& range) {
    return foldedWindow(window, range, LargestFold()).best();
}

/// The sample that no other beats; NaN only when there is nothing else.
template <typename Beats>
const Sample& extreme(Samples samples, Beats beats) {
    const Sample* best = &samples.front();
    for (const Sample& sample : samples)
        if (beats(sample.value, best->value) || std::isnan(best->value)) best = &sample;
    return *best;
}
// The last of equal ones.
double timeOfSmallest(Samples samples) {
    return toSeconds(extreme(samples, std::less_equal<>()).ts);
}
double timeOfLargest(Samples samples) {
    return toSeconds(extreme(samples, std::greater_equal<>()).ts);
}
double timeOfFirst(Samples samples) {
    return toSeconds(samples.front().ts);
}
double timeOfLast(Samples samples) {
    return toSeconds(samples.back().ts);
}

std::vector<double> valuesOf(Samples samples) {
    std::vector<double> values;
    values.reserve(samples.size());
    for (const Sample& sample : samples)
        values.push_back(sample.value);
    return values;
}

double medianAbsoluteDeviation(Samples samples) {
    std::vector<double> values = valuesOf(samples);
    const double median = quantile(0.5, values);
    for (double& value : values)
        value = std::fabs(value - median);
    return quantile(0.5, values);
}

Result<EvalValue> quantileOverTime(CallContext&, Arguments arguments) {
    const double q = arguments[0].scalar();
    return mapWindows(arguments[1].range(), [&](const Window& w) {
        std::vector<double> values = valuesOf(w.samples);
        return std::optional(quantile(q, values));
    });
}

/// The one group of functions over a range that keeps the metric name: the value is a sample of that metric.
template <bool kLast>
Result<EvalValue> oneSample(CallContext&, Arguments arguments) {
    Elements elements;
    for (const Window& window : arguments[0].range().windows)
        elements.push_back({window.labels, kLast ? window.samples.back().value : window.samples.front().value,
                            window.dropName});
    return EvalValue(std::move(elements));
}

} // namespace

void addOverTimeFunctions(std::vector<Function>& table) {
    const auto add = [&](std::string_view name, Function::Implementation implementation) {
        table.push_back({name, {ValueType::RangeVector}, ValueType::InstantVector, 0, false, implementation});
    };
    add("sum_over_time", overWindow<sum>);
    add("avg_over_time", overWindow<mean>);
    add("min_over_time", overWindow<smallest>);
    add("max_over_time", overWindow<largest>);
    add("count_over_time", overTime<count>);
    add("stddev_over_time", overTime<deviation>);
    add("stdvar_over_time", overTime<variance>);
    add("mad_over_time", overTime<medianAbsoluteDeviation>);
    add("present_over_time", overTime<present>);
    add("first_over_time", oneSample<false>);
    add("last_over_time", oneSample<true>);
    add("ts_of_first_over_time", overTime<timeOfFirst>);
    add("ts_of_last_over_time", overTime<timeOfLast>);
    add("ts_of_min_over_time", overTime<timeOfSmallest>);
    add("ts_of_max_over_time", overTime<timeOfLargest>);
    table.push_back({"quantile_over_time",
                     {ValueType::Scalar, ValueType::RangeVector},
                     ValueType::InstantVector,
                     0,
                     false,
                     quantileOverTime});
}

} // namespace eventflow::promql
