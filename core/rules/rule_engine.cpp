#include "core/rules/rule_engine.h"

#include "core/rules/alert_tracker.h"
#include "core/rules/engine_state.h"
#include "core/rules/explainer.h"
#include "core/rules/published_series.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <unordered_map>
#include <utility>

namespace eventflow::rules {

namespace {

constexpr std::string_view kAlertsMetric = "ALERTS";
constexpr std::string_view kAlertStateLabel = "alertstate";

/// The first point of the grid, aligned to the epoch, after `t`; max() when there is none.
Timestamp gridAfter(Timestamp t, Duration interval) {
    const std::int64_t step = interval.count();
    const std::int64_t ns = toNs(t);
    const std::int64_t phase = ((ns % step) + step) % step;
    std::int64_t next = 0;
    return __builtin_add_overflow(ns, step - phase, &next) ? Timestamp::max() : timestampFromNs(next);
}

/// Identifies a group over restarts, wherever the workspace was moved to.
std::string keyOf(const RuleGroup& group) {
    return std::filesystem::path(group.file).filename().string() + '/' + group.name;
}

/// What an alert is in the ALERTS series: a recovering one still fires there.
std::map<Labels, double> alertsSeries(const AlertTracker& tracker) {
    std::map<Labels, double> samples;
    for (const auto& [labels, tracked] : tracker.alerts()) {
        if (!isActive(tracked.alert.state)) continue;
        Labels series = labels;
        series.set(kMetricNameLabel, kAlertsMetric);
        series.set(kAlertStateLabel, tracked.alert.state == AlertState::Pending ? "pending" : "firing");
        samples.emplace(std::move(series), 1.0);
    }
    return samples;
}

struct RuleState {
    RuleHealth health;
    AlertTracker tracker;
    PublishedSeries published;
};

struct GroupState {
    Timestamp position = kNoTime; ///< the last tick, or the start; kNoTime: not started
    std::vector<RuleState> rules;
};

RuleHealth healthOf(const RuleGroup& group, const Rule& rule) {
    RuleHealth health;
    health.ruleId = rule.id;
    health.group = group.name;
    health.name = rule.name;
    if (rule.expression) health.expression = rule.expression->text();
    health.kind = rule.kind;
    return health;
}

} // namespace

struct RuleEngine::Impl {
    struct Tick {
        Timestamp at;
        Timestamp watermark;
        const SeriesSource& source;
        const SampleSink& sink;
    };

    std::shared_ptr<const RuleSet> rules;
    EvaluateRule evaluate;
    /// Absent when something else than PromQL evaluates the rules: then nothing can be said about
    /// expressions.
    std::optional<promql::EvalOptions> explainOptions;
    std::vector<GroupState> groups; ///< parallel to rules->groups
    std::vector<AlertTransition> announcements;
    std::vector<Labels> endedSeries;
    Timestamp lastTick = kNoTime;
    Timestamp startedAt = kNoTime;

    [[nodiscard]] Timestamp nextOf(std::size_t group) const;
    [[nodiscard]] Timestamp next() const;
    void build(std::shared_ptr<const RuleSet> newRules);
    void takeOver(const EngineState& state);
    [[nodiscard]] EngineState save() const;
    void announce(Timestamp watermark, const SampleSink& sink, std::vector<AlertTransition>& out);
    void evaluateGroup(std::size_t group, const Tick& tick, std::vector<AlertTransition>& out);
    Result<std::size_t> evaluateAlerts(const RuleGroup& group, const Rule& rule, RuleState& state,
                                       const Tick& tick, std::vector<AlertTransition>& out);
    Result<std::size_t> evaluateRecording(const RuleGroup& group, const Rule& rule, RuleState& state,
                                          const Tick& tick) const;
    template <typename Wanted>
    [[nodiscard]] std::vector<Alert> alerts(const Wanted& wanted) const;
};

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

void RuleEngine::Impl::build(std::shared_ptr<const RuleSet> newRules) {
    rules = std::move(newRules);
    groups.clear();
    for (const RuleGroup& group : rules->groups) {
        GroupState state;
        for (const Rule& rule : group.rules) {
            RuleState ruleState;
            ruleState.health = healthOf(group, rule);
            state.rules.push_back(std::move(ruleState));
        }
        groups.push_back(std::move(state));
    }
}

EngineState RuleEngine::Impl::save() const {
    EngineState state;
    state.lastTick = lastTick;
    state.announcements = announcements;
    state.endedSeries = endedSeries;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        if (groups[g].position != kNoTime)
            state.groups.push_back({keyOf(rules->groups[g]), groups[g].position});
        for (const RuleState& rule : groups[g].rules) {
            RuleMemory memory;
            memory.id = rule.health.ruleId;
            for (const auto& [labels, tracked] : rule.tracker.alerts())
                memory.alerts.push_back(tracked);
            memory.series = rule.published.previous();
            state.rules.push_back(std::move(memory));
        }
    }
    return state;
}

/// Gives the rules, as they are now, the memory of those before them; what has no heir is ended.
void RuleEngine::Impl::takeOver(const EngineState& state) {
    lastTick = state.lastTick;
    announcements = state.announcements;
    endedSeries = state.endedSeries;

    std::unordered_map<std::string, Timestamp> positions;
    for (const auto& group : state.groups)
        positions.emplace(group.key, group.lastTick);
    std::unordered_map<std::string_view, std::pair<std::size_t, std::size_t>> heirs;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const auto position = positions.find(keyOf(rules->groups[g]));
        groups[g].position = position != positions.end() ? position->second : lastTick;
        // A group that is new before anything was evaluated starts where the engine did.
        if (groups[g].position == kNoTime) groups[g].position = startedAt;
        for (std::size_t r = 0; r < groups[g].rules.size(); ++r)
            heirs.emplace(rules->groups[g].rules[r].id, std::pair(g, r));
    }
    for (const RuleMemory& memory : state.rules) {
        const auto heir = heirs.find(memory.id);
        const Rule* rule = nullptr;
        if (heir != heirs.end()) rule = &rules->groups[heir->second.first].rules[heir->second.second];
        if (rule != nullptr && (rule->kind == RuleKind::Alert || memory.alerts.empty())) {
            RuleState& ruleState = groups[heir->second.first].rules[heir->second.second];
            ruleState.tracker.adopt(rules->groups[heir->second.first], *rule, memory.alerts, announcements);
            ruleState.published = PublishedSeries(memory.series);
            continue;
        }
        for (const TrackedAlert& tracked : memory.alerts)
            if (isActive(tracked.alert.state))
                announcements.push_back(ended(tracked.alert, "the rule is gone"));
        endedSeries.insert(endedSeries.end(), memory.series.begin(), memory.series.end());
    }
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
        const auto returned = rule.kind == RuleKind::Alert ? evaluateAlerts(group, rule, state, tick, out)
                                                           : evaluateRecording(group, rule, state, tick);
        RuleHealth& health = state.health;
        ++health.evaluations;
        health.lastEvaluation = tick.at;
        health.lastError = returned ? std::string() : returned.error().detail;
        if (!returned)
            ++health.errors;
        else
            health.seriesReturned = *returned;
    }
    groups[index].position = tick.at;
}

Result<std::size_t> RuleEngine::Impl::evaluateAlerts(const RuleGroup& group, const Rule& rule,
                                                     RuleState& state, const Tick& tick,
                                                     std::vector<AlertTransition>& out) {
    const Timestamp queryTime = tick.at - group.queryOffset;
    AlertTick alertTick{group,
                        rule,
                        tick.at,
                        tick.watermark,
                        [&](RulePart part) { return evaluate(rule, part, tick.source, queryTime); },
                        {}};
    std::optional<RuleExplainer> explainer;
    if (explainOptions) {
        explainer.emplace(group, rule, tick.source, queryTime, *explainOptions);
        alertTick.explain = [&](const Labels& series) { return explainer->explain(series); };
    }
    auto returned = state.tracker.evaluate(alertTick, out);
    if (returned) state.published.publish(alertsSeries(state.tracker), queryTime, tick.sink);
    return returned;
}

Result<std::size_t> RuleEngine::Impl::evaluateRecording(const RuleGroup& group, const Rule& rule,
                                                        RuleState& state, const Tick& tick) const {
    const Timestamp queryTime = tick.at - group.queryOffset;
    const auto vector = evaluate(rule, RulePart::Expression, tick.source, queryTime);
    if (!vector) return vector.error();
    if (group.limit > 0 && vector->size() > group.limit)
        return Error{ErrorCode::LimitExceeded, "the expression returns " + std::to_string(vector->size()) +
                                                   " series, more than the group's limit of " +
                                                   std::to_string(group.limit) + "; none was recorded"};
    std::map<Labels, double> samples;
    for (const promql::VectorSample& sample : *vector) {
        Labels labels = sample.labels;
        for (const std::string& name : rule.removedLabels)
            labels.remove(name);
        for (const Label& label : rule.labels)
            labels.set(label.name, label.value);
        labels.set(kMetricNameLabel, rule.name);
        const auto [at, added] = samples.emplace(std::move(labels), sample.value);
        if (!added)
            return Error{ErrorCode::InvalidArgument,
                         "two results would both be recorded as " + at->first.toString() +
                             "; keep a label in the expression that tells them apart"};
    }
    state.published.publish(samples, queryTime, tick.sink);
    return samples.size();
}

template <typename Wanted>
std::vector<Alert> RuleEngine::Impl::alerts(const Wanted& wanted) const {
    std::vector<Alert> out;
    for (const GroupState& group : groups)
        for (const RuleState& rule : group.rules)
            for (const auto& [labels, tracked] : rule.tracker.alerts())
                if (wanted(tracked.alert)) out.push_back(tracked.alert);
    return out;
}

RuleEngine::RuleEngine(std::shared_ptr<const RuleSet> rules, EvaluateRule evaluate)
    : m_impl(std::make_unique<Impl>()) {
    m_impl->evaluate = std::move(evaluate);
    m_impl->build(std::move(rules));
}

RuleEngine::RuleEngine(std::shared_ptr<const RuleSet> rules, promql::EvalOptions options)
    : RuleEngine(std::move(rules), evaluateWithPromql(options)) {
    m_impl->explainOptions = options;
}

RuleEngine::~RuleEngine() = default;

void RuleEngine::start(Timestamp start) {
    m_impl->startedAt = start;
    for (GroupState& group : m_impl->groups)
        if (group.position == kNoTime) group.position = start;
}

void RuleEngine::advance(Timestamp watermark, const SeriesSource& source, const SampleSink& sink,
                         std::vector<AlertTransition>& out) {
    if (watermark == kNoTime) return;
    if (m_impl->startedAt == kNoTime) start(watermark);
    m_impl->announce(watermark, sink, out);
    for (Timestamp tick = m_impl->next(); tick <= watermark && tick != Timestamp::max();
         tick = m_impl->next()) {
        const Impl::Tick context{tick, watermark, source, sink};
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

void RuleEngine::reload(std::shared_ptr<const RuleSet> rules) {
    const EngineState state = m_impl->save();
    m_impl->build(std::move(rules));
    m_impl->takeOver(state);
}

std::vector<Alert> RuleEngine::activeAlerts() const {
    return m_impl->alerts([](const Alert& alert) { return isActive(alert.state); });
}

std::vector<Alert> RuleEngine::resolvedAlerts() const {
    return m_impl->alerts([](const Alert& alert) { return alert.state == AlertState::Resolved; });
}

std::vector<RuleHealth> RuleEngine::health() const {
    std::vector<RuleHealth> out;
    for (const GroupState& group : m_impl->groups)
        for (const RuleState& rule : group.rules)
            out.push_back(rule.health);
    return out;
}

std::string RuleEngine::saveState() const {
    return toJson(m_impl->save());
}

Status RuleEngine::restoreState(std::string_view text) {
    const auto state = engineStateFromJson(text);
    if (!state) return state.error();
    m_impl->build(m_impl->rules);
    m_impl->takeOver(*state);
    return {};
}

} // namespace eventflow::rules
