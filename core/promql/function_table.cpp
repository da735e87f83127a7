#include "core/promql/function_table.h"

#include "core/promql/functions.h"

#include <algorithm>

namespace eventflow::promql {

namespace {

std::vector<Function> makeTable() {
    std::vector<Function> table;
    addRateFunctions(table);
    addOverTimeFunctions(table);
    addInstantFunctions(table);
    addTimeFunctions(table);
    addLabelFunctions(table);
    addSortFunctions(table);
    addHistogramFunctions(table);
    addMissingFunctions(table);
    addInfoFunctions(table);
    std::ranges::sort(table, {}, &Function::name);
    return table;
}

} // namespace

std::string Function::signature() const {
    std::string out = std::string(name) + '(';
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (i > 0) out += ", ";
        out += toString(arguments[i]);
        if (i >= minArguments()) out += " (optional)";
    }
    if (repeatsLast) out += ", …";
    return out + ')';
}

std::span<const Function> allFunctions() {
    static const std::vector<Function> table = makeTable();
    return table;
}

const Function* findFunction(std::string_view name) {
    const auto table = allFunctions();
    const auto it = std::ranges::lower_bound(table, name, {}, &Function::name);
    return it != table.end() && it->name == name ? &*it : nullptr;
}

} // namespace eventflow::promql
