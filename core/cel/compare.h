#pragma once

#include "core/cel/heap.h"
#include "core/cel/value.h"

#include <compare>

namespace eventflow::cel {

/// Of int, uint and double in any mix; a double beside an integer makes a comparison of doubles, as in CEL.
/// Unordered when one is NaN.
std::partial_ordering compareNumbers(const Value& a, const Value& b);

/// CEL's ==: values of different types are unequal, numbers are compared by value, lists and maps by their
/// elements. Spends steps of the heap; when that ends on the way the result is false and the heap exhausted.
bool equalValues(const Value& a, const Value& b, Heap& heap);

/// Whether CEL orders values of these kinds.
bool isOrdered(Kind a, Kind b);
/// Of two values whose kinds are ordered.
std::partial_ordering compareOrdered(const Value& a, const Value& b);

} // namespace eventflow::cel
