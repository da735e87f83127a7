#include "core/rules/lint.h"

#include "core/config/yaml_reader.h"
#include "core/promql/ast.h"
#include "core/promql/function_table.h"
#include "core/promql/printer.h"
#include "core/rules/published_series.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace eventflow::rules {

namespace {

using promql::Binary;
using promql::BinaryOp;
using promql::Node;
using promql::ValueType;

/// Whether an element is left for every series that is selected.
bool keepsEverything(const Node& node) {
    if (const auto* binary = node.as<Binary>()) {
        const bool leftVector = binary->left->type != ValueType::Scalar;
        const bool rightVector = binary->right->type != ValueType::Scalar;
        const bool left = !leftVector || keepsEverything(*binary->left);
        const bool right = !rightVector || keepsEverything(*binary->right);
        if (binary->op == BinaryOp::Or) return left || right;
        if (binary->op == BinaryOp::Unless) return false;
        if (promql::isComparison(binary->op) && !binary->returnBool) return false;
        return left && right;
    }
    if (const auto* call = node.as<promql::Call>())
        if (call->function->name.starts_with("absent")) return false;
    const auto children = promql::childrenOf(node);
    return std::ranges::all_of(children, [](const promql::NodePtr& child) {
        return child->type == ValueType::Scalar || child->type == ValueType::String ||
               keepsEverything(*child);
    });
}

/// A selector of a rule and the window it looks at; no range: an instant selector.
struct Need {
    const promql::VectorSelector* selector = nullptr;
    std::optional<Duration> range;
};

void collect(const Node& node, std::vector<Need>& out) {
    if (const auto* selector = node.as<promql::VectorSelector>()) out.push_back({selector, std::nullopt});
    if (const auto* range = node.as<promql::RangeSelector>())
        out.push_back(
            {&range->selector, range->range.constant ? std::optional(range->range.value) : std::nullopt});
    for (const auto& child : promql::childrenOf(node))
        collect(*child, out);
}

class DataLint {
public:
    DataLint(const RuleSet& rules, const SeriesSource& source, Timestamp end)
        : m_rules(rules), m_source(source), m_end(end) {
        for (const RuleGroup& group : rules.groups)
            for (const Rule& rule : group.rules)
                if (rule.kind == RuleKind::Recording) m_written.push_back(rule.name);
        m_written.emplace_back(kAlertsMetric);
        m_written.emplace_back(kAlertsForStateMetric);
    }

    std::vector<Finding> run() {
        for (const RuleGroup& group : m_rules.groups)
            for (const Rule& rule : group.rules)
                checkRule(rule);
        return std::move(m_findings);
    }

private:
    static constexpr Duration kHistory = std::chrono::hours(1);
    static constexpr Duration kLookback = std::chrono::minutes(5);

    void checkRule(const Rule& rule) {
        if (rule.kind == RuleKind::Recording && rule.expression) return check(rule, rule.expression->root());
        for (const Condition& condition : rule.conditions)
            for (const auto* expression : {&condition.expression, &condition.resolveWhen})
                if (*expression) check(rule, (*expression)->root());
    }

    void check(const Rule& rule, const Node& root) {
        std::vector<Need> needs;
        collect(root, needs);
        for (const Need& need : needs) {
            const std::string_view metric = promql::metricName(*need.selector);
            if (std::ranges::find(m_written, metric) != m_written.end()) continue;
            std::vector<SeriesSlice> slices;
            if (!m_source.select(need.selector->matchers, m_end - kHistory, m_end, slices)) continue;
            if (slices.empty())
                warn(rule,
                     textOf(*need.selector) + " matches no series of the last hour" + adviceFor(metric));
            else
                checkInterval(rule, need, slices);
        }
    }

    void checkInterval(const Rule& rule, const Need& need, const std::vector<SeriesSlice>& slices) {
        const auto interval = typicalInterval(slices);
        if (!interval) return;
        const std::string every = textOf(*need.selector) + " has a sample every " + formatDuration(*interval);
        if (need.range && *need.range < 2 * *interval)
            warn(rule, every + ", so a window of " + formatDuration(*need.range) +
                           " often holds less than two; make it at least " + formatDuration(4 * *interval));
        if (!need.range && *interval > kLookback)
            warn(rule, every + ", longer than the look-back of " + formatDuration(kLookback) +
                           ": it comes and goes; use last_over_time() with a longer window");
    }

    /// The median over series of each series' median gap, in whole seconds.
    static std::optional<Duration> typicalInterval(const std::vector<SeriesSlice>& slices) {
        constexpr std::size_t kSeries = 100;
        std::vector<Duration> medians;
        for (const SeriesSlice& slice : slices) {
            std::vector<Duration> gaps;
            for (std::size_t i = 1; i < slice.samples.size(); ++i)
                gaps.push_back(slice.samples[i].ts - slice.samples[i - 1].ts);
            if (!gaps.empty()) medians.push_back(medianOf(gaps));
            if (medians.size() == kSeries) break;
        }
        if (medians.empty()) return std::nullopt;
        return std::chrono::round<std::chrono::seconds>(medianOf(medians));
    }
    static Duration medianOf(std::vector<Duration>& values) {
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), middle, values.end());
        return *middle;
    }

    [[nodiscard]] std::string adviceFor(std::string_view metric) {
        const auto& known = metrics();
        const auto has = std::ranges::find(known, metric) != known.end();
        if (has) return "; the metric is there, but not with these labels";
        const std::vector<std::string_view> names(known.begin(), known.end());
        const std::string_view near = config::nearest(metric, names);
        return near.empty() ? std::string() : "; did you mean " + std::string(near) + "?";
    }

    const std::vector<std::string>& metrics() {
        if (!m_metrics.empty()) return m_metrics;
        const auto any = LabelMatcher::create(std::string(kMetricNameLabel), MatchOp::NotEqual, "");
        std::vector<SeriesSlice> slices;
        if (!any || !m_source.select(std::span(&*any, 1), m_end - kHistory, m_end, slices)) return m_metrics;
        for (const SeriesSlice& slice : slices)
            m_metrics.emplace_back(slice.labels->get(kMetricNameLabel));
        std::ranges::sort(m_metrics);
        m_metrics.erase(std::unique(m_metrics.begin(), m_metrics.end()), m_metrics.end());
        return m_metrics;
    }

    static std::string textOf(const promql::VectorSelector& selector) {
        return promql::print(
            *promql::makeNode(promql::VectorSelector{selector.matchers, {}, promql::Edges::Plain}, {}));
    }
    void warn(const Rule& rule, const std::string& message) {
        m_findings.push_back({Severity::Warning, rule.location, rule.name + ": " + message});
    }

    const RuleSet& m_rules;
    const SeriesSource& m_source;
    Timestamp m_end;
    std::vector<std::string> m_written; ///< by rules
    std::vector<std::string> m_metrics; ///< loaded when first needed
    std::vector<Finding> m_findings;
};

} // namespace

bool hasNoCondition(const promql::Expression& expression) {
    return expression.type() == ValueType::InstantVector && keepsEverything(expression.root());
}

std::vector<Finding> lintAgainstData(const RuleSet& rules, const SeriesSource& source, Timestamp end) {
    return DataLint(rules, source, end).run();
}

} // namespace eventflow::rules
