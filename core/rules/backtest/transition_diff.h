#pragma once

#include "core/model/alert.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace eventflow::rules::backtest {

/// How the transitions of two versions of rules differ on the same input.
struct TransitionDiff {
    struct Line {
        enum class Side { Both, OnlyOld, OnlyNew } side = Side::Both;
        const AlertTransition* transition = nullptr; ///< of the new version where both have it
    };
    std::vector<Line> lines; ///< by tick, then by rule and labels; point into the spans given
    std::size_t both = 0;
    std::size_t onlyOld = 0;
    std::size_t onlyNew = 0;
};

/// Transitions are the same when tick, rule name, labels and both states are.
TransitionDiff diff(std::span<const AlertTransition> before, std::span<const AlertTransition> after);

} // namespace eventflow::rules::backtest
