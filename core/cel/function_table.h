#pragma once

#include "core/cel/evaluation.h"
#include "core/cel/value.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace eventflow::cel {

using Function = Value (*)(Evaluation&, const Value* args);

/// How the time of a function grows.
enum class Growth : std::uint8_t {
    Constant,
    Linear,  ///< with the size of its arguments
    Product, ///< with the product of the sizes of the first two
};

/// One way to call a function: `member` ones as `receiver.name(…)`, the receiver being the first argument.
struct Overload {
    static constexpr std::size_t kMaxArity = 4;

    std::string_view name; ///< may be qualified: `math.abs`
    bool member = false;
    std::uint8_t arity = 1;
    std::array<KindSet, kMaxArity> params{};
    KindSet result = kAnyKind;
    Function run = nullptr;
    Growth growth = Growth::Constant;
    /// The name of a function that takes any number of arguments; they come as one list.
    bool variadic = false;

    [[nodiscard]] bool accepts(const Value* args) const {
        for (std::size_t i = 0; i < arity; ++i)
            if (!args[i].isIn(params[i])) return false;
        return true;
    }
};

/// Every overload of that name and style; empty when there is none. Those of other arities are among them.
std::vector<const Overload*> findOverloads(std::string_view name, bool member);
/// Whether a name, qualified or not, is that of a function that is not called on a receiver.
bool isGlobalFunction(std::string_view name);
/// For "no such function" messages: the nearest name, empty when none is near.
std::string_view similarFunction(std::string_view name);

// The library, one file per family.
std::span<const Overload> standardFunctions();
std::span<const Overload> conversionFunctions();
std::span<const Overload> stringFunctions();
std::span<const Overload> formatFunctions();
std::span<const Overload> mathFunctions();
std::span<const Overload> timeFunctions();
std::span<const Overload> networkFunctions();
std::span<const Overload> optionalFunctions();
std::span<const Overload> encoderFunctions();

} // namespace eventflow::cel
