#include "core/cel/compiler.h"

#include <algorithm>
#include <utility>

namespace eventflow::cel {

namespace {

bool allConstant(const std::vector<Compiled>& parts) {
    return std::ranges::all_of(parts, [](const Compiled& part) { return part.node->constant() != nullptr; });
}

std::vector<PlanPtr> nodesOf(std::vector<Compiled>& parts) {
    std::vector<PlanPtr> nodes;
    nodes.reserve(parts.size());
    for (Compiled& part : parts)
        nodes.push_back(std::move(part.node));
    return nodes;
}

bool mayAccept(const Overload& overload, const std::vector<Compiled>& args) {
    for (std::size_t i = 0; i < args.size(); ++i)
        if ((overload.params[i] & args[i].kinds) == 0) return false;
    return true;
}

std::uint64_t callCost(Growth growth, const std::vector<Compiled>& args) {
    std::uint64_t total = 0;
    for (const Compiled& arg : args)
        total = saturatingSum(total, arg.size);
    if (growth == Growth::Constant || args.empty()) return 1;
    if (growth == Growth::Product && args.size() > 1)
        return saturatingSum(1, saturatingProduct(args[0].size, args[1].size) / 64);
    return saturatingSum(1, total / 16);
}

/// The names before the function in `math.abs(x)`; empty when the receiver is no plain name.
std::string qualifierOf(const Expr& receiver) {
    if (receiver.kind == ExprKind::Name) return receiver.name + '.';
    if (receiver.kind != ExprKind::Select || receiver.optional || receiver.presence) return {};
    const std::string before = qualifierOf(*receiver.args[0]);
    return before.empty() ? before : before + receiver.name + '.';
}

} // namespace

Compiled Compiler::call(const Expr& expr) {
    if (!expr.member) return invoke(expr, expr.name, false, 0);
    const Expr* root = expr.args.front().get();
    while (root->kind == ExprKind::Select)
        root = root->args[0].get();
    std::uint32_t number = 0;
    if (root->kind == ExprKind::Name && findLocal(*root, number) == nullptr) {
        const std::string qualified = qualifierOf(*expr.args.front()) + expr.name;
        if (qualified != expr.name && isGlobalFunction(qualified)) return invoke(expr, qualified, false, 1);
    }
    return invoke(expr, expr.name, true, 0);
}

Compiled Compiler::invoke(const Expr& expr, const std::string& function, bool member, std::size_t firstArg) {
    std::vector<const Overload*> overloads = findOverloads(function, member);
    const std::size_t count = expr.args.size() - firstArg;
    const bool isOr = member && count == 2 && (function == "or" || function == "orValue");
    if (overloads.empty() && !isOr) return unknownFunction(expr, function, member);
    std::vector<Compiled> args;
    if (!compileAll(expr, firstArg, args)) return {};
    if (Compiled node = special(expr, function, args); node || m_error) return node;
    const bool variadic = count > 1 && std::ranges::any_of(overloads, &Overload::variadic);
    Compiled out;
    addParts(out, args);
    const bool constant = allConstant(args);
    if (variadic) {
        std::vector<bool> optional(count, false);
        Compiled list{makeList(expr.offset, nodesOf(args), std::move(optional)), setOf(Kind::List), count,
                      count, 1};
        args.clear();
        args.push_back(std::move(list));
    }
    std::erase_if(overloads,
                  [&](const Overload* o) { return o->arity != args.size() || (variadic && !o->variadic); });
    KindSet result = 0;
    std::uint64_t ownCost = 1;
    for (const Overload* overload : overloads) {
        if (!mayAccept(*overload, args)) continue;
        result |= overload->result;
        ownCost = std::max(ownCost, callCost(overload->growth, args));
    }
    if (result == 0 && m_options.strict) return badArguments(expr, function, args);
    if (overloads.empty())
        return {makeUnknown(expr.offset, function + "() does not take that many arguments"), kAnyKind, 1, 1,
                1};
    out.cost = saturatingSum(out.cost, ownCost);
    out.kinds = result == 0 ? kAnyKind : result;
    if ((out.kinds & ~kNumbers & ~setOf(Kind::Bool)) == 0) out.size = 1;
    out.node = makeCall(expr.offset, function, std::move(overloads), nodesOf(args));
    return folded(expr, std::move(out), constant);
}

/// Calls that have nodes of their own. No node and no error: it is none of them.
Compiled Compiler::special(const Expr& expr, const std::string& function, std::vector<Compiled>& args) {
    if (args.size() != 2) return {};
    Compiled out;
    addParts(out, args);
    if (expr.member && (function == "or" || function == "orValue")) {
        if (!require(*expr.args[0], args[0].kinds, setOf(Kind::Optional),
                     "the receiver of " + function + "() is"))
            return {};
        out.kinds = function == "or" ? setOf(Kind::Optional) : kAnyKind;
        out.node = makeOptionalOr(expr.offset, function == "orValue", std::move(args[0].node),
                                  std::move(args[1].node));
        return out;
    }
    const Value* text = args[1].node->constant();
    if (text == nullptr || !text->is(Kind::String) || args[0].node->constant() != nullptr ||
        (args[0].kinds & setOf(Kind::String)) == 0)
        return {};
    out.kinds = setOf(Kind::Bool);
    out.size = 1;
    if (function == "matches") {
        auto pattern = compilePattern(text->text());
        if (!pattern && m_options.strict) return fail(expr.args.back()->offset, pattern.error().detail);
        if (!pattern) return {};
        out.cost = saturatingSum(out.cost, args[0].size / 16);
        out.node = makePatternMatch(expr.offset, std::move(args[0].node), std::move(*pattern));
    } else if (function == "startsWith" || function == "endsWith") {
        out.node = makeAffixTest(expr.offset, function == "endsWith", std::move(args[0].node), text->text());
    } else {
        return {};
    }
    return out;
}

Compiled Compiler::unknownFunction(const Expr& expr, const std::string& function, bool member) {
    std::string message = "there is no function " + function + "()";
    if (!findOverloads(function, !member).empty())
        message = function + (member ? "() is not called on a value: write " + function + "(x)"
                                     : "() is called on a value: write x." + function + "()");
    else if (const std::string_view similar =
                 m_options.strict ? similarFunction(function) : std::string_view();
             !similar.empty())
        message += "; did you mean " + std::string(similar) + "()?";
    if (m_options.strict) return fail(expr.offset, message, ErrorCode::NotFound);
    return {makeUnknown(expr.offset, std::move(message)), kAnyKind, 1, kAssumedSize, 1};
}

Compiled Compiler::badArguments(const Expr& expr, const std::string& function,
                                const std::vector<Compiled>& args) {
    std::string message = function + "() does not take (";
    for (std::size_t i = 0; i < args.size(); ++i)
        message += (i > 0 ? ", " : "") + describeKinds(args[i].kinds);
    return fail(expr.offset, message + ')');
}

Compiled Compiler::listOf(const Expr& expr) {
    std::vector<Compiled> parts;
    if (!compileAll(expr, 0, parts)) return {};
    Compiled out;
    addParts(out, parts);
    out.kinds = setOf(Kind::List);
    out.size = parts.size();
    const bool constant = allConstant(parts);
    out.node = makeList(expr.offset, nodesOf(parts), expr.optionalEntries);
    return folded(expr, std::move(out), constant);
}

Compiled Compiler::mapOf(const Expr& expr) {
    std::vector<Compiled> parts;
    if (!compileAll(expr, 0, parts)) return {};
    for (std::size_t i = 0; i < parts.size(); i += 2)
        if (!require(*expr.args[i], parts[i].kinds, setOf(Kind::Bool, Kind::Int, Kind::Uint, Kind::String),
                     "a map key is"))
            return {};
    Compiled out;
    addParts(out, parts);
    out.kinds = setOf(Kind::Map);
    out.size = parts.size() / 2;
    const bool constant = allConstant(parts);
    out.node = makeMap(expr.offset, nodesOf(parts), expr.optionalEntries);
    return folded(expr, std::move(out), constant);
}

Compiled Compiler::macro(const Expr& expr) {
    switch (expr.macro) {
    case Macro::Bind:
    case Macro::Block:
        return bindings(expr);
    case Macro::OptMap:
    case Macro::OptFlatMap:
        return optionalMap(expr);
    default:
        return loop(expr);
    }
}

Compiled Compiler::loop(const Expr& expr) {
    Compiled range = compile(*expr.args[0]);
    if (!range ||
        !require(*expr.args[0], range.kinds, setOf(Kind::List, Kind::Map), "what this macro runs over is"))
        return {};
    Loop over{std::move(range.node), static_cast<std::uint32_t>(m_locals.size()), expr.variables.size() == 2,
              1};
    for (const std::string& variable : expr.variables)
        m_locals.push_back({variable, kAnyKind, kAssumedSize});
    m_program->m_localCount = std::max(m_program->m_localCount, m_locals.size());
    std::vector<Compiled> parts(2);
    for (std::size_t i = 0; i < 2; ++i) {
        if (i + 1 >= expr.args.size() || expr.args[i + 1] == nullptr) continue;
        parts[i] = compile(*expr.args[i + 1]);
        if (!parts[i]) return {};
    }
    m_locals.resize(over.first);
    const bool quantifier = expr.macro <= Macro::ExistsOne;
    if (parts[0] &&
        !require(*expr.args[1], parts[0].kinds, setOf(Kind::Bool), "the condition of this macro is"))
        return {};
    Compiled body;
    addParts(body, parts);
    over.stepsPerRound = body.nodes;
    Compiled out;
    out.kinds =
        quantifier ? setOf(Kind::Bool) : setOf(expr.macro == Macro::TransformList ? Kind::List : Kind::Map);
    out.size = quantifier ? 1 : range.size;
    out.cost = saturatingSum(range.cost, saturatingProduct(range.size, body.cost));
    out.nodes = saturatingSum(range.nodes, body.nodes);
    out.node = quantifier ? makeQuantifier(expr.offset, expr.macro, std::move(over), std::move(parts[0].node))
                          : makeTransform(expr.offset, expr.macro, std::move(over), std::move(parts[0].node),
                                          std::move(parts[1].node));
    return out;
}

Compiled Compiler::bindings(const Expr& expr) {
    const auto first = static_cast<std::uint32_t>(m_locals.size());
    std::vector<Compiled> parts;
    for (std::size_t i = 0; i < expr.variables.size(); ++i) {
        parts.push_back(compile(*expr.args[i]));
        if (!parts.back()) return {};
        m_locals.push_back({expr.variables[i], parts.back().kinds, parts.back().size});
        m_program->m_localCount = std::max(m_program->m_localCount, m_locals.size());
    }
    Compiled body = compile(*expr.args.back());
    m_locals.resize(first);
    if (!body) return {};
    Compiled out;
    addParts(out, parts);
    out.cost = saturatingSum(out.cost, body.cost);
    out.nodes = saturatingSum(out.nodes, body.nodes);
    out.kinds = body.kinds;
    out.size = body.size;
    out.node = makeBindings(expr.offset, first, nodesOf(parts), std::move(body.node));
    return out;
}

Compiled Compiler::optionalMap(const Expr& expr) {
    Compiled operand = compile(*expr.args[0]);
    if (!operand ||
        !require(*expr.args[0], operand.kinds, setOf(Kind::Optional), "what this macro runs on is"))
        return {};
    const auto local = static_cast<std::uint32_t>(m_locals.size());
    m_locals.push_back({expr.variables[0], kAnyKind, kAssumedSize});
    m_program->m_localCount = std::max(m_program->m_localCount, m_locals.size());
    Compiled body = compile(*expr.args[1]);
    m_locals.resize(local);
    if (!body) return {};
    Compiled out;
    out.kinds = setOf(Kind::Optional);
    out.cost = saturatingSum(1, saturatingSum(operand.cost, body.cost));
    out.nodes = saturatingSum(1, saturatingSum(operand.nodes, body.nodes));
    out.node = makeOptionalMap(expr.offset, expr.macro == Macro::OptFlatMap, std::move(operand.node), local,
                               std::move(body.node));
    return out;
}

} // namespace eventflow::cel
