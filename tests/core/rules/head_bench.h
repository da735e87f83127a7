#pragma once

#include "core/rules/rule_engine.h"
#include "core/series/head.h"
#include "core/series/series_catalog.h"

#include <string>
#include <string_view>
#include <vector>

namespace eventflow::rules::test {

constexpr std::int64_t kNsPerSecond = 1'000'000'000;
/// Second 0 of the tests: a multiple of an hour.
constexpr std::int64_t kBenchStart = 480'000LL * 3600 * kNsPerSecond;

inline Timestamp second(std::int64_t s) {
    return timestampFromNs(kBenchStart + s * kNsPerSecond);
}

/// An engine on a real head, with a group `g` that is evaluated every minute and one rule.
class HeadBench {
public:
    /// `rule` is the rest of `- alert: A`, in block style with four blanks.
    explicit HeadBench(const std::string& rule, const std::string& interval = "1m");

    void sample(const std::string& host, std::int64_t s, double value, const std::string& metric = "load");
    /// A value a minute, a second before its tick, from minute 1 on: `50 _ 95x3`.
    void minutes(const std::string& host, std::string_view values);
    void advance(std::int64_t s);
    void finish(std::int64_t s);
    /// Everything up to and including this minute, minute by minute.
    void advanceMinutes(std::int64_t last);
    /// Takes the engine's state to a new one, as a restart does.
    void restart();

    /// `firing@60 resolved@120`, in seconds; with `labels` names, `a/critical:firing@60`.
    [[nodiscard]] std::string timeline(const std::vector<std::string>& labels = {}) const;
    [[nodiscard]] RuleEngine& engine() { return *m_engine; }
    [[nodiscard]] const SeriesHead& head() const { return m_head; }

    std::vector<AlertTransition> transitions;

private:
    RuleEngine::SampleSink sink();

    std::shared_ptr<const RuleSet> m_rules;
    SeriesCatalog m_catalog{10'000};
    SeriesHead m_head;
    std::unique_ptr<RuleEngine> m_engine;
};

} // namespace eventflow::rules::test
