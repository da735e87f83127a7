#include "core/promql/functions.h"
#include "core/promql/kahan_sum.h"
#include "core/promql/long_window.h"
#include "core/promql/time_math.h"

#include <cmath>
#include <limits>
#include <optional>

namespace eventflow::promql {

namespace {

enum class RateKind { Rate, Increase, Delta };

CounterFold counterOf(Samples samples) {
    return {samples.front().value, samples.back().value};
}

double difference(Samples samples, bool counter) {
    if (!counter) return samples.back().value - samples.front().value;
    return folded(samples, counterOf(samples)).increase();
}

double difference(const Window& window, const RangeValue& range, bool counter) {
    if (!counter) return difference(window.samples, false);
    return foldedWindow(window, range, counterOf(window.samples)).increase();
}

/// Prometheus' extrapolation: the samples rarely reach the ends of the window, so the difference is stretched
/// to them, but only by half an average gap when the series seems to begin or end inside, and for a counter
/// never to before it was 0.
std::optional<double> extrapolated(const Window& window, const RangeValue& range, RateKind kind) {
    const Samples samples = window.samples;
    if (samples.size() < 2) return std::nullopt;
    const bool counter = kind != RateKind::Delta;
    const double result = difference(window, range, counter);
    const double sampled = toSeconds(samples.back().ts - samples.front().ts);
    const double averageGap = sampled / static_cast<double>(samples.size() - 1);
    const double threshold = averageGap * 1.1;

    double toStart = toSeconds(samples.front().ts - range.from);
    if (toStart >= threshold) toStart = averageGap / 2;
    if (counter && result > 0 && samples.front().value >= 0)
        toStart = std::min(toStart, sampled * (samples.front().value / result));
    double toEnd = toSeconds(range.to - samples.back().ts);
    if (toEnd >= threshold) toEnd = averageGap / 2;

    double factor = (sampled + toStart + toEnd) / sampled;
    if (kind == RateKind::Rate) factor /= toSeconds(range.to - range.from);
    return result * factor;
}

Edges edgesOf(const Node& argument) {
    const auto* range = unwrapped(argument).as<RangeSelector>();
    return range == nullptr ? Edges::Plain : range->selector.edges;
}

template <RateKind kKind>
Result<EvalValue> rate(CallContext& context, Arguments arguments) {
    if (edgesOf(context.argument(0)) != Edges::Plain) {
        const bool counter = kKind != RateKind::Delta;
        auto range =
            context.evaluator().selectExtended(unwrapped(context.argument(0)), context.at(), counter);
        if (!range) return range.error();
        const double seconds = kKind == RateKind::Rate ? toSeconds(range->to - range->from) : 1;
        return mapWindows(
            *range, [&](const Window& w) { return std::optional(difference(w.samples, counter) / seconds); });
    }
    const RangeValue& range = arguments[0].range();
    return mapWindows(range, [&](const Window& w) { return extrapolated(w, range, kKind); });
}

template <bool kRate>
Result<EvalValue> lastTwo(CallContext&, Arguments arguments) {
    return mapWindows(arguments[0].range(), [](const Window& w) -> std::optional<double> {
        if (w.samples.size() < 2) return std::nullopt;
        const Sample& previous = w.samples[w.samples.size() - 2];
        const Sample& last = w.samples.back();
        const bool restarted = kRate && last.value < previous.value;
        const double change = restarted ? last.value : last.value - previous.value;
        return kRate ? change / toSeconds(last.ts - previous.ts) : change;
    });
}

struct Line {
    double slope = 0;
    double intercept = 0; ///< the value at the origin
};

/// Least squares over seconds since `origin`.
Line regression(Samples samples, Timestamp origin) {
    KahanSum sumX;
    KahanSum sumY;
    KahanSum sumXY;
    KahanSum sumXX;
    bool constant = true;
    for (const Sample& sample : samples) {
        constant = constant && sample.value == samples.front().value;
        const double x = toSeconds(sample.ts - origin);
        sumX.add(x);
        sumY.add(sample.value);
        sumXY.add(x * sample.value);
        sumXX.add(x * x);
    }
    constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
    if (constant && std::isinf(samples.front().value)) return {kNaN, kNaN};
    if (constant) return {0, samples.front().value};
    const auto n = static_cast<double>(samples.size());
    const double x = sumX.total();
    const double covariance = sumXY.total() - x * sumY.total() / n;
    const double variance = sumXX.total() - x * x / n;
    const double slope = covariance / variance;
    return {slope, sumY.total() / n - slope * x / n};
}

Result<EvalValue> deriv(CallContext&, Arguments arguments) {
    return mapWindows(arguments[0].range(), [](const Window& w) -> std::optional<double> {
        if (w.samples.size() < 2) return std::nullopt;
        return regression(w.samples, w.samples.front().ts).slope;
    });
}

Result<EvalValue> predictLinear(CallContext& context, Arguments arguments) {
    const double ahead = arguments[1].scalar();
    return mapWindows(arguments[0].range(), [&](const Window& w) -> std::optional<double> {
        if (w.samples.size() < 2) return std::nullopt;
        const Line line = regression(w.samples, context.at());
        return line.slope * ahead + line.intercept;
    });
}

/// Holt's linear smoothing: a level and a trend, each with its own weight for the newest sample.
Result<EvalValue> doubleExponentialSmoothing(CallContext& context, Arguments arguments) {
    const double levelWeight = arguments[1].scalar();
    const double trendWeight = arguments[2].scalar();
    for (std::size_t i = 1; i < 3; ++i)
        if (!(arguments[i].scalar() > 0 && arguments[i].scalar() < 1))
            return context.fail(i, "a smoothing factor must lie between 0 and 1");
    return mapWindows(arguments[0].range(), [&](const Window& w) -> std::optional<double> {
        if (w.samples.size() < 2) return std::nullopt;
        double previous = 0;
        double level = w.samples[0].value;
        double trend = w.samples[1].value - w.samples[0].value;
        for (std::size_t i = 1; i < w.samples.size(); ++i) {
            if (i > 1) trend = trendWeight * (level - previous) + (1 - trendWeight) * trend;
            previous = level;
            level = levelWeight * w.samples[i].value + (1 - levelWeight) * (level + trend);
        }
        return level;
    });
}

/// How many steps from sample to sample are as the fold says.
template <typename Fold>
Result<EvalValue> countSteps(CallContext& context, Arguments arguments) {
    if (edgesOf(context.argument(0)) == Edges::Plain) {
        const RangeValue& range = arguments[0].range();
        return mapWindows(range, [&](const Window& w) {
            const Fold fold = foldedWindow(w, range, Fold(w.samples.front().value));
            return std::optional(static_cast<double>(fold.count()));
        });
    }
    auto range = context.evaluator().selectExtended(unwrapped(context.argument(0)), context.at(), false);
    if (!range) return range.error();
    return mapWindows(*range, [](const Window& w) {
        const Fold fold = folded(w.samples, Fold(w.samples.front().value));
        return std::optional(static_cast<double>(fold.count()));
    });
}

} // namespace

void addRateFunctions(std::vector<Function>& table) {
    constexpr auto kRange = ValueType::RangeVector;
    constexpr auto kScalar = ValueType::Scalar;
    constexpr auto kVector = ValueType::InstantVector;
    table.push_back({"rate", {kRange}, kVector, 0, false, rate<RateKind::Rate>});
    table.push_back({"increase", {kRange}, kVector, 0, false, rate<RateKind::Increase>});
    table.push_back({"delta", {kRange}, kVector, 0, false, rate<RateKind::Delta>});
    table.push_back({"irate", {kRange}, kVector, 0, false, lastTwo<true>});
    table.push_back({"idelta", {kRange}, kVector, 0, false, lastTwo<false>});
    table.push_back({"deriv", {kRange}, kVector, 0, false, deriv});
    table.push_back({"predict_linear", {kRange, kScalar}, kVector, 0, false, predictLinear});
    table.push_back({"double_exponential_smoothing",
                     {kRange, kScalar, kScalar},
                     kVector,
                     0,
                     false,
                     doubleExponentialSmoothing});
    table.push_back({"changes", {kRange}, kVector, 0, false, countSteps<ChangesFold>});
    table.push_back({"resets", {kRange}, kVector, 0, false, countSteps<ResetsFold>});
}

} // namespace eventflow::promql
