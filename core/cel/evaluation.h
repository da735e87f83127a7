#pragma once

#include "core/cel/field_table.h"
#include "core/cel/heap.h"
#include "core/cel/regex_cache.h"
#include "core/cel/time_zone.h"
#include "core/cel/value.h"

#include <string>
#include <string_view>

namespace eventflow::cel {

/// What the nodes of a plan and the functions work with, for the length of one evaluation.
struct Evaluation {
    Heap& heap;
    const FieldSource& fields;
    Value* locals; ///< the variables of macros, by the number the compiler gave them
    TimeZones& zones;
    RegexCache& patterns;

    [[nodiscard]] Value fault(FaultReason reason, std::string_view detail) {
        return heap.fault(reason, detail);
    }
    [[nodiscard]] Value outOfBudget() { return heap.exhaustedFault(); }
};

} // namespace eventflow::cel
