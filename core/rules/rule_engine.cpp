#include "core/model/alert_order.h"
#include "core/rules/explainer.h"
#include "core/rules/rule_engine_impl.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace eventflow::rules {

namespace {

constexpr std::string_view kAlertStateLabel = "alertstate";

/// The first point of the grid, aligned to the epoch, after `t`; max() when there is none.
Timestamp gridAfter(Timestamp t, Duration interval) {
    const std::int64_t step = interval.count();
    const std::int64_t ns = toNs(t);
    const std::int64_t phase = ((ns % step) + step) % step;
    std::int64_t next = 0;
    return __builtin_add_overflow(ns, step - phase, &next) ? Timestamp::max() : timestampFromNs(next);
}

/// What an alert is in the series ALERTS, where a recovering one still fires, and in ALERTS_FOR_STATE, whose
/// value is the Unix time in whole seconds since when it is active.
std::map<Labels, double> alertsSeries(const AlertTracker& tracker) {
    std::map<Labels, double> samples;
    for (const auto& [identity, tracked] : tracker.alerts()) {
        if (!isActive(tracked.alert.state)) continue;
        Labels series = tracked.alert.labels;
        series.set(kMetricNameLabel, kAlertsForStateMetric);
        samples.emplace(
            series,
            static_cast<double>(
                std::chrono::floor<std::chrono::seconds>(tracked.alert.activeAt).time_since_epoch().count()));
        series.set(kMetricNameLabel, kAlertsMetric);
        series.set(kAlertStateLabel, tracked.alert.state == AlertState::Pending ? "pending" : "firing");
        samples.emplace(std::move(series), 1.0);
    }
    return samples;
}

/// Lets the sequence take the place of the expression.
void followSequence(SequenceTracker& sequence, AlertTick& tick) {
    sequence.advance(tick.tick);
    tick.evaluate = [&sequence,
                     others = std::move(tick.evaluate)](RulePart part) -> Result<promql::InstantVector> {
        if (part.kind != RulePart::Expression) return others(part);
        promql::InstantVector matches;
        for (const auto& [key, match] : sequence.matches())
            matches.push_back({key, static_cast<double>(match.count)});
        return matches;
    };
    tick.happened = [&sequence](const Labels& key) { return sequence.reason(key); };
    tick.explain = [&sequence, others = std::move(tick.explain)](const Labels& key) {
        auto explanation = std::make_shared<Explanation>(others ? *others(key) : Explanation{});
        explanation->key = key;
        explanation->parts.insert(explanation->parts.begin(), sequence.explain(key));
        return explanation;
    };
}

} // namespace

Timestamp RuleEngine::Impl::nextOf(std::size_t group) const {
    const Timestamp position = groups[group].position;
    return position == kNoTime ? Timestamp::max() : gridAfter(position, rules->groups[group].interval);
}

Timestamp RuleEngine::Impl::next() const {
    Timestamp next = Timestamp::max();
    for (std::size_t i = 0; i < groups.size(); ++i)
        next = std::min(next, nextOf(i));
    return next;
}

/// Reports what a reload or restore changed.
void RuleEngine::Impl::announce(Timestamp watermark, const SampleSink& sink,
                                std::vector<AlertTransition>& out) {
    const Timestamp at = lastTick == kNoTime ? watermark : lastTick;
    for (AlertTransition& transition : announcements) {
        transition.tick = at;
        transition.watermark = watermark;
        if (transition.alert.state == AlertState::Resolved) transition.alert.resolvedAt = at;
        out.push_back(std::move(transition));
    }
    announcements.clear();
    std::map<Labels, double> none;
    PublishedSeries(std::exchange(endedSeries, {})).publish(none, at, sink);
}

void RuleEngine::Impl::evaluateGroup(std::size_t index, const Tick& tick, std::vector<AlertTransition>& out) {
    const RuleGroup& group = rules->groups[index];
    for (std::size_t i = 0; i < group.rules.size(); ++i) {
        const Rule& rule = group.rules[i];
        RuleState& state = groups[index].rules[i];
        const auto returned = rule.kind == RuleKind::Alert ? evaluateAlerts(index, i, tick, out)
                                                           : evaluateRecording(group, rule, state, tick);
        note(state.health, tick.at, returned);
        if (returned) state.health.seriesReturned = *returned;
        if (returned && state.sequence) state.health.lastError = state.sequence->problem();
    }
    groups[index].position = tick.at;
}

void RuleEngine::Impl::note(RuleHealth& health, Timestamp at, const Result<std::size_t>& returned) {
    ++health.evaluations;
    health.lastEvaluation = at;
    health.lastError = returned ? std::string() : returned.error().detail;
    if (!returned) ++health.errors;
}

Result<std::size_t> RuleEngine::Impl::evaluateAlerts(std::size_t groupIndex, std::size_t ruleIndex,
                                                     const Tick& tick, std::vector<AlertTransition>& out) {
    const RuleGroup& group = rules->groups[groupIndex];
    const Rule& rule = group.rules[ruleIndex];
    RuleState& state = groups[groupIndex].rules[ruleIndex];
    const Timestamp queryTime = tick.at - group.queryOffset;
    AlertTick alertTick{group,
                        rule,
                        tick.at,
                        tick.watermark,
                        [&](RulePart part) { return evaluate(rule, part, tick.source, queryTime); },
                        {},
                        {},
                        groups[groupIndex].position,
                        tick.onGrid,
                        tick.only};
    std::optional<RuleExplainer> explainer;
    if (promqlOptions) {
        explainer.emplace(group, rule, tick.source, queryTime, *promqlOptions);
        alertTick.explain = [&](const Labels& series) { return explainer->explain(series); };
    }
    if (state.sequence) followSequence(*state.sequence, alertTick);
    const std::size_t before = out.size();
    auto returned = state.tracker.evaluate(alertTick, out);
    if (returned && state.sequence) state.sequence->clearMatches();
    // Between ticks only what changes is written.
    if (returned && (tick.onGrid || out.size() > before))
        state.published.publish(alertsSeries(state.tracker), queryTime, tick.sink);
    return returned;
}

Result<std::size_t> RuleEngine::Impl::evaluateRecording(const RuleGroup& group, const Rule& rule,
                                                        RuleState& state, const Tick& tick) {
    const Timestamp queryTime = tick.at - group.queryOffset;
    const auto vector = evaluate(rule, RulePart::Expression, tick.source, queryTime);
    if (!vector) return vector.error();
    if (group.limit > 0 && vector->size() > group.limit)
        return Error{ErrorCode::LimitExceeded, "the expression returns " + std::to_string(vector->size()) +
                                                   " series, more than the group's limit of " +
                                                   std::to_string(group.limit) + "; none was recorded"};
    std::map<Labels, double> recorded;
    for (const promql::VectorSample& sample : *vector) {
        Labels labels = sample.labels;
        for (const std::string& name : rule.removedLabels)
            labels.remove(name);
        for (const Label& label : rule.labels)
            labels.set(label.name, label.value);
        labels.set(kMetricNameLabel, rule.name);
        const auto [at, added] = recorded.emplace(std::move(labels), sample.value);
        if (!added)
            return Error{ErrorCode::InvalidArgument,
                         "two results would both be recorded as " + at->first.toString() +
                             "; keep a label in the expression that tells them apart"};
    }
    if (state.published.publish(recorded, queryTime, tick.sink)) changed = true;
    return recorded.size();
}

RuleEngine::RuleEngine(std::shared_ptr<const RuleSet> rules, EvaluateRule evaluate)
    : m_impl(std::make_unique<Impl>()) {
    m_impl->evaluate = std::move(evaluate);
    m_impl->build(std::move(rules));
}

RuleEngine::RuleEngine(std::shared_ptr<const RuleSet> rules, promql::EvalOptions options)
    : RuleEngine(std::move(rules), evaluateWithPromql(options)) {
    m_impl->promqlOptions = options;
}

RuleEngine::~RuleEngine() = default;

void RuleEngine::start(Timestamp start) {
    m_impl->startedAt = start;
    for (Impl::GroupState& group : m_impl->groups)
        if (group.position == kNoTime) group.position = start;
}

void RuleEngine::advanceUntil(Timestamp until, Timestamp watermark, const SeriesSource& source,
                              const SampleSink& sink, std::vector<AlertTransition>& out) {
    if (watermark == kNoTime) return;
    if (m_impl->startedAt == kNoTime) start(watermark);
    m_impl->announce(watermark, sink, out);
    for (Timestamp tick = m_impl->next(); tick <= until && tick != Timestamp::max(); tick = m_impl->next()) {
        const Impl::Tick context{tick, watermark, source, sink};
        m_impl->evaluateSamples(tick, context, out);
        for (std::size_t i = 0; i < m_impl->groups.size(); ++i)
            if (m_impl->nextOf(i) == tick) m_impl->evaluateGroup(i, context, out);
        m_impl->lastTick = tick;
    }
}

Timestamp RuleEngine::nextTick() const {
    return m_impl->next();
}

Timestamp RuleEngine::lastTick() const {
    return m_impl->lastTick;
}

void RuleEngine::observe(const Record& record, const Event& event) {
    if (m_impl->sequences.empty()) return;
    if (event.tsEvent <= std::max(m_impl->lastTick, m_impl->sampledUntil)) return;
    m_impl->eventFields.bind(record, &event);
    for (SequenceTracker* sequence : m_impl->sequences)
        sequence->observe(m_impl->eventFields, m_impl->celEvaluator, record, event);
}

void RuleEngine::finish(Timestamp end, const SeriesSource& source, const SampleSink& sink,
                        std::vector<AlertTransition>& out) {
    advance(end, source, sink, out);
    if (end == kNoTime || end >= Timestamp::max() - Duration(1)) return;
    const Impl::Tick context{end, end, source, sink};
    m_impl->evaluateSamples(end + Duration(1), context, out);
    m_impl->finishSequences(context, out);
    m_impl->sampledUntil = end;
    m_impl->changed = true;
}

ReloadReport RuleEngine::reload(std::shared_ptr<const RuleSet> rules) {
    const EngineState state = m_impl->save();
    m_impl->build(std::move(rules));
    m_impl->changed = true;
    return m_impl->takeOver(state);
}

ReloadReport RuleEngine::previewReload(std::shared_ptr<const RuleSet> rules) const {
    Impl scratch;
    scratch.startedAt = m_impl->startedAt;
    scratch.build(std::move(rules));
    return scratch.takeOver(m_impl->save());
}

std::vector<Alert> RuleEngine::activeAlerts() const {
    return m_impl->alerts([](const Alert& alert) { return isActive(alert.state); });
}

void RuleEngine::visitFiring(Timestamp until, const std::function<void(const Alert&)>& visit) const {
    for (std::size_t g = 0; g < m_impl->groups.size(); ++g) {
        if (m_impl->groups[g].position != m_impl->lastTick || m_impl->nextOf(g) <= until) continue;
        for (const Impl::RuleState& rule : m_impl->groups[g].rules) {
            if (!rule.health.lastError.empty() && !rule.sequence) continue;
            for (const auto& [identity, tracked] : rule.tracker.alerts())
                if (isFiring(tracked.alert.state)) visit(tracked.alert);
        }
    }
}

std::vector<Alert> RuleEngine::resolvedAlerts() const {
    return m_impl->alerts([](const Alert& alert) { return alert.state == AlertState::Resolved; });
}

std::vector<RuleHealth> RuleEngine::health() const {
    std::vector<RuleHealth> out;
    for (const Impl::GroupState& group : m_impl->groups)
        for (const Impl::RuleState& rule : group.rules)
            out.push_back(rule.health);
    return out;
}

std::string RuleEngine::saveState() const {
    return toJson(m_impl->save());
}

bool RuleEngine::takeStateChanged() {
    bool changed = std::exchange(m_impl->changed, false);
    for (Impl::GroupState& group : m_impl->groups)
        for (Impl::RuleState& rule : group.rules)
            changed = rule.tracker.takeChanged() || changed;
    return changed;
}

std::string RuleEngine::saveSequences() const {
    std::map<std::string, const SequenceMemory*> memories;
    for (const Impl::GroupState& group : m_impl->groups)
        for (const Impl::RuleState& rule : group.rules)
            if (rule.sequence) memories.emplace(rule.health.ruleId, &rule.sequence->memory());
    return toJson(memories);
}

bool RuleEngine::takeSequencesChanged() {
    bool changed = false;
    for (SequenceTracker* sequence : m_impl->sequences)
        changed = sequence->takeChanged() || changed;
    return changed;
}

Status RuleEngine::restoreSequences(std::string_view state) {
    auto memories = sequencesFromJson(state);
    if (!memories) return memories.error();
    for (Impl::GroupState& group : m_impl->groups)
        for (Impl::RuleState& rule : group.rules)
            if (const auto memory = memories->find(rule.health.ruleId);
                rule.sequence && memory != memories->end())
                rule.sequence->restore(std::move(memory->second));
    return {};
}

void RuleEngine::skipTo(Timestamp lastTick) {
    if (lastTick <= m_impl->lastTick) return;
    m_impl->lastTick = lastTick;
    for (Impl::GroupState& group : m_impl->groups)
        if (group.position != kNoTime) group.position = std::max(group.position, lastTick);
}

Status RuleEngine::restoreState(std::string_view text) {
    const auto state = engineStateFromJson(text);
    if (!state) return state.error();
    m_impl->build(m_impl->rules);
    m_impl->takeOver(*state);
    return {};
}

} // namespace eventflow::rules
