#pragma once

#include "core/rules/rule_engine.h"
#include "core/rules/testing/test_file.h"
#include "core/series/head.h"
#include "core/series/series_catalog.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace eventflow::rules::testing {

/// The series of one test and the rule engine on them, tick by tick. The arrival clock is declared: tick T is
/// evaluated when it shows T plus the test's lateness, and a sample is there from its time plus its delay on.
/// Bounded: kMaxSamples. Thread: confined. Lifetime: the test must outlive it.
class TestBench {
public:
    static constexpr std::size_t kMaxSamples = 20'000'000;
    static constexpr std::size_t kMaxSeries = 1'000'000;

    /// Groups are evaluated in the order of `rules`, each at every tick: start, start + interval, ….
    TestBench(const RuleTest& test, const RuleSet& rules, Timestamp start, Duration interval);

    /// Takes up what has arrived and evaluates the tick.
    Status evaluate(Timestamp tick);

    [[nodiscard]] const SeriesSource& series() const { return m_head; }
    /// Pending, firing, recovering and resolved ones, after the last tick.
    [[nodiscard]] std::vector<Alert> alerts() const;
    [[nodiscard]] std::vector<RuleHealth> health() const { return m_engine->health(); }
    [[nodiscard]] const std::vector<AlertTransition>& transitions() const { return m_transitions; }
    /// Samples that came after a tick that should have seen them; of those, the ones no rule can see any
    /// more.
    [[nodiscard]] std::uint64_t late() const { return m_late; }
    [[nodiscard]] std::uint64_t lateDropped() const { return m_lateDropped; }
    /// The time of the last value of any series.
    static Timestamp lastSampleTime(const RuleTest& test, Timestamp start);

private:
    struct Input {
        SeriesIdentity* identity = nullptr;
        ValueCursor values;
        Timestamp next; ///< of the value under the cursor
        Duration delay{};
    };

    Status feed(Input& input, Timestamp tick);

    Duration m_interval;
    Duration m_lateness;
    Duration m_lookback; ///< of the rules
    /// The engine's grid is aligned to the epoch. A test that starts off the grid is evaluated on it, with
    /// all times moved by this.
    Duration m_shift;
    SeriesCatalog m_catalog{kMaxSeries};
    SeriesHead m_head;
    std::unique_ptr<RuleEngine> m_engine;
    std::vector<Input> m_inputs;
    std::vector<AlertTransition> m_transitions;
    Timestamp m_lastTick = kNoTime;
    std::uint64_t m_late = 0;
    std::uint64_t m_lateDropped = 0;
    bool m_tooManySeries = false;
};

} // namespace eventflow::rules::testing
