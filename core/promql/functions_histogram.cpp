#include "core/promql/classic_histogram.h"
#include "core/promql/functions.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace eventflow::promql {

namespace {

constexpr const char* kBoundLabel = "le";

struct Histogram {
    const Labels* labels = nullptr; ///< without `le` and the metric name
    std::vector<Bucket> buckets;
};

std::optional<double> parseBound(std::string_view text) {
    if (text == "+Inf") return std::numeric_limits<double>::infinity();
    double bound = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bound);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return bound;
}

/// The bucket series of each histogram together. Series without a bound are no buckets and are left out.
std::vector<Histogram> histogramsIn(CallContext& context, const Elements& elements) {
    const LabelProjection withoutBound(LabelProjection::Mode::Drop,
                                       {kBoundLabel, std::string(kMetricNameLabel), "__type__", "__unit__"});
    LabelIndex& index = context.evaluator().indexOf(withoutBound);
    std::vector<Histogram> histograms(index.size());
    for (const Element& element : elements) {
        const auto bound = parseBound(element.labels->get(kBoundLabel));
        if (!bound) continue;
        const std::uint32_t number = index.findOrAdd(element.labels);
        if (number >= histograms.size()) histograms.resize(number + 1);
        Histogram& histogram = histograms[number];
        if (histogram.labels == nullptr)
            histogram.labels = context.pool().intern(withoutBound.project(*element.labels));
        histogram.buckets.push_back({*bound, element.value});
    }
    std::erase_if(histograms, [](const Histogram& h) { return h.buckets.empty(); });
    return histograms;
}

Result<EvalValue> histogramQuantile(CallContext& context, Arguments arguments) {
    const double q = arguments[0].scalar();
    Elements out;
    for (Histogram& histogram : histogramsIn(context, arguments[1].vector()))
        out.push_back({histogram.labels, bucketQuantile(q, std::move(histogram.buckets)), true});
    return EvalValue(std::move(out));
}

/// `histogram_quantiles(v, "quantile", 0.5, 0.9)`: one element per histogram and quantile.
Result<EvalValue> histogramQuantiles(CallContext& context, Arguments arguments) {
    const std::string& label = arguments[1].text();
    if (label.empty()) return context.fail(1, "not a label name");
    const std::vector<Histogram> histograms = histogramsIn(context, arguments[0].vector());
    Elements out;
    for (const EvalValue& q : arguments.subspan(2))
        for (const Histogram& histogram : histograms) {
            Labels labels = *histogram.labels;
            std::array<char, 32> text{};
            const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), q.scalar());
            labels.set(label, std::string_view(text.data(), static_cast<std::size_t>(end - text.data())));
            out.push_back({context.pool().intern(std::move(labels)),
                           bucketQuantile(q.scalar(), histogram.buckets), true});
        }
    return EvalValue(std::move(out));
}

Result<EvalValue> histogramFraction(CallContext& context, Arguments arguments) {
    Elements out;
    for (Histogram& histogram : histogramsIn(context, arguments[2].vector())) {
        const double fraction =
            bucketFraction(arguments[0].scalar(), arguments[1].scalar(), std::move(histogram.buckets));
        out.push_back({histogram.labels, fraction, true});
    }
    return EvalValue(std::move(out));
}

/// Of native histograms only: samples here are numbers, which these functions skip.
Result<EvalValue> nothing(CallContext&, Arguments) {
    return EvalValue(Elements{});
}

} // namespace

void addHistogramFunctions(std::vector<Function>& table) {
    constexpr auto kScalar = ValueType::Scalar;
    constexpr auto kVector = ValueType::InstantVector;
    table.push_back({"histogram_quantile", {kScalar, kVector}, kVector, 0, false, histogramQuantile});
    table.push_back(
        {"histogram_quantiles", {kVector, ValueType::String, kScalar}, kVector, 0, true, histogramQuantiles});
    table.push_back(
        {"histogram_fraction", {kScalar, kScalar, kVector}, kVector, 0, false, histogramFraction});
    for (const char* name :
         {"histogram_avg", "histogram_count", "histogram_stddev", "histogram_stdvar", "histogram_sum"})
        table.push_back({name, {kVector}, kVector, 0, false, nothing});
}

} // namespace eventflow::promql
