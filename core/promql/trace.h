#pragma once

#include "core/promql/evaluator.h"
#include "core/promql/query.h"

#include <cstddef>
#include <vector>

namespace eventflow::promql {

/// An instant evaluation taken apart: the value of every sub-expression and what every selector saw. It costs
/// several times what evaluating costs, so it is made only when somebody asks why.
/// Thread: confined. Lifetime: expression and source must outlive it, and the source must not change; labels
/// and samples point into both.
class Trace {
public:
    /// One sub-expression that is a scalar or an instant vector; literals and parentheses left out.
    struct Term {
        const Node* node = nullptr;
        std::size_t depth = 0; ///< how many terms are around it
        EvalValue value;
    };
    /// What one selector saw. Of an instant selector each series' newest sample, since no other counts.
    struct Window {
        const Node* node = nullptr; ///< VectorSelector or RangeSelector
        Timestamp after{};
        Timestamp until{};
        std::vector<SeriesSlice> series;
    };
    static constexpr std::size_t kMaxTerms = 64;
    static constexpr std::size_t kMaxWindows = 32;

    Trace(const Expression& expression, const SeriesSource& source, Timestamp at, const EvalOptions& options);
    Trace(const Trace&) = delete;
    Trace& operator=(const Trace&) = delete;
    /// Fails as evaluating does.
    Status run();

    /// The expression first, then its operands from left to right, each with what is below it.
    [[nodiscard]] const std::vector<Term>& terms() const { return m_terms; }
    [[nodiscard]] const std::vector<Window>& windows() const { return m_windows; }
    /// There were more terms or windows than are kept.
    [[nodiscard]] bool truncated() const { return m_truncated; }

private:
    Status addTerms(const Node& node, std::size_t depth);
    Status addWindows(const Node& node, Timestamp first, Timestamp last);
    Status addWindow(const Node& node, Timestamp first, Timestamp last);

    const Expression m_expression; // keeps the tree
    const SeriesSource& m_source;
    const Timestamp m_at;
    Evaluator m_evaluator;
    std::vector<Term> m_terms;
    std::vector<Window> m_windows;
    bool m_truncated = false;
};

} // namespace eventflow::promql
