#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/promql/query.h"
#include "core/rules/rule_set.h"
#include "core/series/series_source.h"

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

namespace eventflow::rules {

/// Where a rule with `evaluate: each_sample` is evaluated between two ticks: at every sample of the series
/// its conditions select. When an alert depends on the series of its own labels alone, each sample is looked
/// at with these series only, so that the work grows with the samples and not with samples times series.
/// Thread: confined. Lifetime: rule and source must outlive it; views of the source are kept.
class SampleTicks {
public:
    /// More samples than this between two ticks are not looked at one by one.
    static constexpr std::size_t kMaxPoints = 1'000'000;
    /// The same for rules that have to be evaluated as a whole at each time.
    static constexpr std::size_t kMaxWholePoints = 10'000;

    struct Point {
        Timestamp at;                         ///< of the evaluation
        const Labels* series = nullptr;       ///< without the metric name; nullptr: all
        const SeriesSource* source = nullptr; ///< what to evaluate on
    };

    /// In (after, before), as evaluation times. LimitExceeded when there are too many.
    static Result<std::unique_ptr<SampleTicks>> collect(const Rule& rule, Duration queryOffset,
                                                        const SeriesSource& source, Timestamp after,
                                                        Timestamp before, const promql::EvalOptions& options);
    SampleTicks(const SampleTicks&) = delete;
    SampleTicks& operator=(const SampleTicks&) = delete;
    ~SampleTicks();

    /// By time, then labels.
    [[nodiscard]] const std::vector<Point>& points() const { return m_points; }

private:
    struct Selection;
    class OneSeries;

    explicit SampleTicks(const SeriesSource& source);
    Status select(const Rule& rule, Timestamp after, Timestamp before, const promql::EvalOptions& options);
    Status addPoints(Duration queryOffset, Timestamp after, Timestamp before, bool whole);

    const SeriesSource& m_source;
    std::vector<Selection> m_selections;                   ///< one a selector
    std::map<Labels, std::unique_ptr<OneSeries>> m_series; ///< by labels without the metric name
    std::vector<Point> m_points;
};

/// Whether an element of the expression depends on the series with its own labels only, whatever their metric
/// names.
bool isPerSeries(const promql::Expression& expression);

} // namespace eventflow::rules
