#include "core/rules/explainer.h"
#include "core/rules/rule_engine_impl.h"

#include <algorithm>
#include <filesystem>
#include <unordered_map>
#include <utility>

namespace eventflow::rules {

namespace {

/// Identifies a group over restarts, wherever the workspace was moved to.
std::string keyOf(const RuleGroup& group) {
    return std::filesystem::path(group.file).filename().string() + '/' + group.name;
}

RuleHealth healthOf(const RuleGroup& group, const Rule& rule) {
    RuleHealth health;
    health.ruleId = rule.id;
    health.group = group.name;
    health.name = rule.name;
    if (rule.expression) health.expression = rule.expression->text();
    if (rule.sequence) health.expression = rule.sequence->text();
    health.kind = rule.kind;
    return health;
}

} // namespace

void RuleEngine::Impl::build(std::shared_ptr<const RuleSet> newRules) {
    rules = std::move(newRules);
    groups.clear();
    looksAtSamples = false;
    sequences.clear();
    for (const RuleGroup& group : rules->groups) {
        GroupState state;
        for (const Rule& rule : group.rules) {
            RuleState ruleState;
            ruleState.health = healthOf(group, rule);
            if (rule.sequence) {
                ruleState.sequence = std::make_unique<SequenceTracker>(rule.sequence);
                sequences.push_back(ruleState.sequence.get());
            }
            state.rules.push_back(std::move(ruleState));
            looksAtSamples = looksAtSamples || rule.evaluateAt == EvaluateAt::EachSample;
        }
        groups.push_back(std::move(state));
    }
}

EngineState RuleEngine::Impl::save() const {
    EngineState state;
    state.lastTick = lastTick;
    state.sampledUntil = sampledUntil;
    state.announcements = announcements;
    state.endedSeries = endedSeries;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const RuleGroup& group = rules->groups[g];
        if (groups[g].position != kNoTime) state.groups.push_back({keyOf(group), groups[g].position});
        for (std::size_t r = 0; r < groups[g].rules.size(); ++r) {
            const RuleState& rule = groups[g].rules[r];
            RuleMemory& memory = state.rules.emplace_back();
            memory.id = rule.health.ruleId;
            memory.name = rule.health.name;
            memory.group = rule.health.group;
            memory.hash = ruleHash(group, group.rules[r]);
            for (const auto& [identity, tracked] : rule.tracker.alerts())
                memory.alerts.push_back(tracked);
            for (const auto& [key, series] : rule.tracker.watched())
                memory.watched.push_back(series);
            memory.series = rule.published.previous();
            if (rule.sequence) memory.sequence = rule.sequence->memory();
        }
    }
    return state;
}

void RuleEngine::Impl::takeOverPositions(const EngineState& state) {
    std::unordered_map<std::string, Timestamp> positions;
    for (const auto& group : state.groups)
        positions.emplace(group.key, group.lastTick);
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const auto position = positions.find(keyOf(rules->groups[g]));
        groups[g].position = position != positions.end() ? position->second : lastTick;
        // A group that is new before anything was evaluated starts where the engine did.
        if (groups[g].position == kNoTime) groups[g].position = startedAt;
    }
}

/// Gives the rules, as they are now, the memory of those before them; what has no heir is ended.
ReloadReport RuleEngine::Impl::takeOver(const EngineState& state) {
    lastTick = state.lastTick;
    sampledUntil = state.sampledUntil;
    announcements = state.announcements;
    endedSeries = state.endedSeries;
    takeOverPositions(state);

    std::unordered_map<std::string_view, const RuleMemory*> memories;
    for (const RuleMemory& memory : state.rules)
        memories.emplace(memory.id, &memory);
    ReloadReport report;
    for (std::size_t g = 0; g < groups.size(); ++g)
        for (std::size_t r = 0; r < groups[g].rules.size(); ++r) {
            const RuleHealth& rule = groups[g].rules[r].health;
            const auto memory = memories.find(rule.ruleId);
            if (memory == memories.end()) {
                report.rules.push_back({rule.ruleId, rule.name, rule.group, ReloadOutcome::New});
                continue;
            }
            report.rules.push_back(takeOver(*memory->second, g, r));
            memories.erase(memory);
        }
    for (const RuleMemory& memory : state.rules)
        if (memories.contains(memory.id)) report.rules.push_back(end(memory));
    return report;
}

ReloadedRule RuleEngine::Impl::takeOver(const RuleMemory& memory, std::size_t g, std::size_t r) {
    const RuleGroup& group = rules->groups[g];
    const Rule& rule = group.rules[r];
    // Another kind of rule cannot go on with alerts.
    if (rule.kind != RuleKind::Alert && !memory.alerts.empty()) {
        ReloadedRule ended = end(memory);
        ended.outcome = ReloadOutcome::Reset;
        ended.changed = true;
        return ended;
    }
    RuleState& state = groups[g].rules[r];
    const AdoptedAlerts adopted = state.tracker.adopt(group, rule, lastTick, memory.alerts, announcements);
    state.tracker.adopt(rule, memory.watched);
    state.published = PublishedSeries(memory.series);
    if (state.sequence && memory.sequence) state.sequence->restore(*memory.sequence);

    ReloadedRule out{rule.id, rule.name, group.name, ReloadOutcome::Kept};
    out.changed = !memory.hash.empty() && memory.hash != ruleHash(group, rule);
    out.alertsKept = adopted.kept;
    out.alertsEnded = adopted.ended;
    out.alertsRePending = adopted.rePending;
    if (adopted.rePending > 0) out.outcome = ReloadOutcome::RePending;
    if (adopted.ended > 0) out.outcome = ReloadOutcome::Reset;
    return out;
}

/// The rule is gone, or has become something else.
ReloadedRule RuleEngine::Impl::end(const RuleMemory& memory) {
    ReloadedRule out{memory.id, memory.name, memory.group, ReloadOutcome::Gone};
    for (const TrackedAlert& tracked : memory.alerts) {
        if (!isActive(tracked.alert.state)) continue;
        announcements.push_back(ended(tracked.alert, "the rule is gone"));
        ++out.alertsEnded;
    }
    endedSeries.insert(endedSeries.end(), memory.series.begin(), memory.series.end());
    return out;
}

} // namespace eventflow::rules
