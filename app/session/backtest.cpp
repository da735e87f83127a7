#include "app/session/backtest.h"

#include "core/series/series_catalog.h"
#include "pipelines/automate/engine.h"
#include "pipelines/collect/file_source.h"
#include "pipelines/enrich/enricher.h"
#include "pipelines/normalize/record_processor.h"

#include <algorithm>
#include <map>

namespace eventflow::app {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kReadWait{50};

/// Passes selections on and counts the samples they give.
class CountingSource final : public SeriesSource {
public:
    CountingSource(const SeriesSource& source, std::uint64_t& samples)
        : m_source(source), m_samples(samples) {}

    Status select(std::span<const LabelMatcher> matchers, Timestamp after, Timestamp until,
                  std::vector<SeriesSlice>& out) const override {
        const std::size_t before = out.size();
        return counted(m_source.select(matchers, after, until, out), out, before);
    }
    Status reselect(SelectorMemo& memo, std::span<const LabelMatcher> matchers, Timestamp after,
                    Timestamp until, std::vector<SeriesSlice>& out) const override {
        const std::size_t before = out.size();
        return counted(m_source.reselect(memo, matchers, after, until, out), out, before);
    }
    Status reselectNewest(SelectorMemo& memo, std::span<const LabelMatcher> matchers, Timestamp after,
                          Timestamp until, std::vector<SeriesSlice>& out) const override {
        const std::size_t before = out.size();
        return counted(m_source.reselectNewest(memo, matchers, after, until, out), out, before);
    }
    [[nodiscard]] std::optional<RecordPosition> recordOf(SampleOrigin origin) const override {
        return m_source.recordOf(origin);
    }
    [[nodiscard]] std::uint64_t stableId() const override { return m_source.stableId(); }

private:
    Status counted(Status status, const std::vector<SeriesSlice>& out, std::size_t before) const {
        for (std::size_t i = before; i < out.size(); ++i)
            m_samples += out[i].samples.size();
        return status;
    }

    const SeriesSource& m_source;
    std::uint64_t& m_samples;
};

/// What evaluating each rule costs.
struct Meter {
    struct Reading {
        std::uint64_t samples = 0;
        std::chrono::nanoseconds spent{};
    };
    std::map<std::string, Reading> byRule; ///< by rule id

    rules::EvaluateRule around(rules::EvaluateRule evaluate) {
        return [this, evaluate = std::move(evaluate)](const rules::Rule& rule, rules::RulePart part,
                                                      const SeriesSource& source, Timestamp at) {
            Reading& reading = byRule[rule.id];
            const CountingSource counting(source, reading.samples);
            const auto started = SteadyClock::now();
            auto result = evaluate(rule, part, counting, at);
            reading.spent += SteadyClock::now() - started;
            return result;
        };
    }
};

void countBatch(const PipelineBatch& batch, BacktestResult& out) {
    out.records += batch.input.records.size();
    out.events += batch.events.size();
    if (out.deadLetters == 0 && !batch.deadLetters.empty()) {
        const DeadLetter& first = batch.deadLetters.front();
        const Record& record = batch.input.records[first.record];
        out.firstDeadLetter = record.stream->topic + '/' + std::to_string(record.stream->partition) + '@' +
                              std::to_string(record.offset) + ": " + std::string(first.detail);
    }
    out.deadLetters += batch.deadLetters.size();
    for (const Event& event : batch.events) {
        if (event.duplicate) continue;
        if (out.firstEvent == kNoTime || event.tsEvent < out.firstEvent) out.firstEvent = event.tsEvent;
        out.lastEvent = std::max(out.lastEvent, event.tsEvent);
    }
}

void takeOutput(PipelineBatch& batch, BacktestResult& out) {
    out.duplicates += batch.output.duplicates;
    out.late += batch.output.late;
    out.notifications += static_cast<std::uint64_t>(
        std::ranges::count_if(batch.output.notifications, &notify::Notification::pages));
    std::ranges::move(batch.output.transitions, std::back_inserter(out.transitions));
}

std::vector<RuleCost> costsOf(const std::vector<rules::RuleHealth>& health, const Meter& meter) {
    std::vector<RuleCost> costs;
    for (const rules::RuleHealth& rule : health) {
        RuleCost cost{rule.ruleId, rule.group,     rule.name, rule.evaluations,
                      rule.errors, rule.lastError, 0,         {}};
        if (const auto reading = meter.byRule.find(rule.ruleId); reading != meter.byRule.end()) {
            cost.samples = reading->second.samples;
            cost.spent = reading->second.spent;
        }
        costs.push_back(std::move(cost));
    }
    return costs;
}

} // namespace

std::chrono::nanoseconds BacktestResult::spent() const {
    std::chrono::nanoseconds sum{};
    for (const RuleCost& cost : costs)
        sum += cost.spent;
    return sum;
}

Result<BacktestResult> runBacktest(std::shared_ptr<const rules::RuleSet> rules,
                                   const BacktestOptions& options) {
    const config::Workspace& workspace = options.workspace;
    collect::FileSourceOptions sourceOptions;
    sourceOptions.maxRecordBytes = workspace.limits.maxRecordBytes;
    auto source = collect::makeFileSource(options.captures, sourceOptions);
    if (!source) return source.error();
    auto enricher = enrich::Enricher::load(workspace.staticTags, workspace.lookups, 1);
    if (!enricher) return enricher.error();
    if (Status opened = (*source)->open({}); !opened) return opened.error();

    BacktestResult out;
    Meter meter;
    SeriesCatalog catalog(workspace.limits.maxSeries);
    const enrich::EnricherHandle handle(std::move(*enricher));
    normalize::RecordProcessor processor(workspace.limits, catalog, handle);
    automate::Engine engine(workspace.limits, rules, catalog,
                            meter.around(rules::evaluateWithPromql(automate::Engine::evalOptions())));
    PipelineBatch batch;
    for (bool ended = false; !ended;) {
        if (options.stop.stop_requested()) return Error{ErrorCode::Cancelled, "the backtest was stopped"};
        batch.clear();
        const auto outcome = (*source)->read(batch.input, kReadWait, options.stop);
        if (!outcome) return outcome.error();
        ended = *outcome == collect::ReadOutcome::End;
        if (*outcome == collect::ReadOutcome::Idle) continue;
        processor.process(batch);
        engine.process(batch, kNoTime);
        countBatch(batch, out);
        takeOutput(batch, out);
        if (options.progress) options.progress((*source)->progress());
    }
    batch.clear();
    engine.finish(batch);
    takeOutput(batch, out);
    out.costs = costsOf(engine.rules().health(), meter);
    return out;
}

} // namespace eventflow::app
