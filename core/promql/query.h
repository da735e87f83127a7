#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/model/labels.h"
#include "core/model/sample.h"
#include "core/series/series_source.h"

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace eventflow::promql {

struct Node;
class QueryMemory;

/// What an expression evaluates to (Prometheus' value types).
enum class ValueType : std::uint8_t { Scalar, String, InstantVector, RangeVector };
const char* toString(ValueType type);

/// One element of an instant vector.
struct VectorSample {
    Labels labels;
    double value = 0;
    bool operator==(const VectorSample&) const = default;
};
/// Sorted by labels, except where the outermost function or aggregation (sort, topk) orders its result.
using InstantVector = std::vector<VectorSample>;

/// One series of a range query or of a range-vector result.
struct SeriesResult {
    Labels labels;
    std::vector<Sample> samples;
};
using RangeVector = std::vector<SeriesResult>;

using Value = std::variant<double, std::string, InstantVector, RangeVector>;

struct EvalOptions {
    Duration lookback = std::chrono::minutes(5);
    /// A query that would touch more samples fails with LimitExceeded.
    std::size_t maxSamples = 50'000'000;
    /// The step of a subquery that names none: `x[1h:]`.
    Duration subqueryStep = std::chrono::minutes(1);
};

/// A parsed and type-checked PromQL expression. Immutable and cheap to copy; may be shared between threads.
class Expression {
public:
    /// The error's detail is `line:column: message`, followed by the line and a caret below the place.
    static Result<Expression> parse(std::string_view text);

    [[nodiscard]] const Node& root() const { return *m_root; }
    [[nodiscard]] ValueType type() const;
    [[nodiscard]] const std::string& text() const { return *m_text; }
    /// Canonical text; parses to an equal tree.
    [[nodiscard]] std::string print() const;
    /// The furthest any selector looks back from the evaluation time: range or look-back, plus offset.
    [[nodiscard]] Duration maxLookback(Duration lookback) const;

private:
    Expression() = default;
    std::shared_ptr<const Node> m_root;
    std::shared_ptr<const std::string> m_text;
};

/// The value at one time. Thread: confined to that of the source. `memory`, of the same source, is what
/// earlier evaluations left for this one.
Result<Value> evaluate(const Expression& expression, const SeriesSource& source, Timestamp at,
                       const EvalOptions& options = {}, QueryMemory* memory = nullptr);

/// As Prometheus' query_range: the instant value at start, start + step, … ≤ end. Scalars become one series
/// without labels. Series are sorted by labels.
Result<RangeVector> evaluateRange(const Expression& expression, const SeriesSource& source, Timestamp start,
                                  Timestamp end, Duration step, const EvalOptions& options = {});

} // namespace eventflow::promql
