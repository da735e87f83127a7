#include "core/rules/exporting/rule_translation.h"

#include "core/promql/ast.h"
#include "core/promql/function_table.h"
#include "core/promql/printer.h"
#include "core/rules/current_value.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace eventflow::rules::exporting {

namespace {

using config::YamlNode;
using promql::Expression;

constexpr std::array<std::string_view, 7> kOurKeys{
    "id", "resolve_when", "levels", "on_missing", "missing_evals", "evaluate", "sequence"};
// Of Prometheus 3, some behind a feature flag.
constexpr std::array<std::string_view, 9> kNewFunctions{"info",
                                                        "mad_over_time",
                                                        "sort_by_label",
                                                        "sort_by_label_desc",
                                                        "double_exponential_smoothing",
                                                        "first_over_time",
                                                        "ts_of_min_over_time",
                                                        "ts_of_max_over_time",
                                                        "ts_of_last_over_time"};

void weaken(Translation& translation, Fidelity fidelity, std::string reason) {
    translation.fidelity = std::max(translation.fidelity, fidelity);
    translation.reasons.push_back(std::move(reason));
}

std::string scalarOf(const YamlNode& node, std::string_view key) {
    const YamlNode* value = node.find(key);
    return value == nullptr ? "" : value->scalar;
}

/// What an expression needs that Prometheus before 3 does not have.
void collectNeeds(const promql::Node& node, std::set<std::string>& out) {
    if (const auto* call = node.as<promql::Call>()) {
        const std::string name(call->function->name);
        if (std::ranges::find(kNewFunctions, name) != kNewFunctions.end()) out.insert(name + "()");
    }
    const auto checkSelector = [&](const promql::VectorSelector& selector) {
        if (selector.edges != promql::Edges::Plain) out.insert("anchored and smoothed selectors");
        for (const LabelMatcher& matcher : selector.matchers) {
            const bool metric = matcher.name() == kMetricNameLabel;
            if (metric ? matcher.op() == MatchOp::Equal && !isClassicMetricName(matcher.value())
                       : !isClassicLabelName(matcher.name()))
                out.insert("quoted names");
        }
    };
    if (const auto* selector = node.as<promql::VectorSelector>()) checkSelector(*selector);
    if (const auto* range = node.as<promql::RangeSelector>()) checkSelector(range->selector);
    if (const auto* aggregate = node.as<promql::Aggregate>())
        if (aggregate->op == promql::AggregateOp::Limitk || aggregate->op == promql::AggregateOp::LimitRatio)
            out.insert(promql::toString(aggregate->op));
    if (const auto* binary = node.as<promql::Binary>())
        if (binary->matching.fillLeft || binary->matching.fillRight) out.insert("fill modifiers");
    for (const promql::NodePtr& child : promql::childrenOf(node))
        collectNeeds(*child, out);
}

/// `ignoring (alertname, alertstate, severity)`: what an alert's labels have that its element has not.
std::string alertMatching(const YamlNode& node, const Inherited& inherited) {
    std::string out = "alertname, alertstate";
    std::set<std::string> names(inherited.labels.begin(), inherited.labels.end());
    if (const YamlNode* labels = node.find("labels"))
        for (const auto& entry : labels->entries)
            names.insert(entry.key->scalar);
    for (const std::string& name : names)
        out += ", " + (isClassicLabelName(name) ? name : eventflow::quoted(name));
    return "ignoring (" + out + ')';
}

/// Which labels the elements of `resolve` and of `value` have in common.
std::string resolveMatching(const Expression& resolve) {
    const auto inner = currentValueOf(resolve);
    const promql::Node& node = promql::unwrapped(inner ? inner->root() : resolve.root());
    if (resolve.type() == promql::ValueType::Scalar) return "on ()";
    const auto* aggregate = node.as<promql::Aggregate>();
    if (aggregate == nullptr || aggregate->without) return "";
    std::string names;
    for (const std::string& name : aggregate->labels)
        names += (names.empty() ? "" : ", ") + (isClassicLabelName(name) ? name : eventflow::quoted(name));
    return "on (" + names + ')';
}

/// Holds a firing alert, which Prometheus writes to ALERTS, until resolve_when holds for it.
std::optional<std::string> withHysteresis(const std::string& raise, const std::string& resolve,
                                          const std::string& alert, const std::string& severity,
                                          const std::string& matching) {
    const auto raised = Expression::parse(raise);
    const auto resolved = Expression::parse(resolve);
    if (!raised || !resolved) return std::nullopt;
    const auto value = currentValueOf(*raised);
    if (!value) return std::nullopt;
    std::string unless = resolveMatching(*resolved);
    if (!unless.empty()) unless += ' ';
    const std::string state = "ALERTS{alertname=" + eventflow::quoted(alert) + ", alertstate=\"firing\"" +
                              (severity.empty() ? "" : ", severity=" + eventflow::quoted(severity)) + '}';
    const std::string body = resolved->type() == promql::ValueType::Scalar
                                 ? "vector(" + resolved->print() + ") != 0"
                                 : resolved->print();
    return raised->print() + "\nor\n(\n  (" + value->print() + ")\n  unless " + unless + '(' + body +
           ")\n  and " + matching + ' ' + state + "\n)";
}

constexpr const char* kHysteresis = "resolve_when: the alert is held through the ALERTS series of the "
                                    "evaluation before, so a restart or a gap "
                                    "longer than the look-back forgets it";

void translateResolve(const YamlNode& node, const Inherited& inherited, Translation& out) {
    const std::string resolve = scalarOf(node, "resolve_when");
    auto text = withHysteresis(scalarOf(node, "expr"), resolve, scalarOf(node, "alert"), "",
                               alertMatching(node, inherited));
    if (!text)
        return weaken(
            out, Fidelity::Unsupported,
            "resolve_when: expr is not a comparison with a number, so Prometheus cannot tell a series "
            "that is fine from one that is gone");
    weaken(out, Fidelity::Approximate, kHysteresis);
    out.rules.push_back({std::move(text), std::nullopt});
}

void translateLevels(const YamlNode& node, const YamlNode& levels, const Inherited& inherited,
                     Translation& out) {
    Inherited withSeverity = inherited;
    withSeverity.labels.emplace_back("severity");
    const std::string matching = alertMatching(node, withSeverity);
    bool hysteresis = false;
    for (const auto& level : levels.items) {
        const std::string severity = scalarOf(*level, "severity");
        std::optional<std::string> text = scalarOf(*level, "expr");
        if (level->find("resolve_when") != nullptr) {
            text = withHysteresis(*text, scalarOf(*level, "resolve_when"), scalarOf(node, "alert"), severity,
                                  matching);
            hysteresis = true;
        }
        if (!text)
            return weaken(out, Fidelity::Unsupported,
                          "levels: the expr of " + severity +
                              " is not a comparison with a number, so its resolve_when "
                              "cannot be translated");
        out.rules.push_back({std::move(text), severity});
    }
    weaken(out, Fidelity::Approximate,
           "levels: each is a rule of its own, so a lower one fires beside a higher one; inhibit it by "
           "severity in "
           "Alertmanager");
    if (hysteresis) weaken(out, Fidelity::Approximate, kHysteresis);
}

void translateMissing(const std::string& policy, const std::string& evaluations, Translation& out) {
    if (policy.empty() || policy == "resolve") {
        if (!evaluations.empty() && evaluations != "1")
            weaken(out, Fidelity::Approximate,
                   "missing_evals: Prometheus resolves at the first evaluation without a value");
        return;
    }
    if (policy == "keep")
        return weaken(out, Fidelity::Unsupported,
                      "on_missing: keep: Prometheus resolves an alert whose series is gone");
    if (policy == "alert")
        return weaken(
            out, Fidelity::Unsupported,
            "on_missing: alert: Prometheus cannot fire an alert with the labels of a series that is gone; "
            "absent() loses them");
    weaken(out, Fidelity::Unsupported,
           "on_missing: " + policy + ": Prometheus has no value for a series that is gone");
}

void checkNames(const YamlNode& node, std::set<std::string>& needs) {
    for (const char* key : {"expr", "resolve_when"}) {
        const auto expression = Expression::parse(scalarOf(node, key));
        if (expression) collectNeeds(expression->root(), needs);
    }
    if (const YamlNode* labels = node.find("labels"))
        for (const auto& entry : labels->entries)
            if (!isClassicLabelName(entry.key->scalar)) needs.insert("quoted names");
    if (const YamlNode* record = node.find("record");
        record != nullptr && !isClassicMetricName(record->scalar))
        needs.insert("quoted names");
}

} // namespace

Translation translate(const YamlNode& node, const Inherited& inherited) {
    Translation out;
    std::set<std::string> needs;
    checkNames(node, needs);
    if (node.find("sequence") != nullptr)
        weaken(out, Fidelity::Unsupported, "sequence: PromQL has no order of events");
    else if (const YamlNode* levels = node.find("levels"))
        translateLevels(node, *levels, inherited, out);
    else if (node.find("resolve_when") != nullptr)
        translateResolve(node, inherited, out);
    const auto own = [&](std::string_view key, const std::string& otherwise) {
        return node.find(key) == nullptr ? otherwise : scalarOf(node, key);
    };
    if (node.find("alert") != nullptr)
        translateMissing(own("on_missing", inherited.onMissing), own("missing_evals", inherited.missingEvals),
                         out);
    if (scalarOf(node, "evaluate") == "each_sample")
        weaken(out, Fidelity::Approximate,
               "evaluate: each_sample: Prometheus evaluates at ticks only, a spike between two goes unseen");
    for (const std::string_view key : kOurKeys)
        if (node.find(key) != nullptr) out.keysToDrop.emplace_back(key);
    for (const std::string& need : needs)
        out.reasons.push_back("needs Prometheus 3 for " + need);
    if (out.fidelity == Fidelity::Unsupported)
        out.rules.clear();
    else if (out.rules.empty())
        out.rules.emplace_back();
    return out;
}

} // namespace eventflow::rules::exporting
