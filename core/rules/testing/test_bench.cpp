#include "core/rules/testing/test_bench.h"

#include "core/rules/published_series.h"
#include "core/rules/testing/rule_files.h"

#include <algorithm>
#include <cmath>

namespace eventflow::rules::testing {

namespace {

constexpr Duration kLookback = std::chrono::minutes(5);

promql::EvalOptions evalOptions(Duration interval) {
    promql::EvalOptions options;
    options.lookback = kLookback;
    options.subqueryStep = interval; // as promtool has it
    return options;
}

Duration offGrid(Timestamp start, Duration interval) {
    const std::int64_t step = interval.count();
    return Duration(((toNs(start) % step) + step) % step);
}

std::unique_ptr<RuleEngine> makeEngine(std::shared_ptr<const RuleSet> rules, Duration interval,
                                       Duration shift) {
    const promql::EvalOptions options = evalOptions(interval);
    if (shift == Duration::zero()) return std::make_unique<RuleEngine>(std::move(rules), options);
    return std::make_unique<RuleEngine>(
        std::move(rules), [inner = evaluateWithPromql(options),
                           shift](const Rule& rule, RulePart part, const SeriesSource& source, Timestamp at) {
            return inner(rule, part, source, at + shift);
        });
}

} // namespace

TestBench::TestBench(const RuleTest& test, const RuleSet& rules, Timestamp start, Duration interval)
    : m_interval(test.interval),
      m_lateness(test.lateness),
      m_lookback(rules.maxLookback(kLookback)),
      m_shift(offGrid(start, interval)),
      m_engine(makeEngine(everyTick(rules, interval), interval, m_shift)) {
    m_engine->start(start - m_shift - Duration(1));
    for (const InputSeries& series : test.series) {
        SeriesIdentity* identity = m_catalog.findOrAdd(series.labels, {});
        m_tooManySeries |= identity == nullptr;
        if (identity != nullptr)
            m_inputs.push_back({identity, ValueCursor(series.values), start, series.delay});
    }
}

Status TestBench::feed(Input& input, Timestamp tick) {
    while (!input.values.atEnd() && input.next <= tick && input.next + input.delay <= tick + m_lateness) {
        if (const auto value = input.values.value()) {
            if (m_head.sampleCount() >= kMaxSamples)
                return Error{ErrorCode::LimitExceeded, "the test has more than " +
                                                           std::to_string(kMaxSamples) +
                                                           " samples; shorten its series"};
            if (m_lastTick != kNoTime && input.next <= m_lastTick) {
                ++m_late;
                if (input.next <= m_lastTick - m_lookback) ++m_lateDropped;
            }
            m_head.append(*input.identity, input.next, *value);
        }
        input.values.next();
        input.next += m_interval;
    }
    return {};
}

Status TestBench::evaluate(Timestamp tick) {
    for (Input& input : m_inputs)
        if (Status fed = feed(input, tick); !fed) return fed;
    const std::size_t before = m_transitions.size();
    m_engine->advance(
        tick - m_shift, m_head,
        [this](const Labels& labels, Timestamp ts, double value) {
            if (labels.get(kMetricNameLabel) == kAlertsForStateMetric)
                value = std::floor(value + std::chrono::duration<double>(m_shift).count());
            if (SeriesIdentity* identity = m_catalog.findOrAdd(labels, {}))
                m_head.append(*identity, ts + m_shift, value);
            else
                m_tooManySeries = true;
        },
        m_transitions);
    for (std::size_t i = before; i < m_transitions.size(); ++i)
        m_transitions[i].tick += m_shift;
    m_lastTick = tick;
    if (m_tooManySeries)
        return Error{ErrorCode::LimitExceeded,
                     "the test has more than " + std::to_string(kMaxSeries) + " series"};
    return {};
}

std::vector<Alert> TestBench::alerts() const {
    std::vector<Alert> all = m_engine->activeAlerts();
    std::ranges::move(m_engine->resolvedAlerts(), std::back_inserter(all));
    return all;
}

Timestamp TestBench::lastSampleTime(const RuleTest& test, Timestamp start) {
    Timestamp last = start;
    for (const InputSeries& series : test.series) {
        double count = 0; // runs may add up to more than 64 bits hold
        for (const ValueRun& run : series.values)
            count += static_cast<double>(run.count);
        if (count < 1) continue;
        const double ns = (count - 1) * static_cast<double>(test.interval.count()) +
                          static_cast<double>(series.delay.count());
        const double room =
            static_cast<double>(toNs(Timestamp::max()) - std::max<std::int64_t>(toNs(start), 0));
        const Duration length = ns < room / 2 ? Duration(static_cast<std::int64_t>(ns))
                                              : Duration(static_cast<std::int64_t>(room / 2));
        last = std::max(last, start + length);
    }
    return last;
}

} // namespace eventflow::rules::testing
