#include "core/rules/sample_ticks.h"

#include "core/promql/ast.h"
#include "core/promql/function_table.h"
#include "core/rules/alert_facts.h"
#include "core/rules/published_series.h"
#include "core/rules/threshold.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <tuple>

namespace eventflow::rules {

namespace {

using promql::Node;

/// Functions whose result for a series depends on that series alone.
constexpr std::array<std::string_view, 37> kElementwise{"abs",
                                                        "acos",
                                                        "asin",
                                                        "atan",
                                                        "ceil",
                                                        "changes",
                                                        "clamp",
                                                        "clamp_max",
                                                        "clamp_min",
                                                        "cos",
                                                        "delta",
                                                        "deriv",
                                                        "exp",
                                                        "floor",
                                                        "idelta",
                                                        "increase",
                                                        "irate",
                                                        "ln",
                                                        "log10",
                                                        "log2",
                                                        "pi",
                                                        "rate",
                                                        "resets",
                                                        "round",
                                                        "sgn",
                                                        "sin",
                                                        "sqrt",
                                                        "tan",
                                                        "time",
                                                        "timestamp",
                                                        "predict_linear",
                                                        "deg",
                                                        "rad",
                                                        "double_exponential_smoothing",
                                                        "day_of_week",
                                                        "hour",
                                                        "minute"};

bool isElementwise(std::string_view function) {
    if (std::ranges::find(kElementwise, function) != kElementwise.end()) return true;
    return function.ends_with("_over_time") && function != "absent_over_time";
}

bool nodeIsPerSeries(const Node& node);

/// A selector of one metric that rules do not write while samples are looked at.
bool selectorIsPerSeries(const promql::VectorSelector& selector) {
    const std::string_view metric = promql::metricName(selector);
    return !metric.empty() && metric != kAlertsMetric && metric != kAlertsForStateMetric;
}

bool binaryIsPerSeries(const promql::Binary& binary) {
    if (!nodeIsPerSeries(*binary.left) || !nodeIsPerSeries(*binary.right)) return false;
    const bool vectors = binary.left->type == promql::ValueType::InstantVector &&
                         binary.right->type == promql::ValueType::InstantVector;
    return !vectors ||
           (!binary.explicitMatching && binary.matching.cardinality == promql::Cardinality::OneToOne);
}

bool nodeIsPerSeries(const Node& node) {
    if (node.as<promql::Aggregate>()) return false;
    if (const auto* selector = node.as<promql::VectorSelector>()) return selectorIsPerSeries(*selector);
    if (const auto* range = node.as<promql::RangeSelector>()) return selectorIsPerSeries(range->selector);
    if (const auto* binary = node.as<promql::Binary>()) return binaryIsPerSeries(*binary);
    const auto* call = node.as<promql::Call>();
    if (call != nullptr && !isElementwise(call->function->name)) return false;
    return std::ranges::all_of(promql::childrenOf(node),
                               [](const promql::NodePtr& child) { return nodeIsPerSeries(*child); });
}

bool sameMatchers(std::span<const LabelMatcher> a, std::span<const LabelMatcher> b) {
    return std::ranges::equal(a, b);
}

std::span<const Sample> within(std::span<const Sample> samples, Timestamp after, Timestamp until) {
    const auto begin = std::ranges::upper_bound(samples, after, {}, &Sample::ts);
    const auto end = std::ranges::upper_bound(begin, samples.end(), until, {}, &Sample::ts);
    return {begin, end};
}

} // namespace

bool isPerSeries(const promql::Expression& expression) {
    return nodeIsPerSeries(expression.root());
}

/// One selector and what it sees between the ticks.
struct SampleTicks::Selection {
    std::span<const LabelMatcher> matchers;
    Duration offset{}; ///< a sample is seen this much later
    bool moves = true; ///< false: looks at a fixed time, where samples cannot come and go
    std::vector<SeriesSlice> series;
};

/// A source with the series of one label set, whatever their metric names.
class SampleTicks::OneSeries final : public SeriesSource {
public:
    explicit OneSeries(const SeriesSource& whole) : m_whole(whole) {}
    void add(const Selection& selection, const SeriesSlice& slice) {
        m_slices.push_back({selection.matchers, slice});
    }
    Status select(std::span<const LabelMatcher> matchers, Timestamp after, Timestamp until,
                  std::vector<SeriesSlice>& out) const override {
        for (const auto& [known, slice] : m_slices) {
            if (!sameMatchers(known, matchers)) continue;
            const auto samples = within(slice.samples, after, until);
            if (samples.empty()) return {};
            const auto first = static_cast<std::size_t>(samples.data() - slice.samples.data());
            out.push_back(
                {slice.labels, samples,
                 slice.origins.empty() ? slice.origins : slice.origins.subspan(first, samples.size())});
            return {};
        }
        return {};
    }
    [[nodiscard]] std::optional<RecordPosition> recordOf(SampleOrigin origin) const override {
        return m_whole.recordOf(origin);
    }

private:
    struct Slice {
        std::span<const LabelMatcher> matchers;
        SeriesSlice slice;
    };
    const SeriesSource& m_whole;
    std::vector<Slice> m_slices;
};

namespace {

/// Calls `visit` with every selector below the node.
template <typename Visit>
void eachSelector(const Node& node, const Visit& visit) {
    if (const auto* selector = node.as<promql::VectorSelector>()) visit(*selector);
    if (const auto* range = node.as<promql::RangeSelector>()) visit(range->selector);
    for (const promql::NodePtr& child : promql::childrenOf(node))
        eachSelector(*child, visit);
}

/// resolve_when may look at series with fewer labels than the alert's, unless it is about the same operand.
bool isPerSeriesCondition(const Condition& condition) {
    if (!isPerSeries(*condition.expression)) return false;
    if (!condition.resolveWhen) return true;
    const auto raise = thresholdsOf(*condition.expression);
    const auto resolve = thresholdsOf(*condition.resolveWhen);
    return raise && resolve && raise->operand == resolve->operand;
}

} // namespace

SampleTicks::SampleTicks(const SeriesSource& source) : m_source(source) {}
SampleTicks::~SampleTicks() = default;

Result<std::unique_ptr<SampleTicks>> SampleTicks::collect(const Rule& rule, Duration queryOffset,
                                                          const SeriesSource& source, Timestamp after,
                                                          Timestamp before,
                                                          const promql::EvalOptions& options) {
    std::unique_ptr<SampleTicks> ticks(new SampleTicks(source));
    const bool whole = !std::ranges::all_of(rule.conditions, isPerSeriesCondition);
    if (Status status = ticks->select(rule, after - queryOffset, before - queryOffset, options); !status)
        return status.error();
    if (Status status = ticks->addPoints(queryOffset, after, before, whole); !status) return status.error();
    return ticks;
}

/// Takes everything that evaluations between the two times may look at.
Status SampleTicks::select(const Rule& rule, Timestamp after, Timestamp before,
                           const promql::EvalOptions& options) {
    Duration reach{};
    const auto add = [&](const std::optional<promql::Expression>& expression) {
        if (!expression) return;
        reach = std::max(reach, expression->maxLookback(options.lookback));
        eachSelector(expression->root(), [&](const promql::VectorSelector& selector) {
            const Duration offset = selector.shift.offset ? selector.shift.offset->value : Duration::zero();
            m_selections.push_back(
                {selector.matchers, offset, selector.shift.at == promql::AtKind::EvaluationTime, {}});
        });
    };
    for (const Condition& condition : rule.conditions) {
        add(condition.expression);
        add(condition.resolveWhen);
    }
    add(rule.currentValue);
    for (Selection& selection : m_selections) {
        const Timestamp until = before + std::max(Duration::zero(), -selection.offset);
        if (Status status = m_source.select(selection.matchers, after - reach, until, selection.series);
            !status)
            return status;
    }
    return {};
}

Status SampleTicks::addPoints(Duration queryOffset, Timestamp after, Timestamp before, bool whole) {
    std::set<std::tuple<Timestamp, const Labels*>> seen;
    for (const Selection& selection : m_selections) {
        const Duration shift = queryOffset + selection.offset;
        for (const SeriesSlice& slice : selection.series) {
            const Labels* key = nullptr;
            const SeriesSource* source = &m_source;
            if (!whole) {
                const auto [at, added] = m_series.try_emplace(withoutMetricName(*slice.labels));
                if (added) at->second = std::make_unique<OneSeries>(m_source);
                at->second->add(selection, slice);
                key = &at->first;
                source = at->second.get();
            }
            if (!selection.moves) continue;
            for (const Sample& sample : within(slice.samples, after - shift, before - shift)) {
                const Timestamp at = sample.ts + shift;
                if (at >= before || !seen.emplace(at, key).second) continue;
                m_points.push_back({at, key, source});
            }
        }
    }
    const std::size_t most = whole ? kMaxWholePoints : kMaxPoints;
    if (m_points.size() > most)
        return Error{ErrorCode::LimitExceeded,
                     "more than " + std::to_string(most) +
                         " samples between two ticks; these were looked at at the tick only. Shorten the "
                         "interval, select fewer series, or leave out evaluate: each_sample"};
    std::ranges::sort(m_points, [](const Point& a, const Point& b) {
        if (a.at != b.at || a.series == nullptr || b.series == nullptr) return a.at < b.at;
        return *a.series < *b.series;
    });
    return {};
}

} // namespace eventflow::rules
