#include "core/promql/duration_expression.h"
#include "core/promql/evaluator.h"
#include "core/promql/function_table.h"
#include "core/promql/time_math.h"

#include <algorithm>

namespace eventflow::promql {

namespace {

/// Where the straight line through two samples is at `ts`. A counter that fell has restarted from 0.
double interpolate(const Sample& before, const Sample& after, Timestamp ts, bool counter) {
    const double from = counter && after.value < before.value ? 0 : before.value;
    return from + (after.value - from) * (toSeconds(ts - before.ts) / toSeconds(after.ts - before.ts));
}

/// What info() joins when its second argument says nothing about the name.
const std::vector<LabelMatcher>& targetInfoMatcher() {
    static const std::vector<LabelMatcher> matchers{
        *LabelMatcher::create(std::string(kMetricNameLabel), MatchOp::Equal, "target_info")};
    return matchers;
}

bool namesMetric(const VectorSelector& selector) {
    return std::ranges::any_of(selector.matchers, [](const auto& m) { return m.name() == kMetricNameLabel; });
}

const VectorSelector* infoSelector(const Call& call) {
    return call.arguments.size() < 2 ? nullptr : unwrapped(*call.arguments[1]).as<VectorSelector>();
}

} // namespace

Status Evaluator::prepare() {
    if (Status status = need(m_root, m_times.start, m_times.end); !status) return status;
    if (Status status = m_selectors.load(m_source, *m_memory, m_budget); !status) {
        if (status.error().code != ErrorCode::LimitExceeded) return status;
        m_budget = 0;
        return spend(1);
    }
    return {};
}

Result<Duration> Evaluator::duration(const Node& place, const DurationValue& value, bool positive) const {
    auto resolved = resolveDuration(value, m_times.step, m_times.end - m_times.start);
    if (!resolved) return fail(place, ErrorCode::InvalidArgument, resolved.error().detail);
    if (positive && *resolved <= Duration::zero())
        return fail(place, ErrorCode::InvalidArgument,
                    "the duration must be greater than 0, and is " + formatDuration(*resolved) +
                        " in this query");
    return resolved;
}

Result<Duration> Evaluator::offsetOf(const Node& place, const TimeShift& shift) const {
    return shift.offset ? duration(place, *shift.offset, false) : Result<Duration>(Duration::zero());
}

Result<Timestamp> Evaluator::shiftedTime(const Node& place, const TimeShift& shift, Timestamp at) const {
    Timestamp time = at;
    if (shift.at == AtKind::Fixed) time = shift.fixed;
    if (shift.at == AtKind::Start) time = m_times.start;
    if (shift.at == AtKind::End) time = m_times.end;
    const auto offset = offsetOf(place, shift);
    if (!offset) return offset.error();
    return shiftedBack(time, *offset);
}

Status Evaluator::need(const Node& node, Timestamp first, Timestamp last) {
    if (const auto* selector = node.as<VectorSelector>())
        return needSelector(node, *selector, m_options.lookback, false, first, last);
    if (const auto* range = node.as<RangeSelector>()) {
        const auto length = duration(node, range->range, true);
        if (!length) return length.error();
        return needSelector(node, range->selector, *length, true, first, last);
    }
    const auto* call = node.as<Call>();
    if (call != nullptr && call->function->name == "info") return needInfo(node, *call, first, last);
    if (const auto* subquery = node.as<Subquery>()) {
        const auto from = shiftedTime(node, subquery->shift, first);
        const auto to = shiftedTime(node, subquery->shift, last);
        const auto length = duration(node, subquery->range, true);
        if (!from) return from.error();
        if (!to) return to.error();
        if (!length) return length.error();
        return need(*subquery->expression, shiftedBack(*from, *length), *to);
    }
    for (const NodePtr& child : childrenOf(node))
        if (Status status = need(*child, first, last); !status) return status;
    return {};
}

Status Evaluator::needSelector(const Node& node, const VectorSelector& selector, Duration range, bool isRange,
                               Timestamp first, Timestamp last) {
    const auto from = shiftedTime(node, selector.shift, first);
    const auto to = shiftedTime(node, selector.shift, last);
    if (!from) return from.error();
    if (!to) return to.error();
    Timestamp after = shiftedBack(*from, range);
    Timestamp until = *to;
    if (isRange && selector.edges != Edges::Plain) after = shiftedBack(after, m_options.lookback);
    if (selector.edges == Edges::Smoothed) until = shifted(until, m_options.lookback);
    const Wanted ofInstant = first == last ? Wanted::Newest : Wanted::SamplesAndStaleMarkers;
    const bool isInstant = !isRange && selector.edges == Edges::Plain;
    m_selectors.need(&node, selector.matchers, after, until, isInstant ? ofInstant : Wanted::Samples);
    return {};
}

Status Evaluator::needInfo(const Node& node, const Call& call, Timestamp first, Timestamp last) {
    const Node& series = *call.arguments.front();
    if (Status status = need(series, first, last); !status) return status;
    const auto from = selectorTime(series, first);
    const auto to = selectorTime(series, last);
    if (!from) return from.error();
    if (!to) return to.error();
    const VectorSelector* selector = infoSelector(call);
    const std::span<const LabelMatcher> matchers =
        selector != nullptr && namesMetric(*selector) ? selector->matchers : targetInfoMatcher();
    m_selectors.need(&node, matchers, shiftedBack(*from, m_options.lookback), *to,
                     Wanted::SamplesAndStaleMarkers);
    return {};
}

Result<Evaluator::SelectorWindow> Evaluator::windowOf(const Node& node, Timestamp first,
                                                      Timestamp last) const {
    const auto* range = node.as<RangeSelector>();
    const TimeShift& shift = range != nullptr ? range->selector.shift : node.as<VectorSelector>()->shift;
    const auto length =
        range != nullptr ? duration(node, range->range, true) : Result<Duration>(m_options.lookback);
    if (!length) return length.error();
    const auto from = shiftedTime(node, shift, first);
    const auto to = shiftedTime(node, shift, last);
    if (!from) return from.error();
    if (!to) return to.error();
    return SelectorWindow{shiftedBack(*from, *length), *to};
}

Result<Evaluator::SelectorWindow> Evaluator::timesBelow(const Node& node, Timestamp first,
                                                        Timestamp last) const {
    const Subquery& subquery = *node.as<Subquery>();
    const auto from = shiftedTime(node, subquery.shift, first);
    const auto to = shiftedTime(node, subquery.shift, last);
    const auto length = duration(node, subquery.range, true);
    if (!from) return from.error();
    if (!to) return to.error();
    if (!length) return length.error();
    return SelectorWindow{shiftedBack(*from, *length), *to};
}

Result<Timestamp> Evaluator::selectorTime(const Node& node, Timestamp at) const {
    if (const auto* selector = node.as<VectorSelector>()) return shiftedTime(node, selector->shift, at);
    if (const auto* range = node.as<RangeSelector>()) return shiftedTime(node, range->selector.shift, at);
    if (const auto* subquery = node.as<Subquery>()) {
        const auto shifted = shiftedTime(node, subquery->shift, at);
        if (!shifted) return shifted.error();
        return selectorTime(*subquery->expression, *shifted);
    }
    const auto children = childrenOf(node);
    for (const NodePtr& child : children)
        if (child->type == ValueType::InstantVector || child->type == ValueType::RangeVector)
            return selectorTime(*child, at);
    return at;
}

namespace {

/// The newest sample of every series that is younger than the look-back and no stale marker.
Elements newestSamples(SelectorData& data, Timestamp at, Duration lookback, bool timestamps) {
    Elements elements;
    elements.reserve(data.seriesCount());
    const Timestamp oldest = shiftedBack(at, lookback);
    for (std::size_t i = 0; i < data.seriesCount(); ++i) {
        const std::size_t count = data.countUntil(i, at, 1);
        if (count == 0) continue;
        const Sample& newest = data.samples(i)[count - 1];
        if (newest.ts <= oldest || isStaleMarker(newest.value)) continue;
        elements.push_back({data.labels(i), timestamps ? toSeconds(newest.ts) : newest.value, false});
    }
    return elements;
}

} // namespace

Result<Elements> Evaluator::selectInstant(const Node& node, Timestamp at, bool timestamps) {
    const VectorSelector& selector = *node.as<VectorSelector>();
    const auto time = shiftedTime(node, selector.shift, at);
    if (!time) return time.error();
    SelectorData& data = m_selectors.of(&node);
    if (Status status = spend(1); !status) return status.error();
    if (selector.edges == Edges::Smoothed && !timestamps) return smoothedInstant(data, *time);
    return newestSamples(data, *time, m_options.lookback, timestamps);
}

Elements Evaluator::selectInfo(const Node& call, Timestamp at) {
    const auto time = selectorTime(*call.as<Call>()->arguments.front(), at);
    if (!time) return {};
    return newestSamples(m_selectors.of(&call), *time, m_options.lookback, false);
}

Elements Evaluator::smoothedInstant(SelectorData& data, Timestamp at) const {
    Elements elements;
    for (std::size_t i = 0; i < data.seriesCount(); ++i) {
        const auto samples = data.samples(i);
        const std::size_t count = data.countUntil(i, at, 1);
        if (count == 0 || samples[count - 1].ts <= shiftedBack(at, m_options.lookback)) continue;
        const Sample& before = samples[count - 1];
        const bool hasNext = count < samples.size() && samples[count].ts <= shifted(at, m_options.lookback);
        const double value = hasNext ? interpolate(before, samples[count], at, false) : before.value;
        elements.push_back({data.labels(i), value, false});
    }
    return elements;
}

Result<EvalValue> Evaluator::selectRange(const Node& node, Timestamp at) {
    const RangeSelector& selector = *node.as<RangeSelector>();
    const auto to = shiftedTime(node, selector.selector.shift, at);
    if (!to) return to.error();
    const auto length = duration(node, selector.range, true);
    if (!length) return length.error();
    RangeValue range;
    range.to = *to;
    range.from = shiftedBack(*to, *length);
    const auto offset = offsetOf(node, selector.selector.shift);
    if (!offset) return offset.error();
    range.offset = *offset;
    SelectorData& data = m_selectors.of(&node);
    range.windows.reserve(data.seriesCount());
    for (std::size_t i = 0; i < data.seriesCount(); ++i) {
        const std::size_t end = data.countUntil(i, range.to, 1);
        const std::size_t begin = data.countUntil(i, range.from, 0);
        if (begin >= end) continue;
        if (end - begin > m_windowBudget) {
            m_budget = 0;
            return spend(1).error();
        }
        m_windowBudget -= end - begin;
        range.windows.push_back(
            {data.labels(i), data.samples(i).subspan(begin, end - begin), false, data.blocks(i)});
    }
    if (Status status = spend(1); !status) return status.error();
    return EvalValue(std::move(range));
}

Result<RangeValue> Evaluator::selectExtended(const Node& node, Timestamp at, bool counter) {
    auto plain = selectRange(node, at);
    if (!plain) return plain.error();
    RangeValue range;
    range.from = plain->range().from;
    range.to = plain->range().to;
    const bool smoothed = node.as<RangeSelector>()->selector.edges == Edges::Smoothed;
    SelectorData& data = m_selectors.of(&node);
    for (std::size_t i = 0; i < data.seriesCount(); ++i) {
        const auto samples = data.samples(i);
        const std::size_t end = data.countUntil(i, range.to, 1);
        const std::size_t begin = data.countUntil(i, range.from, 0);
        const bool hasBefore =
            begin > 0 && samples[begin - 1].ts > shiftedBack(range.from, m_options.lookback);
        const bool hasAfter =
            end < samples.size() && samples[end].ts <= shifted(range.to, m_options.lookback);
        if (begin == end && !(smoothed && hasBefore)) continue;

        std::vector<Sample> window;
        window.reserve(end - begin + 2);
        double first = hasBefore ? samples[begin - 1].value : samples[begin].value;
        if (smoothed && hasBefore && begin < samples.size())
            first = interpolate(samples[begin - 1], samples[begin], range.from, counter);
        window.push_back({range.from, first});
        window.insert(window.end(), samples.begin() + static_cast<std::ptrdiff_t>(begin),
                      samples.begin() + static_cast<std::ptrdiff_t>(end));
        double last = window.back().value;
        if (smoothed && hasAfter && end > 0)
            last = interpolate(samples[end - 1], samples[end], range.to, counter);
        window.push_back({range.to, last});
        range.windows.push_back({data.labels(i), window, false});
        range.owned.push_back(std::move(window));
    }
    return range;
}

} // namespace eventflow::promql
