#include "core/promql/aggregate.h"

#include "core/base/json_writer.h"
#include "core/promql/kahan_sum.h"
#include "core/promql/quantile.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <limits>
#include <unordered_map>
#include <utility>

namespace eventflow::promql {

namespace {

LabelProjection groupingOf(const Aggregate& aggregate) {
    if (!aggregate.without) return {LabelProjection::Mode::Keep, aggregate.labels};
    std::vector<std::string> dropped = aggregate.labels;
    dropped.emplace_back(kMetricNameLabel);
    return {LabelProjection::Mode::Drop, std::move(dropped)};
}

struct Group {
    std::uint32_t number = 0; ///< in the label index
    bool dropName = false;
    Elements elements;
};

/// Elements by group, in the order the groups appear.
std::vector<Group> split(LabelIndex& index, const Elements& elements) {
    std::vector<Group> groups;
    std::vector<std::size_t> positions(index.size(), SIZE_MAX);
    for (const Element& element : elements) {
        const std::uint32_t number = index.findOrAdd(element.labels);
        if (number >= positions.size()) positions.resize(number + 1, SIZE_MAX);
        if (positions[number] == SIZE_MAX) {
            positions[number] = groups.size();
            groups.push_back({number, false, {}});
        }
        Group& group = groups[positions[number]];
        group.dropName |= element.dropName;
        group.elements.push_back(element);
    }
    return groups;
}

template <typename Accumulator>
Accumulator accumulate(const Elements& elements) {
    Accumulator accumulator;
    for (const Element& element : elements)
        accumulator.add(element.value);
    return accumulator;
}

/// The smallest by `less`; NaN only when there is nothing else.
template <typename Less>
double extreme(const Elements& elements, Less less) {
    double best = elements.front().value;
    for (const Element& element : elements)
        if (less(element.value, best) || std::isnan(best)) best = element.value;
    return best;
}

double summarize(AggregateOp op, double parameter, const Elements& elements) {
    switch (op) {
    case AggregateOp::Sum:
        return accumulate<KahanSum>(elements).total();
    case AggregateOp::Avg:
        return accumulate<RunningMean>(elements).mean();
    case AggregateOp::Min:
        return extreme(elements, std::less<>());
    case AggregateOp::Max:
        return extreme(elements, std::greater<>());
    case AggregateOp::Count:
        return static_cast<double>(elements.size());
    case AggregateOp::Stdvar:
        return accumulate<RunningVariance>(elements).variance();
    case AggregateOp::Stddev:
        return std::sqrt(accumulate<RunningVariance>(elements).variance());
    case AggregateOp::Quantile: {
        std::vector<double> values;
        for (const Element& element : elements)
            values.push_back(element.value);
        return quantile(parameter, values);
    }
    default:
        return 1; // Group
    }
}

/// The k largest (or smallest), best first; of equal values the earlier one. NaN is worse than every number.
void keepBest(Elements& elements, std::size_t k, bool largest) {
    const auto better = [largest](const Element& a, const Element& b) {
        if (std::isnan(a.value) || std::isnan(b.value)) return !std::isnan(a.value) && std::isnan(b.value);
        return largest ? a.value > b.value : a.value < b.value;
    };
    std::ranges::stable_sort(elements, better);
    if (elements.size() > k) elements.resize(k);
}

/// A fixed pseudo-random half of the series for 0.5, the other half for -0.5.
bool isSampled(const Labels& labels, double ratio) {
    const double position =
        static_cast<double>(labels.hash()) / static_cast<double>(std::numeric_limits<std::uint64_t>::max());
    return ratio >= 0 ? position < ratio : position >= 1 + ratio;
}

void reduce(AggregateOp op, double parameter, Elements& elements) {
    if (op == AggregateOp::LimitRatio) {
        std::erase_if(elements, [&](const Element& e) { return !isSampled(*e.labels, parameter); });
        return;
    }
    constexpr double kMost = 1e9;
    const auto k = static_cast<std::size_t>(std::clamp(parameter, 0.0, kMost));
    if (op != AggregateOp::Limitk)
        keepBest(elements, k, op == AggregateOp::Topk);
    else if (elements.size() > k)
        elements.resize(k);
}

/// The shortest decimal without an exponent, as a label value.
std::string valueText(double value) {
    if (!std::isfinite(value)) return formatDouble(value);
    std::array<char, 400> buffer{};
    const auto [end, error] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed);
    return {buffer.data(), end};
}

/// The label replaces one of that name, and counts among those that are grouped by.
Elements countValues(Evaluator& evaluator, const Aggregate& aggregation, const std::string& label,
                     const std::vector<Group>& groups, LabelIndex& index) {
    Elements out;
    std::unordered_map<const Labels*, std::size_t> positions;
    for (const Group& group : groups) {
        for (const Element& element : group.elements) {
            const std::string text = valueText(element.value);
            Labels labels = *element.labels;
            if (aggregation.without) labels.set(label, text);
            labels = index.projection().project(labels);
            if (!aggregation.without) labels.set(label, text);
            const Labels* key = evaluator.pool().intern(std::move(labels));
            const auto [it, isNew] = positions.try_emplace(key, out.size());
            if (isNew) out.push_back({key, 0, group.dropName});
            ++out[it->second].value;
        }
    }
    return out;
}

Status checkParameter(Evaluator& evaluator, const Node& node, AggregateOp op, const EvalValue& parameter) {
    const Node& place = *node.as<Aggregate>()->parameter;
    const auto bad = [&](const std::string& message) {
        return evaluator.fail(place, ErrorCode::InvalidArgument, message);
    };
    if (op == AggregateOp::CountValues) {
        if (parameter.text().empty() || !isValidUtf8(parameter.text())) return bad("not a label name");
        return {};
    }
    const double value = parameter.scalar();
    if (op == AggregateOp::Quantile) return {};
    if (std::isnan(value)) return bad(std::string("the parameter of ") + toString(op) + " is NaN");
    if (op == AggregateOp::LimitRatio && (value < -1 || value > 1))
        return bad("the ratio must be between -1 and 1");
    return {};
}

} // namespace

Result<EvalValue> aggregate(Evaluator& evaluator, const Node& node, const EvalValue& parameter,
                            Elements& elements) {
    const Aggregate& aggregation = *node.as<Aggregate>();
    if (aggregation.parameter)
        if (Status status = checkParameter(evaluator, node, aggregation.op, parameter); !status)
            return status.error();
    LabelIndex& index = evaluator.indexOf(groupingOf(aggregation));
    std::vector<Group> groups = split(index, elements);
    if (aggregation.op == AggregateOp::CountValues)
        return EvalValue(countValues(evaluator, aggregation, parameter.text(), groups, index));

    Elements out;
    for (Group& group : groups) {
        if (aggregation.op == AggregateOp::Topk || aggregation.op == AggregateOp::Bottomk ||
            aggregation.op == AggregateOp::Limitk || aggregation.op == AggregateOp::LimitRatio) {
            reduce(aggregation.op, parameter.scalar(), group.elements);
            out.insert(out.end(), group.elements.begin(), group.elements.end());
            continue;
        }
        const Labels* labels =
            evaluator.pool().intern(index.projection().project(*index.first(group.number)));
        out.push_back(
            {labels, summarize(aggregation.op, parameter.scalar(), group.elements), group.dropName});
    }
    return EvalValue(std::move(out));
}

} // namespace eventflow::promql
