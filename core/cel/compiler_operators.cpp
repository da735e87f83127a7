#include "core/cel/compiler.h"

#include <algorithm>
#include <utility>

namespace eventflow::cel {

namespace {

constexpr KindSet kBool = setOf(Kind::Bool);
constexpr KindSet kOrderedKinds =
    setOf(Kind::Bool, Kind::String, Kind::Bytes, Kind::Timestamp, Kind::Duration);

/// `90 < x` is `x > 90`.
Operator mirrored(Operator op) {
    switch (op) {
    case Operator::Less:
        return Operator::Greater;
    case Operator::LessEqual:
        return Operator::GreaterEqual;
    case Operator::Greater:
        return Operator::Less;
    default:
        return Operator::LessEqual;
    }
}

bool areConstant(const std::vector<Compiled>& parts) {
    for (const Compiled& part : parts)
        if (part.node->constant() == nullptr) return false;
    return true;
}

Compiled boolOf(const std::vector<Compiled>& parts) {
    Compiled out;
    out.kinds = kBool;
    out.size = 1;
    addParts(out, parts);
    return out;
}

/// Steps for comparing two values of these estimated sizes.
std::uint64_t comparingCost(const std::vector<Compiled>& parts) {
    return std::min(parts[0].size, parts[1].size) / 32;
}

} // namespace

Compiled Compiler::operation(const Expr& expr) {
    switch (expr.op) {
    case Operator::Or:
    case Operator::And:
        return logical(expr);
    case Operator::Not:
    case Operator::Negate:
        return negation(expr);
    case Operator::Conditional:
        return conditional(expr);
    case Operator::Equal:
    case Operator::NotEqual:
        return equality(expr);
    case Operator::Less:
    case Operator::LessEqual:
    case Operator::Greater:
    case Operator::GreaterEqual:
        return order(expr);
    case Operator::In:
        return membership(expr);
    case Operator::Index:
    case Operator::OptionalIndex:
        return index(expr);
    case Operator::Add:
    case Operator::Subtract:
    case Operator::Multiply:
    case Operator::Divide:
    case Operator::Modulo:
        return arithmetic(expr);
    }
    return {};
}

Compiled Compiler::logical(const Expr& expr) {
    std::vector<Compiled> parts;
    if (!compileAll(expr, 0, parts)) return {};
    Compiled out = boolOf(parts);
    std::vector<PlanPtr> operands;
    operands.reserve(parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!require(*expr.args[i], parts[i].kinds, kBool,
                     std::string("an operand of ") + toString(expr.op) + " is"))
            return {};
        operands.push_back(std::move(parts[i].node));
    }
    out.node = makeLogical(expr.offset, expr.op, std::move(operands));
    return out;
}

Compiled Compiler::negation(const Expr& expr) {
    const bool isNot = expr.op == Operator::Not;
    std::vector<Compiled> parts;
    if (!compileAll(expr, 0, parts)) return {};
    const KindSet wanted = isNot ? kBool : setOf(Kind::Int, Kind::Double);
    if (!require(expr, parts[0].kinds, wanted, std::string("the operand of ") + toString(expr.op) + " is"))
        return {};
    Compiled out;
    out.kinds = m_options.strict ? parts[0].kinds & wanted : wanted;
    out.size = 1;
    addParts(out, parts);
    const bool constant = areConstant(parts);
    out.node = isNot ? makeNot(expr.offset, std::move(parts[0].node))
                     : makeNegate(expr.offset, std::move(parts[0].node));
    return folded(expr, std::move(out), constant);
}

Compiled Compiler::conditional(const Expr& expr) {
    std::vector<Compiled> parts;
    if (!compileAll(expr, 0, parts)) return {};
    if (!require(*expr.args[0], parts[0].kinds, kBool, "the condition of ?: is")) return {};
    Compiled out;
    addParts(out, parts);
    out.kinds = parts[1].kinds | parts[2].kinds;
    out.size = std::max(parts[1].size, parts[2].size);
    out.node = makeConditional(expr.offset, std::move(parts[0].node), std::move(parts[1].node),
                               std::move(parts[2].node));
    return out;
}

Compiled Compiler::equality(const Expr& expr) {
    std::vector<Compiled> parts;
    if (!compileAll(expr, 0, parts)) return {};
    const KindSet left = parts[0].kinds;
    const KindSet right = parts[1].kinds;
    const bool numbers = (left & kNumbers) != 0 && (right & kNumbers) != 0;
    if (m_options.strict && (left & right) == 0 && !numbers)
        return fail(expr.offset, describeKinds(left) + " and " + describeKinds(right) +
                                     " are never equal; use dyn() where that is meant");
    Compiled out = boolOf(parts);
    out.cost = saturatingSum(out.cost, comparingCost(parts));
    const bool constant = areConstant(parts);
    out.node = makeEqual(expr.offset, expr.op == Operator::NotEqual, std::move(parts[0].node),
                         std::move(parts[1].node));
    return folded(expr, std::move(out), constant);
}

Compiled Compiler::order(const Expr& expr) {
    std::vector<Compiled> parts;
    if (!compileAll(expr, 0, parts)) return {};
    const KindSet left = parts[0].kinds;
    const KindSet right = parts[1].kinds;
    const bool numbers = (left & kNumbers) != 0 && (right & kNumbers) != 0;
    if (m_options.strict && (left & right & kOrderedKinds) == 0 && !numbers)
        return fail(expr.offset, std::string(toString(expr.op)) + " does not compare " + describeKinds(left) +
                                     " with " + describeKinds(right));
    Compiled out = boolOf(parts);
    out.cost = saturatingSum(out.cost, comparingCost(parts));
    const bool constant = areConstant(parts);
    Operator op = expr.op;
    if (parts[0].node->constant() != nullptr && !constant) {
        std::swap(parts[0], parts[1]);
        op = mirrored(op);
    }
    // A double is compared with an int as with the double it is nearest to.
    if (const Value* bound = parts[1].node->constant();
        bound != nullptr && bound->is(Kind::Int) && parts[0].kinds == setOf(Kind::Double))
        parts[1].node = makeConstant(expr.offset, Value::real(static_cast<double>(bound->asInt())));
    out.node = makeOrder(expr.offset, op, std::move(parts[0].node), std::move(parts[1].node));
    return folded(expr, std::move(out), constant);
}

Compiled Compiler::membership(const Expr& expr) {
    std::vector<Compiled> parts;
    if (!compileAll(expr, 0, parts)) return {};
    if (!require(*expr.args[1], parts[1].kinds, setOf(Kind::List, Kind::Map), "the right side of in is"))
        return {};
    Compiled out = boolOf(parts);
    out.cost = saturatingSum(out.cost, parts[1].size);
    const bool constant = areConstant(parts);
    out.node = makeIn(expr.offset, std::move(parts[0].node), std::move(parts[1].node));
    return folded(expr, std::move(out), constant);
}

Compiled Compiler::arithmetic(const Expr& expr) {
    std::vector<Compiled> parts;
    if (!compileAll(expr, 0, parts)) return {};
    const KindSet result = arithmeticResult(expr.op, parts[0].kinds, parts[1].kinds);
    if (m_options.strict && result == 0)
        return fail(expr.offset, std::string(toString(expr.op)) + " does not take " +
                                     describeKinds(parts[0].kinds) + " and " + describeKinds(parts[1].kinds));
    Compiled out;
    addParts(out, parts);
    out.kinds = result == 0 ? kAnyKind : result;
    if (expr.op == Operator::Add) out.size = saturatingSum(parts[0].size, parts[1].size);
    out.cost = saturatingSum(out.cost, out.size / 32);
    const bool constant = areConstant(parts);
    out.node = makeArithmetic(expr.offset, expr.op, std::move(parts[0].node), std::move(parts[1].node));
    return folded(expr, std::move(out), constant);
}

} // namespace eventflow::cel
