#include "core/rules/current_value.h"
#include "core/rules/expression_error.h"
#include "core/rules/lint.h"
#include "core/rules/rule_loader.h"
#include "core/rules/threshold.h"

#include <algorithm>
#include <array>

namespace eventflow::rules {

using config::YamlNode;

namespace {

constexpr std::array<std::string_view, 3> kLevelKeys{"severity", "expr", "resolve_when"};
constexpr std::array kPolicies{OnMissing::Resolve, OnMissing::Keep, OnMissing::Alert, OnMissing::Zero};
/// One evaluation without a value is more often a gap than an end.
constexpr unsigned kDefaultMissingEvals = 2;

std::optional<bool> holdsAtZero(const std::optional<promql::Expression>& expression) {
    if (!expression) return std::nullopt;
    const auto thresholds = thresholdsOf(*expression);
    return thresholds ? std::optional(holds(*thresholds, 0)) : std::nullopt;
}

} // namespace

void RuleFileReader::readConditions(const YamlNode& node, Rule& rule) {
    const YamlNode* expr = node.find("expr");
    const YamlNode* resolve = node.find("resolve_when");
    const YamlNode* levels = node.find("levels");
    if (rule.kind == RuleKind::Recording) {
        if (expr == nullptr) return m_yaml.fail(node, "a rule needs the key \"expr\"");
        rule.expression = readExpression(*expr, "expr");
        return;
    }
    if (const YamlNode* sequence = node.find("sequence")) {
        readSequence(*sequence, node, rule);
        Condition& condition = rule.conditions.emplace_back();
        if (resolve != nullptr) condition.resolveWhen = readExpression(*resolve, "resolve_when");
        rule.resolveWhen = condition.resolveWhen;
        return;
    }
    if (levels != nullptr) {
        if (expr != nullptr) m_yaml.fail(*expr, "a rule has either \"expr\" or \"levels\", not both");
        if (resolve != nullptr)
            m_yaml.fail(*resolve, "each level has its own \"resolve_when\"; move it into the levels");
        return readLevels(*levels, rule);
    }
    if (expr == nullptr) return m_yaml.fail(node, "a rule needs the key \"expr\"");
    addCondition(*expr, resolve, {}, rule);
}

void RuleFileReader::readLevels(const YamlNode& levels, Rule& rule) {
    if (!m_yaml.isList(levels, "levels")) return;
    if (levels.items.empty() || levels.items.size() > kMaxLevels)
        return m_yaml.fail(levels, "levels needs 1 to " + std::to_string(kMaxLevels) +
                                       " entries, from the lowest to the highest");
    for (const auto& level : levels.items) {
        if (!m_yaml.isMapping(*level, "a level")) continue;
        m_yaml.checkKeys(*level, kLevelKeys, "a level");
        const auto severity = readSeverity(*level, rule);
        const YamlNode* expr = level->find("expr");
        if (expr == nullptr) m_yaml.fail(*level, "a level needs the key \"expr\"");
        if (severity && expr != nullptr) addCondition(*expr, level->find("resolve_when"), *severity, rule);
    }
}

std::optional<std::string> RuleFileReader::readSeverity(const YamlNode& level, const Rule& rule) {
    const YamlNode* node = level.find("severity");
    if (node == nullptr) {
        m_yaml.fail(level, "a level needs the key \"severity\"");
        return std::nullopt;
    }
    auto severity = m_yaml.name(*node, "severity");
    if (!severity) return std::nullopt;
    if (severity->find("{{") != std::string::npos) {
        m_yaml.fail(*node, "the severity of a level is fixed, not a template");
        return std::nullopt;
    }
    if (std::ranges::find(rule.conditions, *severity, &Condition::severity) != rule.conditions.end()) {
        m_yaml.fail(*node, "another level has the severity \"" + *severity + "\" too");
        return std::nullopt;
    }
    return severity;
}

void RuleFileReader::addCondition(const YamlNode& expr, const YamlNode* resolveWhen, std::string severity,
                                  Rule& rule) {
    Condition condition;
    condition.severity = std::move(severity);
    condition.expression = readExpression(expr, "expr");
    if (condition.expression && hasNoCondition(*condition.expression))
        warn(m_yaml.document().position(expr),
             "expr has no condition: every series it returns is an alert, whatever "
             "its value; compare it with a number");
    if (resolveWhen != nullptr) condition.resolveWhen = readExpression(*resolveWhen, "resolve_when");
    condition.raisesAtZero = holdsAtZero(condition.expression);
    condition.resolvesAtZero = holdsAtZero(condition.resolveWhen);
    if (rule.conditions.empty()) {
        rule.expression = condition.expression;
        rule.resolveWhen = condition.resolveWhen;
        if (rule.expression) rule.currentValue = currentValueOf(*rule.expression);
    }
    if (resolveWhen != nullptr) lintCondition(*resolveWhen, condition, rule);
    rule.conditions.push_back(std::move(condition));
}

void RuleFileReader::lintCondition(const YamlNode& resolveWhen, const Condition& condition,
                                   const Rule& rule) {
    if (!condition.expression || !condition.resolveWhen) return;
    if (!rule.currentValue)
        warn(m_yaml.document().position(resolveWhen),
             "expr is not a comparison with a number, so it cannot be told when a series has no value any "
             "more: the alert stays until resolve_when holds");
    const auto raise = thresholdsOf(*condition.expression);
    const auto resolve = thresholdsOf(*condition.resolveWhen);
    if (raise && resolve && raise->operand == resolve->operand && overlap(*raise, *resolve))
        warn(m_yaml.document().position(resolveWhen),
             "resolve_when also holds for values for which expr holds; it has no effect for them, so leave a "
             "gap between the two");
}

RuleFileReader::MissingDefaults RuleFileReader::readMissing(const YamlNode& node, MissingDefaults outer) {
    if (const YamlNode* policy = node.find("on_missing")) {
        const auto name = m_yaml.name(*policy, "on_missing");
        const auto known =
            std::ranges::find_if(kPolicies, [&](OnMissing p) { return name && *name == toString(p); });
        if (known != kPolicies.end())
            outer.policy = *known;
        else if (name)
            m_yaml.fail(*policy, "on_missing is resolve, keep, alert or zero, not \"" + *name + '"');
    }
    if (const YamlNode* evals = node.find("missing_evals")) {
        const auto count = m_yaml.integer(*evals, "missing_evals", 1, kMaxMissingEvals);
        if (count) outer.evals = static_cast<unsigned>(*count);
    }
    return outer;
}

void RuleFileReader::readMissingPolicy(const YamlNode& node, Rule& rule) {
    const MissingDefaults set = readMissing(node, m_groupMissing);
    const OnMissing policy = set.policy.value_or(OnMissing::Resolve);
    const bool atOnce = policy == OnMissing::Resolve || policy == OnMissing::Zero;
    const unsigned evals = set.evals.value_or(atOnce ? 1 : kDefaultMissingEvals);
    if (!rule.expression || (policy == OnMissing::Resolve && evals == 1)) return;

    const YamlNode* own = node.find("on_missing");
    const YamlNode& place = own != nullptr ? *own : node;
    if (!rule.currentValue)
        return warn(
            m_yaml.document().position(place),
            "expr is not a comparison with a number, so it cannot be told when a series has no value: "
            "on_missing has no effect on this rule");
    const bool knowsZero = std::ranges::all_of(
        rule.conditions, [](const Condition& condition) { return condition.raisesAtZero.has_value(); });
    if (policy == OnMissing::Zero && !knowsZero) {
        const char* message =
            "on_missing: zero needs an expr that compares a vector with numbers and nothing "
            "else";
        if (own != nullptr) return m_yaml.fail(place, message);
        return warn(m_yaml.document().position(place), std::string(message) + "; this rule resolves instead");
    }
    rule.onMissing = policy;
    rule.missingEvals = evals;
}

void RuleFileReader::readEvaluate(const YamlNode& node, Rule& rule) {
    const YamlNode* evaluate = node.find("evaluate");
    if (evaluate == nullptr) return;
    const auto name = m_yaml.name(*evaluate, "evaluate");
    if (!name) return;
    if (*name == toString(EvaluateAt::EachSample))
        rule.evaluateAt = EvaluateAt::EachSample;
    else if (*name != toString(EvaluateAt::Tick))
        m_yaml.fail(*evaluate, "evaluate is tick or each_sample, not \"" + *name + '"');
}

std::optional<promql::Expression> RuleFileReader::readExpression(const YamlNode& node,
                                                                 std::string_view what) {
    const auto text = m_yaml.name(node, what);
    if (!text) return std::nullopt;
    auto expression = promql::Expression::parse(*text);
    if (!expression) {
        const auto [offset, message] = placeInExpression(*text, expression.error());
        failInside(node, offset, std::string(what) + ": " + message);
        return std::nullopt;
    }
    const auto type = expression->type();
    if (type == promql::ValueType::InstantVector || type == promql::ValueType::Scalar)
        return std::move(*expression);
    m_yaml.fail(node, std::string(what) + " must be an instant vector or a scalar, not a " +
                          promql::toString(type) + "; apply a function to it");
    return std::nullopt;
}

} // namespace eventflow::rules
