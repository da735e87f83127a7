#pragma once

#include "core/promql/call_context.h"
#include "core/promql/function_table.h"

#include <optional>
#include <vector>

/// What the files functions_*.cpp have in common. Each appends the functions of its group to the table.
namespace eventflow::promql {

void addRateFunctions(std::vector<Function>& table);      ///< rate, increase, delta, deriv, changes, …
void addOverTimeFunctions(std::vector<Function>& table);  ///< sum_over_time, quantile_over_time, …
void addInstantFunctions(std::vector<Function>& table);   ///< abs, clamp, round, trigonometry, …
void addTimeFunctions(std::vector<Function>& table);      ///< time, hour, timestamp, …
void addLabelFunctions(std::vector<Function>& table);     ///< label_replace, label_join
void addSortFunctions(std::vector<Function>& table);      ///< sort, sort_by_label, …
void addHistogramFunctions(std::vector<Function>& table); ///< histogram_quantile, …
void addMissingFunctions(std::vector<Function>& table);   ///< absent, absent_over_time
void addInfoFunctions(std::vector<Function>& table);      ///< info

/// A vector with F applied to every value.
template <auto F>
Result<EvalValue> mapElements(CallContext&, Arguments arguments) {
    Elements& elements = arguments[0].vector();
    for (Element& element : elements) {
        element.value = F(element.value);
        element.dropName = true;
    }
    return EvalValue(std::move(elements));
}

/// One element per window for which `f(window)` has a value.
template <typename F>
Result<EvalValue> mapWindows(const RangeValue& range, F f) {
    Elements elements;
    elements.reserve(range.windows.size());
    for (const Window& window : range.windows)
        if (const auto value = f(window)) elements.push_back({window.labels, *value, true});
    return EvalValue(std::move(elements));
}

/// One element per window for `f(window, range)`, which always has a value.
template <auto F>
Result<EvalValue> overWindow(CallContext&, Arguments arguments) {
    const RangeValue& range = arguments[0].range();
    return mapWindows(range, [&](const Window& w) { return std::optional<double>(F(w, range)); });
}

/// As above for a function of the samples alone, which are never empty.
template <auto F>
Result<EvalValue> overTime(CallContext&, Arguments arguments) {
    return mapWindows(arguments[0].range(),
                      [](const Window& w) { return std::optional<double>(F(w.samples)); });
}

} // namespace eventflow::promql
