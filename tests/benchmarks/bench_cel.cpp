// What a filter costs on one event, beside the same condition written by hand in C++, which is the least it
// can cost. Same events, same run; the ratio of every expression to its limit is printed at the end.

#include "core/cel/event_environment.h"
#include "core/cel/program.h"
#include "core/model/labels.h"
#include "core/series/series_identity.h"

#include <benchmark/benchmark.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace eventflow;

constexpr std::size_t kEvents = 4096;

/// Metrics as they come from an agent: four tags, values around the bound, half of them on production hosts.
class Events {
public:
    Events() {
        for (std::size_t i = 0; i < kEvents; ++i) {
            auto& tags = m_tags[i];
            tags = {Tag{"zone", i % 3 == 0 ? "eu-1" : "eu-2"}, Tag{"team", "core"},
                    Tag{"env", i % 2 == 0 ? "prod" : "staging"}, Tag{"app", "checkout"}};
            Event& event = events.emplace_back();
            event.body = BodyKind::Metric;
            event.metric = i % 5 == 0 ? "memory_used" : "cpu_load";
            event.value = static_cast<double>(i * 7919 % 1000) / 10.0 + 50.0;
            event.tags = tags;
            Labels labels({{"__name__", std::string(event.metric)}, {"host", "web-1"}, {"tenant", "acme"}});
            for (const Tag& tag : tags)
                labels.set(tag.name, tag.value);
            m_series.push_back(std::make_unique<SeriesIdentity>(std::move(labels), "ratio"));
            Event& resolved = ofSeries.emplace_back();
            resolved.body = BodyKind::Metric;
            resolved.value = event.value;
            resolved.series = m_series.back().get();
        }
    }

    Record record;
    std::vector<Event> events;   ///< before the series is resolved: views and tags
    std::vector<Event> ofSeries; ///< behind the workers

private:
    std::array<std::array<Tag, 4>, kEvents> m_tags;
    std::vector<std::unique_ptr<SeriesIdentity>> m_series;
};

const Events& data() {
    static const auto events = std::make_unique<Events>();
    return *events;
}

constexpr const char* kFilter = R"(tags.env == "prod" && value > 90.0 && metric.startsWith("cpu"))";

std::map<std::string, double>& nanoseconds() {
    static std::map<std::string, double> perEvent;
    return perEvent;
}

void report(benchmark::State& state) {
    state.counters["events/s"] =
        benchmark::Counter(static_cast<double>(state.iterations()) * kEvents, benchmark::Counter::kIsRate);
}

bool byHand(const Event& event) {
    for (const Tag& tag : event.tags)
        if (tag.name == "env")
            return tag.value == "prod" && event.value > 90.0 && event.metric.starts_with("cpu");
    return false;
}

bool bySeriesByHand(const Event& event) {
    const Labels& labels = event.series->labels();
    return labels.get("env") == "prod" && event.value > 90.0 &&
           labels.get(kMetricNameLabel).starts_with("cpu");
}

void handWritten(benchmark::State& state, const std::vector<Event>& events, bool (*condition)(const Event&)) {
    for ([[maybe_unused]] auto round : state)
        for (const Event& event : events) {
            bool passes = condition(event);
            benchmark::DoNotOptimize(passes);
        }
    report(state);
}

void expression(benchmark::State& state, const std::vector<Event>& events, const char* text) {
    const auto program = cel::compileEventFilter(text);
    if (!program) {
        std::fprintf(stderr, "%s\n", program.error().detail.c_str());
        std::abort();
    }
    cel::Evaluator evaluator;
    cel::EventFields fields;
    for ([[maybe_unused]] auto round : state)
        for (const Event& event : events) {
            fields.bind(data().record, &event);
            auto verdict = evaluator.test(**program, fields);
            benchmark::DoNotOptimize(verdict);
        }
    report(state);
}

/// Keeps what the console shows, to print the ratios behind it.
class RatioReporter final : public benchmark::ConsoleReporter {
public:
    void ReportRuns(const std::vector<Run>& runs) override {
        ConsoleReporter::ReportRuns(runs);
        for (const Run& run : runs)
            if (run.run_type == Run::RT_Iteration && run.counters.contains("events/s"))
                nanoseconds()[run.benchmark_name()] = 1e9 / run.counters.at("events/s");
    }
};

void printRatio(const char* name, const char* limit) {
    if (nanoseconds().contains(name) && nanoseconds().contains(limit))
        std::printf("%-28s %6.1f ns/event, by hand %5.1f, ratio %.1f\n", name, nanoseconds()[name],
                    nanoseconds()[limit], nanoseconds()[name] / nanoseconds()[limit]);
}

} // namespace

int main(int argc, char** argv) {
    const auto add = [](const char* name, auto&& run) { benchmark::RegisterBenchmark(name, run); };
    add("by hand", [](benchmark::State& s) { handWritten(s, data().events, byHand); });
    add("filter", [](benchmark::State& s) { expression(s, data().events, kFilter); });
    add("by hand, series", [](benchmark::State& s) { handWritten(s, data().ofSeries, bySeriesByHand); });
    add("filter, series", [](benchmark::State& s) { expression(s, data().ofSeries, kFilter); });
    add("one comparison", [](benchmark::State& s) { expression(s, data().events, "value > 90.0"); });
    add("in a list", [](benchmark::State& s) {
        expression(s, data().events, R"(tags.zone in ["eu-1", "eu-2", "eu-3"])");
    });
    add("absent tag", [](benchmark::State& s) { expression(s, data().events, R"(tags.nope == "x")"); });
    add("pattern",
        [](benchmark::State& s) { expression(s, data().events, R"(metric.matches("^cpu_.*load$"))"); });
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    RatioReporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    printRatio("filter", "by hand");
    printRatio("filter, series", "by hand, series");
    return 0;
}
