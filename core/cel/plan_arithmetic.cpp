#include "core/cel/plan.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace eventflow::cel {

namespace {

constexpr std::int64_t kNsPerSecond = 1'000'000'000;

Value overflow(Evaluation& ev, const char* type) {
    return ev.fault(FaultReason::Overflow, std::string("the result does not fit in ") + type);
}

template <typename Integer, typename Make>
Value checked(Evaluation& ev, Operator op, Integer a, Integer b, const char* type, const Make& make) {
    Integer out = 0;
    bool failed = false;
    switch (op) {
    case Operator::Add:
        failed = __builtin_add_overflow(a, b, &out);
        break;
    case Operator::Subtract:
        failed = __builtin_sub_overflow(a, b, &out);
        break;
    case Operator::Multiply:
        failed = __builtin_mul_overflow(a, b, &out);
        break;
    default:
        if (b == 0) return ev.fault(FaultReason::DivideByZero, "division by zero");
        // The one quotient that is too large; its remainder would trap too.
        if constexpr (std::is_signed_v<Integer>)
            if (a == std::numeric_limits<Integer>::min() && b == -1) return overflow(ev, type);
        out = op == Operator::Divide ? a / b : a % b;
    }
    return failed ? overflow(ev, type) : make(out);
}

Value onReals(Evaluation& ev, Operator op, double a, double b) {
    switch (op) {
    case Operator::Add:
        return Value::real(a + b);
    case Operator::Subtract:
        return Value::real(a - b);
    case Operator::Multiply:
        return Value::real(a * b);
    case Operator::Divide:
        return Value::real(a / b);
    default:
        return ev.fault(FaultReason::NoSuchOverload, "% does not take double");
    }
}

Value concatenateText(Evaluation& ev, const Value& a, const Value& b) {
    if (b.text().empty()) return a;
    if (a.text().empty()) return b;
    const std::size_t size = a.text().size() + b.text().size();
    auto* out = ev.heap.allocate<char>(size);
    if (out == nullptr) return ev.outOfBudget();
    std::ranges::copy(b.text(), std::ranges::copy(a.text(), out).out);
    const std::string_view text(out, size);
    return a.is(Kind::String) ? Value::string(text) : Value::bytes(text);
}

Value concatenateLists(Evaluation& ev, const Value& a, const Value& b) {
    const std::size_t size = a.items().size() + b.items().size();
    auto* out = ev.heap.allocate<Value>(size);
    if (out == nullptr) return ev.outOfBudget();
    std::ranges::copy(b.items(), std::ranges::copy(a.items(), out).out);
    return Value::list({out, size});
}

/// The timestamp, `ns` later or, `back`, earlier.
Value shifted(Evaluation& ev, const Value& timestamp, std::int64_t ns, bool back) {
    const std::int64_t wholeSeconds = ns / kNsPerSecond;
    const std::int64_t rest = ns % kNsPerSecond;
    std::int64_t seconds = timestamp.seconds() + (back ? -wholeSeconds : wholeSeconds);
    std::int64_t nanos = static_cast<std::int64_t>(timestamp.nanos()) + (back ? -rest : rest);
    if (nanos < 0 || nanos >= kNsPerSecond) {
        seconds += nanos < 0 ? -1 : 1;
        nanos += nanos < 0 ? kNsPerSecond : -kNsPerSecond;
    }
    if (seconds < kMinTimestampSeconds || seconds > kMaxTimestampSeconds)
        return ev.fault(FaultReason::OutOfRange, "the timestamp is outside of the years 1 to 9999");
    return Value::timestamp(seconds, static_cast<std::uint32_t>(nanos));
}

Value between(Evaluation& ev, const Value& later, const Value& earlier) {
    std::int64_t seconds = later.seconds() - earlier.seconds();
    std::int64_t nanos =
        static_cast<std::int64_t>(later.nanos()) - static_cast<std::int64_t>(earlier.nanos());
    // Both of one sign, so that the product is out of range only if the sum is.
    if (seconds > 0 && nanos < 0) {
        --seconds;
        nanos += kNsPerSecond;
    } else if (seconds < 0 && nanos > 0) {
        ++seconds;
        nanos -= kNsPerSecond;
    }
    std::int64_t ns = 0;
    if (__builtin_mul_overflow(seconds, kNsPerSecond, &ns) || __builtin_add_overflow(ns, nanos, &ns))
        return overflow(ev, "a duration");
    return Value::duration(ns);
}

Value noOverload(Evaluation& ev, Operator op, const Value& a, const Value& b) {
    return ev.fault(FaultReason::NoSuchOverload, std::string(toString(op)) + " does not take " +
                                                     describeKinds(setOf(a.kind())) + " and " +
                                                     describeKinds(setOf(b.kind())));
}

Value onTimes(Evaluation& ev, Operator op, const Value& a, const Value& b) {
    const bool add = op == Operator::Add;
    if (a.is(Kind::Timestamp) && b.is(Kind::Duration)) return shifted(ev, a, b.durationNs(), !add);
    if (a.is(Kind::Duration) && b.is(Kind::Timestamp) && add) return shifted(ev, b, a.durationNs(), false);
    if (a.is(Kind::Timestamp) && b.is(Kind::Timestamp) && !add) return between(ev, a, b);
    if (a.is(Kind::Duration) && b.is(Kind::Duration))
        return checked(ev, op, a.durationNs(), b.durationNs(), "a duration", Value::duration);
    return noOverload(ev, op, a, b);
}

Value arithmetic(Evaluation& ev, Operator op, const Value& a, const Value& b) {
    if (a.kind() == b.kind()) {
        if (a.is(Kind::Double) && op != Operator::Modulo) return onReals(ev, op, a.asDouble(), b.asDouble());
        if (a.is(Kind::Int)) return checked(ev, op, a.asInt(), b.asInt(), "an int", Value::integer);
        if (a.is(Kind::Uint))
            return checked(ev, op, a.asUint(), b.asUint(), "a uint", Value::unsignedInteger);
        if (op == Operator::Add && a.isIn(setOf(Kind::String, Kind::Bytes))) return concatenateText(ev, a, b);
        if (op == Operator::Add && a.is(Kind::List)) return concatenateLists(ev, a, b);
    }
    if (op == Operator::Add || op == Operator::Subtract) return onTimes(ev, op, a, b);
    return noOverload(ev, op, a, b);
}

class Arithmetic final : public PlanNode {
public:
    Arithmetic(std::uint32_t offset, Operator op, PlanPtr left, PlanPtr right)
        : PlanNode(offset), m_op(op), m_left(std::move(left)), m_right(std::move(right)) {}
    Value evaluate(Evaluation& ev) const override {
        const Value left = m_left->evaluate(ev);
        if (left.isError()) return left;
        const Value right = m_right->evaluate(ev);
        if (right.isError()) return right;
        markPlace(ev);
        return arithmetic(ev, m_op, left, right);
    }

private:
    const Operator m_op;
    const PlanPtr m_left;
    const PlanPtr m_right;
};

class Negate final : public PlanNode {
public:
    Negate(std::uint32_t offset, PlanPtr operand) : PlanNode(offset), m_operand(std::move(operand)) {}
    Value evaluate(Evaluation& ev) const override {
        const Value value = m_operand->evaluate(ev);
        if (value.isError()) return value;
        if (value.is(Kind::Double)) return Value::real(-value.asDouble());
        markPlace(ev);
        if (value.is(Kind::Int))
            return checked(ev, Operator::Subtract, std::int64_t{0}, value.asInt(), "an int", Value::integer);
        return ev.fault(FaultReason::NoSuchOverload, "- does not take " + describeKinds(setOf(value.kind())));
    }

private:
    const PlanPtr m_operand;
};

struct Rule {
    Kind left;
    Kind right;
    Kind result;
    std::string_view operators;
};
constexpr std::array<Rule, 10> kRules{{
    {Kind::Int, Kind::Int, Kind::Int, "+-*/%"},
    {Kind::Uint, Kind::Uint, Kind::Uint, "+-*/%"},
    {Kind::Double, Kind::Double, Kind::Double, "+-*/"},
    {Kind::String, Kind::String, Kind::String, "+"},
    {Kind::Bytes, Kind::Bytes, Kind::Bytes, "+"},
    {Kind::List, Kind::List, Kind::List, "+"},
    {Kind::Timestamp, Kind::Duration, Kind::Timestamp, "+-"},
    {Kind::Duration, Kind::Timestamp, Kind::Timestamp, "+"},
    {Kind::Duration, Kind::Duration, Kind::Duration, "+-"},
    {Kind::Timestamp, Kind::Timestamp, Kind::Duration, "-"},
}};

} // namespace

KindSet arithmeticResult(Operator op, KindSet left, KindSet right) {
    KindSet result = 0;
    for (const Rule& rule : kRules)
        if (rule.operators.find(*toString(op)) != std::string_view::npos && (setOf(rule.left) & left) != 0 &&
            (setOf(rule.right) & right) != 0)
            result |= setOf(rule.result);
    return result;
}

PlanPtr makeArithmetic(std::uint32_t offset, Operator op, PlanPtr left, PlanPtr right) {
    return std::make_unique<Arithmetic>(offset, op, std::move(left), std::move(right));
}

PlanPtr makeNegate(std::uint32_t offset, PlanPtr operand) {
    return std::make_unique<Negate>(offset, std::move(operand));
}

} // namespace eventflow::cel
