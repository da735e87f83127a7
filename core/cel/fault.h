#pragma once

#include <cstdint>
#include <string_view>

namespace eventflow::cel {

enum class FaultReason : std::uint8_t {
    NoSuchField,    ///< the record has no such field, the map no such key
    NoSuchOverload, ///< no operator or function for values of these types
    OutOfRange,     ///< an index, a timestamp, a duration, a conversion
    Overflow,       ///< of an int or uint
    DivideByZero,
    InvalidArgument, ///< text that is no number, date, pattern …; a duplicate key
    Unknown,         ///< a name or function that was not there when the expression was compiled
    StepLimit,       ///< the evaluation took more steps than allowed
    MemoryLimit,     ///< or more memory
};

/// Why an expression has no value.
struct Fault {
    FaultReason reason = FaultReason::InvalidArgument;
    std::uint32_t offset = 0; ///< in the expression's text
    std::string_view detail;  ///< lives as long as the heap of the evaluation, or the program
};

} // namespace eventflow::cel
