#pragma once

#include "core/base/time.h"
#include "core/model/labels.h"
#include "core/model/sample.h"

#include <span>
#include <string>
#include <variant>
#include <vector>

namespace eventflow {
class SampleBlocks;
}

namespace eventflow::promql {

/// One element of an instant vector while it is computed: no copy of its labels. The metric name stays on
/// until the end, marked to be dropped, so that label_replace() and by (__name__) still see it.
struct Element {
    const Labels* labels = nullptr; ///< of the source or the LabelsPool
    double value = 0;
    bool dropName = false;
};
using Elements = std::vector<Element>;

/// The samples of one series in a window, oldest first, without stale markers.
struct Window {
    const Labels* labels = nullptr;
    std::span<const Sample> samples;
    bool dropName = false;
    SampleBlocks* blocks = nullptr; ///< of the whole series; nullptr: nothing is remembered of it
};

/// A range vector: the windows over (from, to]. Move only: windows may point into `owned`.
struct RangeValue {
    RangeValue() = default;
    RangeValue(RangeValue&&) = default;
    RangeValue& operator=(RangeValue&&) = default;

    std::vector<Window> windows;
    std::vector<std::vector<Sample>> owned; ///< samples that were computed, not selected
    Timestamp from{};
    Timestamp to{};
    Duration offset{}; ///< of the selector: windows of one offset move on together
};

struct EvalValue {
    EvalValue(double scalar) : data(scalar) {}
    EvalValue(std::string text) : data(std::move(text)) {}
    EvalValue(Elements vector) : data(std::move(vector)) {}
    EvalValue(RangeValue range) : data(std::move(range)) {}

    [[nodiscard]] double scalar() const { return *std::get_if<double>(&data); }
    [[nodiscard]] const std::string& text() const { return *std::get_if<std::string>(&data); }
    [[nodiscard]] Elements& vector() { return *std::get_if<Elements>(&data); }
    [[nodiscard]] RangeValue& range() { return *std::get_if<RangeValue>(&data); }

    std::variant<double, std::string, Elements, RangeValue> data;
};

} // namespace eventflow::promql
