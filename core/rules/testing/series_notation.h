#pragma once

#include "core/base/result.h"
#include "core/model/labels.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::rules::testing {

/// A word of a series' values: so many values, one per interval.
struct ValueRun {
    enum class Kind : std::uint8_t { Number, Gap, Stale };
    Kind kind = Kind::Number;
    double start = 0;
    double step = 0;         ///< added from one value to the next
    std::uint64_t count = 1; ///< of values
};

/// Where a text breaks its notation, as a byte of it, and why.
struct NotationProblem {
    std::size_t offset = 0;
    std::string message;
};

/// `metric{a="b"}`, `{a="b"}` and `{}`.
Result<Labels> parseSeriesName(std::string_view text);

/// promtool's notation of values: `1`, `_` (nothing), `stale`, `1x4` (five of them), `0+10x5` (six),
/// `8-2x3`, `_x9` (nine gaps), separated by blanks. Runs are not expanded. Native histograms (`{{…}}`) are
/// refused.
std::optional<std::vector<ValueRun>> parseSeriesValues(std::string_view text, NotationProblem& problem);

/// Reads the values of runs one after the other. Like promtool it adds the step again and again, because
/// start + i × step can differ in the last digit.
class ValueCursor {
public:
    /// The runs must outlive it.
    explicit ValueCursor(const std::vector<ValueRun>& runs) : m_runs(&runs) { skipEmptyRuns(); }

    [[nodiscard]] bool atEnd() const { return m_run == m_runs->size(); }
    /// The value here; nothing for a gap. Not at the end.
    [[nodiscard]] std::optional<double> value() const;
    void next();

private:
    void skipEmptyRuns();

    const std::vector<ValueRun>* m_runs;
    std::size_t m_run = 0;
    std::uint64_t m_index = 0; ///< in the run
    double m_added = 0;        ///< start plus the steps so far
};

} // namespace eventflow::rules::testing
