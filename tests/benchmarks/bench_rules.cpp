// What a tick of many rules costs: 1,000 rules over 10,000 series with a sample every 15 s.
// `core_share` is the part of one core that rules evaluated every 15 s need; the aim is below 0.1.
// `samples*rules/s` counts, for every rule and tick, the samples its selectors look at.
// And what long windows cost that move: 1,000 series with a sample a second, a tick every 15 s; `scan_ms` is
// the same tick where no blocks are remembered, `ratio` how many times longer that takes.

#include "core/promql/query.h"
#include "core/promql/query_memory.h"
#include "core/rules/rule_engine.h"
#include "core/series/head.h"
#include "core/series/series_catalog.h"
#include "pipelines/runtime/process_memory.h"

#include <benchmark/benchmark.h>

#include <chrono>
#include <ctime>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

using namespace eventflow;

namespace {

constexpr int kHosts = 2000;
constexpr int kRules = 1000;
constexpr Duration kStep = std::chrono::seconds(15);
const Timestamp kBegin = timestampFromNs(1'767'225'600'000'000'000);

const std::vector<std::string>& metrics() {
    static const std::vector<std::string> names{"cpu_load", "memory_used", "requests_total", "errors_total",
                                                "latency"};
    return names;
}

// Not `prefix + std::to_string(n)`: g++ 12 warns of an overlap there that cannot be.
std::string numbered(std::string prefix, int number) {
    return prefix.append(std::to_string(number));
}

/// Five metrics of 2,000 hosts in 20 regions; two of them are counters.
class Fleet {
public:
    Fleet() : m_catalog(100'000) {
        for (const std::string& metric : metrics())
            for (int host = 0; host < kHosts; ++host) {
                m_series.push_back(
                    m_catalog.findOrAdd(Labels(std::vector<Label>{{"__name__", metric},
                                                                  {"host", numbered("web-", host)},
                                                                  {"region", numbered("r", host % 20)},
                                                                  {"tenant", "acme"}}),
                                        {}));
                m_value.push_back(0);
            }
    }
    void sample(Timestamp ts) {
        std::uniform_real_distribution<double> noise(0, 80);
        for (std::size_t i = 0; i < m_series.size(); ++i) {
            const std::size_t metric = i / kHosts;
            const bool counter = metric == 2 || metric == 3;
            m_value[i] = counter ? m_value[i] + noise(m_random) : noise(m_random);
            m_head.append(*m_series[i], ts, m_value[i]);
        }
    }
    [[nodiscard]] const SeriesHead& head() const { return m_head; }

private:
    SeriesCatalog m_catalog;
    SeriesHead m_head;
    std::vector<SeriesIdentity*> m_series;
    std::vector<double> m_value;
    std::mt19937_64 m_random{7};
};

/// The shapes that make up public rule collections, in their proportions: half compare a selector with a
/// constant.
std::string expressionOf(int rule) {
    const std::string region = numbered("r", rule % 20);
    switch (rule % 10) {
    case 0:
    case 1:
        return numbered("cpu_load > ", 81 + rule);
    case 2:
        return numbered("memory_used > ", 81 + rule) + " and cpu_load > 90";
    case 3:
        return "latency{region=\"" + region + numbered("\"} > ", 81 + rule);
    case 4:
        return numbered("cpu_load{host=~\"web-1.*\"} < -", rule);
    case 5:
        return numbered("rate(requests_total[5m]) > ", 1000 + rule);
    case 6:
        return "sum by (region) (rate(errors_total[5m])) / sum by (region) (rate(requests_total[5m])) > " +
               std::to_string(10 + rule);
    case 7:
        return numbered("avg_over_time(cpu_load[10m]) > ", 81 + rule);
    case 8:
        return numbered("max by (region) (max_over_time(latency[5m])) > ", 81 + rule);
    default:
        return "increase(errors_total{region=\"" + region + numbered("\"}[30m]) > ", 100'000 + rule);
    }
}

std::shared_ptr<const rules::RuleSet> makeRules(int only) {
    std::string text = "groups:\n- name: g\n  interval: 15s\n  rules:\n";
    for (int rule = 0; rule < kRules; ++rule)
        text += numbered("  - alert: R", rule) + "\n    expr: '" +
                expressionOf(only < 0 ? rule : rule * 10 + only) + "'\n    for: 1m\n";
    const auto loaded = rules::loadRuleText(text, "bench.yaml");
    if (!loaded.rules) throw std::runtime_error(loaded.findings.front().message);
    return loaded.rules;
}

/// 30 minutes of history first, so that every window is full; then the measured ticks.
void tickOfThousandRules(benchmark::State& state) {
    Fleet fleet;
    rules::RuleEngine engine(makeRules(static_cast<int>(state.range(0))));
    std::vector<AlertTransition> transitions;
    const auto sink = [](const Labels&, Timestamp, double) {};
    Timestamp now = kBegin;
    for (; now < kBegin + std::chrono::minutes(30); now += kStep)
        fleet.sample(now);
    engine.start(now - kStep);
    engine.advance(now, fleet.head(), sink, transitions);
    for (auto _ : state) {
        now += kStep;
        fleet.sample(now);
        const auto start = std::chrono::steady_clock::now();
        engine.advance(now, fleet.head(), sink, transitions);
        state.SetIterationTime(
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    for (const rules::RuleHealth& health : engine.health())
        if (!health.lastError.empty()) throw std::runtime_error(health.lastError);
    state.counters["peak_rss_MB"] = static_cast<double>(runtime::peakResidentBytes()) / 1e6;
    state.counters["core_share"] = benchmark::Counter(
        static_cast<double>(state.iterations()) * std::chrono::duration<double>(kStep).count(),
        benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(tickOfThousandRules)
    ->ArgName("shape")
    ->DenseRange(-1, 9)
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(8);

/// The head without the blocks it remembers.
class Scanned final : public SeriesSource {
public:
    explicit Scanned(const SeriesHead& head) : m_head(head) {}
    Status select(std::span<const LabelMatcher> matchers, Timestamp after, Timestamp until,
                  std::vector<SeriesSlice>& out) const override {
        return m_head.select(matchers, after, until, out);
    }
    Status reselect(SelectorMemo& memo, std::span<const LabelMatcher> matchers, Timestamp after,
                    Timestamp until, std::vector<SeriesSlice>& out) const override {
        const Status status = m_head.reselect(memo, matchers, after, until, out);
        for (SeriesSlice& slice : out)
            slice.blocks = nullptr;
        return status;
    }

private:
    const SeriesHead& m_head;
};

/// 1,000 counters with a sample a second, and an hour of history.
class Counters {
public:
    Counters() {
        for (int i = 0; i < kCount; ++i)
            m_series.push_back(m_catalog.findOrAdd(
                Labels(std::vector<Label>{{"__name__", "x"}, {"n", std::to_string(i)}}), {}));
        advance(std::chrono::minutes(62));
    }
    void advance(Duration by) {
        std::uniform_real_distribution<double> noise(0, 80);
        for (const Timestamp until = m_now + by; m_now < until; m_now += std::chrono::seconds(1)) {
            m_value += noise(m_random);
            for (SeriesIdentity* one : m_series)
                m_head.append(*one, m_now, m_value);
        }
    }
    [[nodiscard]] Timestamp now() const { return m_now; }
    [[nodiscard]] const SeriesHead& head() const { return m_head; }

private:
    static constexpr int kCount = 1000;
    SeriesCatalog m_catalog{kCount};
    SeriesHead m_head;
    std::vector<SeriesIdentity*> m_series;
    std::mt19937_64 m_random{7};
    double m_value = 0;
    Timestamp m_now = kBegin;
};

/// A rule over one of the two sources, as ticks see it.
class Ticks {
public:
    Ticks(const char* text, const SeriesSource& source)
        : m_expression(*promql::Expression::parse(text)), m_source(source) {}
    double seconds(Timestamp now) {
        const std::clock_t start = std::clock(); // the processor's: the ratio holds on a busy machine too
        m_value =
            std::get<promql::InstantVector>(*promql::evaluate(m_expression, m_source, now, {}, &m_memory));
        return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    }
    [[nodiscard]] const promql::InstantVector& value() const { return m_value; }

private:
    promql::Expression m_expression;
    const SeriesSource& m_source;
    promql::QueryMemory m_memory{true};
    promql::InstantVector m_value;
};

void tickOfLongWindow(benchmark::State& state, const char* text) {
    Counters counters;
    const Scanned scanned(counters.head());
    Ticks moving(text, counters.head());
    Ticks scanning(text, scanned);
    // The first two fold the blocks.
    for (int tick = 0; tick < 3; ++tick) {
        moving.seconds(counters.now());
        counters.advance(kStep);
    }
    double moved = 0;
    for (auto _ : state) {
        counters.advance(kStep);
        const double seconds = moving.seconds(counters.now());
        moved += seconds;
        state.SetIterationTime(seconds);
    }
    double scan = 0;
    for (benchmark::IterationCount i = 0; i < state.iterations(); ++i) {
        counters.advance(kStep);
        scan += scanning.seconds(counters.now());
    }
    moving.seconds(counters.now());
    if (moving.value() != scanning.value()) throw std::runtime_error("what is remembered changes the result");
    state.counters["scan_ms"] = scan * 1e3 / static_cast<double>(state.iterations());
    state.counters["ratio"] = scan / moved;
}
void longWindow(const char* text) {
    benchmark::RegisterBenchmark(text, [text](benchmark::State& state) { tickOfLongWindow(state, text); })
        ->Unit(benchmark::kMillisecond)
        ->UseManualTime()
        ->Iterations(40);
}

} // namespace

int main(int argc, char** argv) {
    for (const char* text :
         {"avg_over_time(x[1h])", "rate(x[1h])", "max_over_time(x[1h])", "changes(x[1h])", "rate(x[5m])",
          "avg_over_time(x[5m])", "avg_over_time(x[4m])", "count_over_time(x[1h])"})
        longWindow(text);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
