#pragma once

#include "core/promql/ast.h"
#include "core/promql/eval_value.h"
#include "core/promql/label_projection.h"
#include "core/promql/query_memory.h"
#include "core/promql/selector_data.h"

#include <memory>
#include <string>

namespace eventflow::promql {

/// The times of a query: one (start = end) or every step between two.
struct QueryTimes {
    Timestamp start{};
    Timestamp end{};
    Duration step{};
};

/// One evaluation of one expression: loads every selector once, then walks the tree at each time.
/// Thread: confined. Lifetime: expression, source and memory must outlive it.
class Evaluator {
public:
    Evaluator(const Expression& expression, const SeriesSource& source, QueryTimes times,
              const EvalOptions& options, QueryMemory* memory = nullptr);

    Result<Value> instant();
    Result<RangeVector> range();

    /// Loads the selectors; instant() and range() do it themselves.
    Status prepare();
    /// The left-open window that a selector sees when it is evaluated at every time from `first` to `last`.
    struct SelectorWindow {
        Timestamp after{};
        Timestamp until{};
    };
    [[nodiscard]] Result<SelectorWindow> windowOf(const Node& selector, Timestamp first,
                                                  Timestamp last) const;
    /// The times at which what is below a subquery is evaluated, when it is itself from `first` to `last`.
    [[nodiscard]] Result<SelectorWindow> timesBelow(const Node& subquery, Timestamp first,
                                                    Timestamp last) const;

    // For operators and functions.
    Result<EvalValue> evaluate(const Node& node, Timestamp at);
    /// The selector's value at a time, or with `timestamps` the times of the samples it takes.
    Result<Elements> selectInstant(const Node& node, Timestamp at, bool timestamps);
    /// The windows of an anchored or smoothed range selector: they begin and end exactly at the window's
    /// ends.
    Result<RangeValue> selectExtended(const Node& node, Timestamp at, bool counter);
    /// The info series that info() joins, at the time its argument looks at.
    Elements selectInfo(const Node& call, Timestamp at);
    /// Numbers kept from one step of a range query, or one tick, to the next.
    LabelIndex& indexOf(const LabelProjection& projection) { return m_memory->index(projection); }
    /// LimitExceeded when the budget is used up.
    Status spend(std::size_t samples);

    [[nodiscard]] Error fail(const Node& place, ErrorCode code, const std::string& message) const;
    [[nodiscard]] LabelsPool& pool() { return m_memory->pool(); }
    [[nodiscard]] const QueryTimes& times() const { return m_times; }
    [[nodiscard]] Duration lookback() const { return m_options.lookback; }

private:
    Status need(const Node& node, Timestamp first, Timestamp last);
    Status needSelector(const Node& node, const VectorSelector& selector, Duration range, bool isRange,
                        Timestamp first, Timestamp last);
    Status needInfo(const Node& node, const Call& call, Timestamp first, Timestamp last);
    [[nodiscard]] Result<Duration> duration(const Node& place, const DurationValue& value,
                                            bool positive) const;
    [[nodiscard]] Result<Duration> offsetOf(const Node& place, const TimeShift& shift) const;
    [[nodiscard]] Result<Timestamp> shiftedTime(const Node& place, const TimeShift& shift,
                                                Timestamp at) const;
    /// The time the first selector below the node looks at.
    [[nodiscard]] Result<Timestamp> selectorTime(const Node& node, Timestamp at) const;

    Result<EvalValue> selectRange(const Node& node, Timestamp at);
    Result<EvalValue> subquery(const Node& node, Timestamp at);
    Result<EvalValue> call(const Node& node, Timestamp at);
    Result<EvalValue> unary(const Unary& unary, Timestamp at);
    Elements smoothedInstant(SelectorData& data, Timestamp at) const;

    Result<InstantVector> finished(Elements& elements, bool keepOrder);
    RangeVector finishedRange(RangeValue& range);

    const Node& m_root;
    const std::string& m_text;
    const SeriesSource& m_source;
    const QueryTimes m_times;
    const EvalOptions m_options;
    std::size_t m_budget;       ///< samples that may still be loaded or produced
    std::size_t m_windowBudget; ///< samples in windows may be visited more often: they are not kept
    std::unique_ptr<QueryMemory> m_ownMemory; ///< when none is shared
    QueryMemory* m_memory;
    SelectorStore m_selectors;
};

} // namespace eventflow::promql
