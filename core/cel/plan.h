#pragma once

#include "core/cel/ast.h"
#include "core/cel/evaluation.h"
#include "core/cel/field_table.h"
#include "core/cel/function_table.h"
#include "core/cel/regex_cache.h"
#include "core/cel/value.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::cel {

/// A node of a compiled expression: every name resolved, every function found. Thread: immutable, any.
class PlanNode {
public:
    explicit PlanNode(std::uint32_t offset) : m_offset(offset) {}
    PlanNode(const PlanNode&) = delete;
    PlanNode& operator=(const PlanNode&) = delete;
    virtual ~PlanNode() = default;

    /// A value or an error, never absent.
    [[nodiscard]] virtual Value evaluate(Evaluation& ev) const = 0;
    /// The value, of a node that has the same for every record.
    [[nodiscard]] virtual const Value* constant() const { return nullptr; }

protected:
    [[nodiscard]] Value fault(Evaluation& ev, FaultReason reason, std::string_view detail) const {
        ev.heap.setPlace(m_offset);
        return ev.fault(reason, detail);
    }
    void markPlace(Evaluation& ev) const { ev.heap.setPlace(m_offset); }

    const std::uint32_t m_offset; ///< in the expression's text
};
using PlanPtr = std::unique_ptr<PlanNode>;

/// A field of the record, or what a path leads to in it.
struct FieldAccess {
    std::uint32_t slot = 0;
    std::vector<PathStep> path;
    std::string text; ///< as written, for messages
};

// Leaves and access to parts (plan_access.cpp).
PlanPtr makeConstant(std::uint32_t offset, Value value);
PlanPtr makeLocal(std::uint32_t offset, std::uint32_t number);
PlanPtr makeField(std::uint32_t offset, FieldAccess access);
PlanPtr makeFieldPresence(std::uint32_t offset, FieldAccess access);
PlanPtr makeOptionalField(std::uint32_t offset, FieldAccess access);
/// Fails whenever it is evaluated: a name or function that is not known.
PlanPtr makeUnknown(std::uint32_t offset, std::string message);
PlanPtr makeIndex(std::uint32_t offset, PlanPtr operand, PlanPtr key);
PlanPtr makeOptionalIndex(std::uint32_t offset, PlanPtr operand, PlanPtr key);
PlanPtr makePresence(std::uint32_t offset, PlanPtr operand, PlanPtr key);

// Operators (plan_operators.cpp, plan_arithmetic.cpp).
PlanPtr makeLogical(std::uint32_t offset, Operator op, std::vector<PlanPtr> operands);
PlanPtr makeNot(std::uint32_t offset, PlanPtr operand);
PlanPtr makeConditional(std::uint32_t offset, PlanPtr condition, PlanPtr whenTrue, PlanPtr whenFalse);
PlanPtr makeEqual(std::uint32_t offset, bool negated, PlanPtr left, PlanPtr right);
PlanPtr makeOrder(std::uint32_t offset, Operator op, PlanPtr left, PlanPtr right);
PlanPtr makeIn(std::uint32_t offset, PlanPtr element, PlanPtr container);
PlanPtr makeArithmetic(std::uint32_t offset, Operator op, PlanPtr left, PlanPtr right);
PlanPtr makeNegate(std::uint32_t offset, PlanPtr operand);
/// The kinds the result of an arithmetic operator may have; 0 when there is no such operator for those.
KindSet arithmeticResult(Operator op, KindSet left, KindSet right);

// Calls, lists, maps (plan_call.cpp).
PlanPtr makeCall(std::uint32_t offset, std::string name, std::vector<const Overload*> overloads,
                 std::vector<PlanPtr> args);
/// `text.matches(pattern)` with a constant pattern.
PlanPtr makePatternMatch(std::uint32_t offset, PlanPtr text, std::shared_ptr<const re2::RE2> pattern);
/// `text.startsWith(other)` and endsWith with a constant.
PlanPtr makeAffixTest(std::uint32_t offset, bool atEnd, PlanPtr text, std::string_view affix);
PlanPtr makeList(std::uint32_t offset, std::vector<PlanPtr> elements, std::vector<bool> optional);
/// Keys and values alternate.
PlanPtr makeMap(std::uint32_t offset, std::vector<PlanPtr> entries, std::vector<bool> optional);

/// What a macro runs over: one local for the element or key, or two for index or key and element or value.
struct Loop {
    PlanPtr range;
    std::uint32_t first = 0;
    bool two = false; ///< the second is the local behind the first
    std::uint64_t stepsPerRound = 1;
};

// Macros (plan_macros.cpp).
PlanPtr makeQuantifier(std::uint32_t offset, Macro macro, Loop loop, PlanPtr predicate);
/// `filter` and `result` may be null.
PlanPtr makeTransform(std::uint32_t offset, Macro macro, Loop loop, PlanPtr filter, PlanPtr result);
/// Each binding is evaluated once; an error of one counts only where its variable is used.
PlanPtr makeBindings(std::uint32_t offset, std::uint32_t first, std::vector<PlanPtr> bindings, PlanPtr body);
/// optMap and, `flat`, optFlatMap.
PlanPtr makeOptionalMap(std::uint32_t offset, bool flat, PlanPtr operand, std::uint32_t local, PlanPtr body);
/// `a.or(b)` and, `unwrap`, `a.orValue(b)`: b is evaluated only when a holds nothing.
PlanPtr makeOptionalOr(std::uint32_t offset, bool unwrap, PlanPtr operand, PlanPtr otherwise);

} // namespace eventflow::cel
