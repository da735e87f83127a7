#include "core/cel/compare.h"
#include "core/cel/function_table.h"

#include <cmath>
#include <limits>

namespace eventflow::cel {

namespace {

constexpr KindSet kInt = setOf(Kind::Int);
constexpr KindSet kUint = setOf(Kind::Uint);
constexpr KindSet kDouble = setOf(Kind::Double);
constexpr KindSet kBool = setOf(Kind::Bool);

/// The number of the list that no other is beyond; of equal ones the first. NaN is never beyond.
Value extreme(Evaluation& ev, const Value* args, std::partial_ordering beyond) {
    const auto items = args[0].items();
    if (items.empty()) return ev.fault(FaultReason::InvalidArgument, "there is no number to choose from");
    if (!ev.heap.spend(items.size())) return ev.outOfBudget();
    const Value* best = &items.front();
    for (const Value& item : items) {
        if (!item.isIn(kNumbers))
            return ev.fault(FaultReason::NoSuchOverload,
                            "needs numbers, one is " + describeKinds(setOf(item.kind())));
        if (compareNumbers(item, *best) == beyond) best = &item;
    }
    return *best;
}

Value greatest(Evaluation& ev, const Value* args) {
    return extreme(ev, args, std::partial_ordering::greater);
}

Value least(Evaluation& ev, const Value* args) {
    return extreme(ev, args, std::partial_ordering::less);
}

template <double (*F)(double)>
Value onDouble(Evaluation&, const Value* args) {
    return Value::real(F(args[0].asDouble()));
}

double ceiling(double d) {
    return std::ceil(d);
}
double floorOf(double d) {
    return std::floor(d);
}
double roundHalfAway(double d) {
    return std::round(d);
}
double truncated(double d) {
    return std::trunc(d);
}
double magnitude(double d) {
    return std::fabs(d);
}
double signOf(double d) {
    return std::isnan(d) ? d : d > 0 ? 1.0 : d < 0 ? -1.0 : 0.0;
}

template <bool (*F)(double)>
Value isDouble(Evaluation&, const Value* args) {
    return Value::boolean(F(args[0].asDouble()));
}

bool isNan(double d) {
    return std::isnan(d);
}
bool isInfinite(double d) {
    return std::isinf(d);
}
bool isFinite(double d) {
    return std::isfinite(d);
}

Value absInt(Evaluation& ev, const Value* args) {
    const std::int64_t i = args[0].asInt();
    if (i == std::numeric_limits<std::int64_t>::min())
        return ev.fault(FaultReason::Overflow, "the smallest int has no absolute value");
    return Value::integer(i < 0 ? -i : i);
}

Value same(Evaluation&, const Value* args) {
    return args[0];
}

Value signInt(Evaluation&, const Value* args) {
    return Value::integer(args[0].asInt() > 0 ? 1 : args[0].asInt() < 0 ? -1 : 0);
}

Value signUint(Evaluation&, const Value* args) {
    return Value::unsignedInteger(args[0].asUint() > 0 ? 1 : 0);
}

Value squareRoot(Evaluation&, const Value* args) {
    if (args[0].is(Kind::Int)) return Value::real(std::sqrt(static_cast<double>(args[0].asInt())));
    if (args[0].is(Kind::Uint)) return Value::real(std::sqrt(static_cast<double>(args[0].asUint())));
    return Value::real(std::sqrt(args[0].asDouble()));
}

/// The same bits as the kind of the argument.
Value ofBits(const Value& like, std::uint64_t bits) {
    return like.is(Kind::Int) ? Value::integer(static_cast<std::int64_t>(bits))
                              : Value::unsignedInteger(bits);
}

Value bitAnd(Evaluation&, const Value* args) {
    return ofBits(args[0], args[0].asUint() & args[1].asUint());
}
Value bitOr(Evaluation&, const Value* args) {
    return ofBits(args[0], args[0].asUint() | args[1].asUint());
}
Value bitXor(Evaluation&, const Value* args) {
    return ofBits(args[0], args[0].asUint() ^ args[1].asUint());
}
Value bitNot(Evaluation&, const Value* args) {
    return ofBits(args[0], ~args[0].asUint());
}

Value negativeShift(Evaluation& ev) {
    return ev.fault(FaultReason::InvalidArgument, "a shift is by 0 bits or more");
}

Value shiftLeft(Evaluation& ev, const Value* args) {
    if (args[1].asInt() < 0) return negativeShift(ev);
    return ofBits(args[0], args[1].asInt() > 63 ? 0 : args[0].asUint() << args[1].asInt());
}

/// Zeros come in from the left, of an int too.
Value shiftRight(Evaluation& ev, const Value* args) {
    if (args[1].asInt() < 0) return negativeShift(ev);
    return ofBits(args[0], args[1].asInt() > 63 ? 0 : args[0].asUint() >> args[1].asInt());
}

constexpr Overload unary(std::string_view name, KindSet param, KindSet result, Function run) {
    return {name, false, 1, {param}, result, run, Growth::Constant, false};
}
constexpr Overload binary(std::string_view name, KindSet first, KindSet second, Function run) {
    return {name, false, 2, {first, second}, first, run, Growth::Constant, false};
}
constexpr Overload variadic(std::string_view name, Function run) {
    return {name, false, 1, {setOf(Kind::List)}, kNumbers, run, Growth::Linear, true};
}

constexpr std::array kOverloads{
    variadic("math.greatest", greatest),
    unary("math.greatest", kNumbers, kNumbers, same),
    variadic("math.least", least),
    unary("math.least", kNumbers, kNumbers, same),
    unary("math.ceil", kDouble, kDouble, onDouble<ceiling>),
    unary("math.floor", kDouble, kDouble, onDouble<floorOf>),
    unary("math.round", kDouble, kDouble, onDouble<roundHalfAway>),
    unary("math.trunc", kDouble, kDouble, onDouble<truncated>),
    unary("math.abs", kDouble, kDouble, onDouble<magnitude>),
    unary("math.abs", kInt, kInt, absInt),
    unary("math.abs", kUint, kUint, same),
    unary("math.sign", kDouble, kDouble, onDouble<signOf>),
    unary("math.sign", kInt, kInt, signInt),
    unary("math.sign", kUint, kUint, signUint),
    unary("math.sqrt", kNumbers, kDouble, squareRoot),
    unary("math.isNaN", kDouble, kBool, isDouble<isNan>),
    unary("math.isInf", kDouble, kBool, isDouble<isInfinite>),
    unary("math.isFinite", kDouble, kBool, isDouble<isFinite>),
    binary("math.bitAnd", kInt, kInt, bitAnd),
    binary("math.bitAnd", kUint, kUint, bitAnd),
    binary("math.bitOr", kInt, kInt, bitOr),
    binary("math.bitOr", kUint, kUint, bitOr),
    binary("math.bitXor", kInt, kInt, bitXor),
    binary("math.bitXor", kUint, kUint, bitXor),
    unary("math.bitNot", kInt, kInt, bitNot),
    unary("math.bitNot", kUint, kUint, bitNot),
    binary("math.bitShiftLeft", kInt, kInt, shiftLeft),
    binary("math.bitShiftLeft", kUint, kInt, shiftLeft),
    binary("math.bitShiftRight", kInt, kInt, shiftRight),
    binary("math.bitShiftRight", kUint, kInt, shiftRight),
};

} // namespace

std::span<const Overload> mathFunctions() {
    return kOverloads;
}

} // namespace eventflow::cel
