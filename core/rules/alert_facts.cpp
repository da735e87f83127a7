#include "core/rules/alert_facts.h"

#include "core/base/json_writer.h"
#include "core/model/alert_order.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace eventflow::rules {

namespace {

constexpr std::string_view kAlertName = "alertname";

/// Whether every label of `part`, the metric name left out, is also one of `whole`.
bool agrees(const Labels& part, const Labels& whole) {
    return std::ranges::all_of(part, [&](const Label& label) {
        return label.name == kMetricNameLabel || whole.get(label.name) == label.value;
    });
}

std::uint32_t bitOf(std::size_t level) {
    return std::uint32_t{1} << level;
}

} // namespace

Labels withoutMetricName(const Labels& labels) {
    Labels out = labels;
    out.remove(kMetricNameLabel);
    return out;
}

Labels alertIdentity(const Rule& rule, const Labels& series, double value) {
    Labels labels = withoutMetricName(series);
    for (const std::string& name : rule.removedLabels)
        labels.remove(name);
    if (rule.hasLevels()) labels.remove(kLevelLabel);
    for (const TemplatedText& label : rule.labelTemplates)
        labels.set(label.name, toValidUtf8(label.text.expandOrExplain(series, value)));
    labels.set(kAlertName, rule.name);
    return labels;
}

bool isConcerned(const AlertTick& tick, const TrackedAlert& tracked) {
    return tick.only == nullptr || withoutMetricName(tracked.series) == *tick.only;
}

bool watchesSeries(const Rule& rule) {
    return rule.onMissing == OnMissing::Alert || rule.onMissing == OnMissing::Zero;
}

Result<AlertFacts> AlertFacts::gather(const AlertTick& tick, const std::map<Labels, TrackedAlert>& alerts,
                                      WatchedSet& watched) {
    AlertFacts facts(tick, alerts);
    if (Status status = facts.evaluateConditions(); !status) return status.error();
    if (Status status = facts.evaluateResolving(); !status) return status.error();
    if (Status status = facts.evaluateCurrent(); !status) return status.error();
    if (Status status = facts.updateWatched(watched); !status) return status.error();
    return facts;
}

Status AlertFacts::evaluateConditions() {
    const Rule& rule = m_tick.rule;
    for (std::size_t level = 0; level < rule.conditions.size(); ++level) {
        auto vector = m_tick.evaluate({RulePart::Expression, level});
        if (!vector)
            return rule.hasLevels() ? vector.error().at("level " + rule.conditions[level].severity)
                                    : vector.error();
        m_elements = std::max(m_elements, vector->size());
        if (Status status = addCandidates(level, std::move(*vector)); !status) return status;
    }
    return {};
}

Status AlertFacts::addCandidates(std::size_t level, promql::InstantVector vector) {
    const std::size_t limit = m_tick.group.limit;
    if (limit > 0 && vector.size() > limit)
        return Error{ErrorCode::LimitExceeded, "the expression returns " + std::to_string(vector.size()) +
                                                   " series, more than the group's limit of " +
                                                   std::to_string(limit) +
                                                   "; alerts keep the state they had"};
    for (promql::VectorSample& sample : vector) {
        const auto [at, added] =
            m_candidates.try_emplace(alertIdentity(m_tick.rule, sample.labels, sample.value));
        Candidate& candidate = at->second;
        if (!added && (candidate.levels & bitOf(level)) != 0)
            return Error{ErrorCode::InvalidArgument,
                         "two results have the same labels " + at->first.toString() +
                             " once the rule's labels are applied; keep a label in the expression that tells "
                             "them apart"};
        candidate.levels |= bitOf(level);
        candidate.series = std::move(sample.labels); // the highest level's
        candidate.value = sample.value;
    }
    return {};
}

Status AlertFacts::evaluateResolving() {
    const std::vector<Condition>& conditions = m_tick.rule.conditions;
    m_resolving.resize(conditions.size());
    for (const auto& [identity, tracked] : m_alerts) {
        const AlertState state = tracked.alert.state;
        if (state != AlertState::Firing && state != AlertState::Recovering) continue;
        if (!isConcerned(m_tick, tracked)) continue;
        const auto candidate = m_candidates.find(identity);
        const bool held = candidate != m_candidates.end() && candidate->second.levels >= bitOf(tracked.level);
        if (held || tracked.level >= conditions.size()) continue;
        if (!conditions[tracked.level].resolveWhen || m_resolving[tracked.level]) continue;
        auto resolving = m_tick.evaluate({RulePart::ResolveWhen, tracked.level});
        if (!resolving) return resolving.error().at("resolve_when");
        m_resolving[tracked.level] = std::move(*resolving);
    }
    return {};
}

bool AlertFacts::needsCurrent() const {
    const Rule& rule = m_tick.rule;
    if (watchesSeries(rule)) return true;
    const bool pendingToo = rule.onMissing != OnMissing::Resolve || rule.missingEvals > 1;
    return std::ranges::any_of(m_alerts, [&](const auto& entry) {
        const AlertState state = entry.second.alert.state;
        const bool asks = isFiring(state) || (pendingToo && state == AlertState::Pending);
        return asks && isConcerned(m_tick, entry.second) && !m_candidates.contains(entry.first);
    });
}

Status AlertFacts::evaluateCurrent() {
    if (!m_tick.rule.currentValue || !needsCurrent()) return {};
    auto current = m_tick.evaluate(RulePart::CurrentValue);
    if (!current) return current.error();
    m_current.emplace();
    for (auto& element : *current)
        m_current->emplace(withoutMetricName(element.labels), element.value);
    return {};
}

Status AlertFacts::updateWatched(WatchedSet& watched) {
    if (!watchesSeries(m_tick.rule) || !m_current) return {};
    std::size_t added = 0;
    for (const auto& [key, value] : *m_current)
        added += watched.contains(key) ? 0U : 1U;
    if (watched.size() + added > AlertTracker::kMaxWatched)
        return Error{ErrorCode::LimitExceeded, "on_missing would have to watch more than " +
                                                   std::to_string(AlertTracker::kMaxWatched) +
                                                   " series; select fewer"};
    for (const auto& [key, value] : *m_current) {
        const auto [entry, isNew] = watched.try_emplace(key);
        m_watchedChanged = m_watchedChanged || isNew || entry->second.missed > 0;
        entry->second = {key, 0, kNoTime};
    }
    if (m_tick.only != nullptr) return {};
    std::vector<Labels> gone;
    for (auto& [key, series] : watched) {
        if (m_current->contains(key)) continue;
        if (m_tick.onGrid && series.missed < m_tick.rule.missingEvals) {
            if (series.missed++ == 0) series.missingSince = m_tick.tick;
            m_watchedChanged = true;
        }
        if (series.missed > 0 && m_tick.tick - series.missingSince >= AlertTracker::kWatchedRetention)
            gone.push_back(key);
        else if (series.missed >= m_tick.rule.missingEvals)
            addMissing(key, series);
    }
    for (const Labels& key : gone)
        watched.erase(key);
    return {};
}

/// The series has had no value for long enough: on_missing acts.
void AlertFacts::addMissing(const Labels& key, const WatchedSeries& series) {
    const Rule& rule = m_tick.rule;
    Candidate candidate;
    candidate.series = series.series;
    if (rule.onMissing == OnMissing::Zero) {
        m_zero.emplace(key, true);
        for (std::size_t level = 0; level < rule.conditions.size(); ++level)
            if (rule.conditions[level].raisesAtZero.value_or(false)) candidate.levels |= bitOf(level);
        if (candidate.levels == 0) return;
    } else {
        candidate.value = std::numeric_limits<double>::quiet_NaN();
        candidate.missing = missing(series.series).value_or("MissingSeries") + ": no value for " +
                            std::to_string(series.missed) +
                            (series.missed == 1 ? " evaluation" : " evaluations") + ", on_missing is alert";
        candidate.levels = bitOf(0);
    }
    Labels identity = alertIdentity(rule, series.series, candidate.value);
    const auto alert = m_alerts.find(identity);
    if (!candidate.missing.empty() && alert != m_alerts.end() && isActive(alert->second.alert.state))
        candidate.levels = bitOf(alert->second.level); // it goes on as it was
    m_candidates.try_emplace(std::move(identity), std::move(candidate));
}

std::optional<double> AlertFacts::currentOf(const Labels& series) const {
    if (!m_current) return std::nullopt;
    const Labels key = withoutMetricName(series);
    if (m_zero.contains(key)) return 0;
    const auto value = m_current->find(key);
    return value == m_current->end() ? std::nullopt : std::optional(value->second);
}

std::optional<std::string> AlertFacts::missing(const Labels& series) const {
    if (!m_current || m_tick.only != nullptr) return std::nullopt;
    const Labels key = withoutMetricName(series);
    if (m_current->contains(key) || m_zero.contains(key)) return std::nullopt;
    return m_current->empty() ? "NoData" : "MissingSeries";
}

bool AlertFacts::resolves(std::size_t level, const Labels& series) const {
    if (level >= m_tick.rule.conditions.size()) return true;
    const Condition& condition = m_tick.rule.conditions[level];
    if (!condition.resolveWhen) return true;
    if (m_zero.contains(withoutMetricName(series))) return condition.resolvesAtZero.value_or(false);
    const auto& resolving = m_resolving[level];
    return resolving && std::ranges::any_of(
                            *resolving, [&](const auto& element) { return agrees(element.labels, series); });
}

} // namespace eventflow::rules
