#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace eventflow::promql::differential {

/// An expression and what has to be known to put it into another one.
struct Generated {
    std::string text;
    /// Significant bits that its values need at most; above kExactBits they may be rounded, and then two
    /// correct engines may differ in the last digit.
    int bits = 0;
    bool scalar = false;
};

/// Makes random instant-vector and scalar expressions that Prometheus 2.42 and 3.x must agree on.
///
/// Left out, because the versions differ (migration guide, changelog of 3.0):
/// - Windows are closed on the left in 2.x. Samples are at whole minutes, evaluations at 10, 20 or 50 seconds
///   past one, ranges end in 30 seconds, offsets are whole minutes and `@` is 10 seconds past one, so no
///   sample lies on the beginning of a window. Steps of subqueries are whole minutes: their windows begin 30
///   seconds past one.
/// - An instant selector in 2.x still sees a sample exactly as old as the look-back. Gaps are shorter, and
///   series end with a stale marker.
/// - A rate whose line would cross zero inside a window that its samples do not fill is cut off in another
///   order: counters stay far above zero, and those that are reset have no gaps.
/// - 2.x keeps the metric name in the result of atan2.
/// - stddev and stdvar of one element that is no finite number are 0 in 2.x, NaN in 3.x.
/// - A compensated sum that overflows is NaN in 2.x, infinite in 3.x; only stddev and stdvar show it (the test
///   takes a NaN of theirs for an infinity of ours).
/// - timestamp() in 2.42 forgets the offset of a selector that also has an `@`.
/// - Functions that 2.42 lacks or names otherwise (holt_winters, limitk, mad_over_time, sort_by_label, …).
///
/// Left out, because the last digit may differ: whatever jumps (comparisons, rounding, division by what may
/// be 0, ranks) is applied only to values that are exact in any order of summation; topk only to distinct
/// values.
class ExpressionGenerator {
public:
    explicit ExpressionGenerator(std::uint64_t seed) : m_random(seed) {}

    std::string expression();
    /// Seconds since the epoch.
    std::int64_t evaluationTime();
    /// Series of the metrics that expressions select, with values of 70 minutes, as promtool writes them.
    struct Series {
        std::string name;
        std::string values;
    };
    std::vector<Series> series();

private:
    static constexpr int kExactBits = 48;

    int below(int bound) { return static_cast<int>(m_random() % static_cast<std::uint64_t>(bound)); }
    bool chance(int percent) { return below(100) < percent; }
    template <typename T, std::size_t N>
    const T& pick(const T (&choices)[N]) {
        return choices[below(static_cast<int>(N))];
    }

    Generated vector(int depth);
    Generated exactVector(int depth);
    Generated scalar(int depth);
    Generated selector();
    Generated aggregation(int depth);
    Generated rank();
    Generated rangeFunction(int depth);
    Generated histogram();
    Generated function(int depth);
    Generated jumpingFunction(int depth);
    Generated binary(int depth);
    Generated scalarOperand(int depth, bool exact);
    Generated join();
    Generated setOperation(int depth);
    Generated chain();
    Generated relabel(int depth);
    Generated dateFunction(int depth);
    Generated missing();

    std::string metric();
    std::string matchers();
    std::string shift();
    std::string range();
    std::string subquery(int depth, bool exact, int& bits);
    std::string number();
    std::string grouping();
    std::string spaced(const std::string& op);

    std::mt19937_64 m_random;
};

} // namespace eventflow::promql::differential
