#include "core/rules/rule_engine_impl.h"
#include "core/rules/sample_ticks.h"

#include <algorithm>
#include <memory>
#include <tuple>
#include <vector>

namespace eventflow::rules {

void RuleEngine::Impl::evaluateSamples(Timestamp before, const Tick& context,
                                       std::vector<AlertTransition>& out) {
    if (!looksAtSamples || !promqlOptions) return;
    const Timestamp evaluated = std::max(lastTick == kNoTime ? startedAt : lastTick, sampledUntil);
    std::vector<std::unique_ptr<SampleTicks>> ticks; // keeps what the points refer to
    std::vector<SamplePoint> points;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const RuleGroup& group = rules->groups[g];
        for (std::size_t r = 0; r < group.rules.size(); ++r) {
            const Rule& rule = group.rules[r];
            if (rule.evaluateAt != EvaluateAt::EachSample) continue;
            auto collected = SampleTicks::collect(rule, group.queryOffset, context.source, evaluated, before,
                                                  *promqlOptions);
            if (!collected) {
                note(groups[g].rules[r].health, context.at, collected.error());
                continue;
            }
            for (const SampleTicks::Point& point : (*collected)->points())
                points.push_back({point.at, g, r, point.series, point.source});
            ticks.push_back(std::move(*collected));
        }
    }
    // Each rule's points are in order already; among rules the order of the files decides.
    std::ranges::stable_sort(
        points, {}, [](const SamplePoint& point) { return std::tuple(point.at, point.group, point.rule); });
    for (const SamplePoint& point : points)
        evaluateSample(point, context, out);
}

void RuleEngine::Impl::evaluateSample(const SamplePoint& point, const Tick& context,
                                      std::vector<AlertTransition>& out) {
    const Tick tick{point.at, context.watermark, *point.source, context.sink, false, point.series};
    note(groups[point.group].rules[point.rule].health, point.at,
         evaluateAlerts(point.group, point.rule, tick, out));
}

void RuleEngine::Impl::finishSequences(const Tick& tick, std::vector<AlertTransition>& out) {
    Tick behind = tick;
    behind.onGrid = false;
    for (std::size_t g = 0; g < groups.size(); ++g)
        for (std::size_t r = 0; r < groups[g].rules.size(); ++r) {
            SequenceTracker* sequence = groups[g].rules[r].sequence.get();
            if (sequence == nullptr || tick.at <= lastTick) continue;
            sequence->advance(tick.at);
            // Without a completion this is no time at which anything is to be decided.
            if (!sequence->matches().empty())
                note(groups[g].rules[r].health, tick.at, evaluateAlerts(g, r, behind, out));
        }
}

} // namespace eventflow::rules
