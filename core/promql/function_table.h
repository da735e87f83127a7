#pragma once

#include "core/promql/query.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::promql {

class CallContext;
struct EvalValue;

/// A PromQL function: its signature, for the type checker, and what computes it.
struct Function {
    using Implementation = Result<EvalValue> (*)(CallContext& context, std::span<EvalValue> arguments);

    std::string_view name;
    std::vector<ValueType> arguments;
    ValueType returns = ValueType::InstantVector;
    std::size_t optional = 0; ///< how many of the last arguments may be left out
    bool repeatsLast = false; ///< the last argument may come any number of times
    Implementation implementation = nullptr;

    [[nodiscard]] std::size_t minArguments() const { return arguments.size() - optional; }
    /// The type of the argument at `index`, which may be beyond the list when the last repeats.
    [[nodiscard]] ValueType argumentType(std::size_t index) const {
        return arguments[index < arguments.size() ? index : arguments.size() - 1];
    }
    /// `round(v instant vector, to_nearest scalar)`-like, for messages and completion.
    [[nodiscard]] std::string signature() const;
};

/// By exact name; nullptr when there is none.
const Function* findFunction(std::string_view name);
/// Every function, sorted by name.
std::span<const Function> allFunctions();

} // namespace eventflow::promql
