#include "core/cel/compiler.h"

#include <algorithm>
#include <array>
#include <utility>

namespace eventflow::cel {

namespace {

/// The names of types are values of the language.
constexpr std::array<Kind, 15> kTypes{Kind::Null,     Kind::Bool,      Kind::Int,   Kind::Uint,
                                      Kind::Double,   Kind::String,    Kind::Bytes, Kind::List,
                                      Kind::Map,      Kind::Timestamp, Kind::Type,  Kind::Duration,
                                      Kind::Optional, Kind::Ip,        Kind::Cidr};

std::optional<Value> typeNamed(std::string_view name) {
    for (const Kind kind : kTypes)
        if (typeName(kind) == name) return Value::type(typeName(kind));
    return std::nullopt;
}

/// `a.b.c` of plain selections from a name; empty for everything else.
std::string dottedName(const Expr& expr) {
    if (expr.kind == ExprKind::Name) return expr.name;
    if (expr.kind != ExprKind::Select || expr.optional || expr.presence) return {};
    const std::string operand = dottedName(*expr.args[0]);
    return operand.empty() ? operand : operand + '.' + expr.name;
}

/// The step that `expr` makes from its operand, where that is known when compiling.
std::optional<PathStep> stepOf(const Expr& expr) {
    if (expr.kind == ExprKind::Select) return PathStep{expr.name, -1};
    const bool isIndex =
        expr.kind == ExprKind::Operator && (expr.op == Operator::Index || expr.op == Operator::OptionalIndex);
    if (!isIndex || expr.args[1]->kind != ExprKind::Literal) return std::nullopt;
    if (const auto* key = std::get_if<std::string>(&expr.args[1]->literal)) return PathStep{*key, -1};
    const auto* index = std::get_if<std::int64_t>(&expr.args[1]->literal);
    if (index == nullptr || *index < 0) return std::nullopt;
    return PathStep{{}, *index};
}

bool isPlainStep(const Expr& expr) {
    return !expr.optional && !expr.presence &&
           !(expr.kind == ExprKind::Operator && expr.op == Operator::OptionalIndex);
}

bool canRead(const FieldTable::Field& field, std::span<const PathStep> path) {
    if (path.empty() || field.shape == FieldShape::Tree) return true;
    return field.shape == FieldShape::FlatMap && path.size() == 1 && path.front().isKey();
}

std::string pathText(std::string text, std::span<const PathStep> path) {
    for (const PathStep& step : path)
        text += step.isKey() ? '.' + step.key : '[' + std::to_string(step.index) + ']';
    return text;
}

} // namespace

const Compiler::Local* Compiler::findLocal(const Expr& name, std::uint32_t& number) const {
    if (name.rooted) return nullptr;
    for (std::size_t i = m_locals.size(); i-- > 0;) {
        if (m_locals[i].name != name.name) continue;
        number = static_cast<std::uint32_t>(i);
        return &m_locals[i];
    }
    return nullptr;
}

std::optional<FieldAccess> Compiler::fieldAccess(const Expr& expr, KindSet& kinds) const {
    std::vector<PathStep> steps;
    std::vector<bool> selections; // may be part of a dotted name
    const Expr* at = &expr;
    while (at->kind != ExprKind::Name) {
        auto step = stepOf(*at);
        if (!step || (at != &expr && !isPlainStep(*at))) return std::nullopt;
        steps.push_back(std::move(*step));
        selections.push_back(at->kind == ExprKind::Select);
        at = at->args[0].get();
    }
    std::uint32_t number = 0;
    if (findLocal(*at, number) != nullptr) return std::nullopt;
    std::ranges::reverse(steps);
    std::reverse(selections.begin(), selections.end());
    // The longest name that is a field wins.
    auto dotted = static_cast<std::size_t>(std::ranges::find(selections, false) - selections.begin());
    for (;; --dotted) {
        const std::string name = pathText(at->name, std::span(steps).first(dotted));
        if (const FieldTable::Field* field = m_fields.find(name)) {
            const auto path = std::span(steps).subspan(dotted);
            if (!canRead(*field, path)) return std::nullopt;
            kinds = path.empty()                          ? field->kinds
                    : field->shape == FieldShape::FlatMap ? field->memberKinds
                                                          : kAnyKind;
            return FieldAccess{field->slot, {path.begin(), path.end()}, pathText(name, path)};
        }
        if (dotted == 0) return std::nullopt;
    }
}

Compiled Compiler::field(const Expr& expr, FieldAccess access, KindSet kinds) {
    const bool optional =
        expr.optional || (expr.kind == ExprKind::Operator && expr.op == Operator::OptionalIndex);
    if (expr.presence) return {makeFieldPresence(expr.offset, std::move(access)), setOf(Kind::Bool), 2, 1, 1};
    if (optional)
        return {makeOptionalField(expr.offset, std::move(access)), setOf(Kind::Optional), 2, kAssumedSize, 1};
    return {makeField(expr.offset, std::move(access)), kinds, 1, kAssumedSize, 1};
}

Compiled Compiler::name(const Expr& expr) {
    std::uint32_t number = 0;
    if (const Local* local = findLocal(expr, number))
        return {makeLocal(expr.offset, number), local->kinds, 1, local->size, 1};
    KindSet kinds = kAnyKind;
    if (auto access = fieldAccess(expr, kinds)) return field(expr, std::move(*access), kinds);
    if (const auto type = typeNamed(expr.name))
        return {makeConstant(expr.offset, *type), setOf(Kind::Type), 1, 1, 1};
    return unknownName(expr);
}

Compiled Compiler::unknownName(const Expr& expr) {
    std::string message = "unknown name \"" + expr.name + '"';
    if (!m_options.strict)
        return {makeUnknown(expr.offset, std::move(message)), kAnyKind, 1, kAssumedSize, 1};
    constexpr std::size_t kMaxListed = 40;
    for (std::size_t i = 0; i < std::min(m_fields.fields().size(), kMaxListed); ++i)
        message += (i == 0 ? "; known are " : ", ") + m_fields.fields()[i].name;
    return fail(expr.offset, message, ErrorCode::NotFound);
}

Compiled Compiler::select(const Expr& expr) {
    KindSet kinds = kAnyKind;
    if (auto access = fieldAccess(expr, kinds)) return field(expr, std::move(*access), kinds);
    if (const auto type = typeNamed(dottedName(expr)))
        return {makeConstant(expr.offset, *type), setOf(Kind::Type), 1, 1, 1};
    Compiled operand = compile(*expr.args[0]);
    if (!operand ||
        !require(expr, operand.kinds, setOf(Kind::Map, Kind::Optional), "the operand of \".\" is"))
        return {};
    const Value key = m_program->m_constants.string(expr.name);
    if (key.isError())
        return fail(expr.offset, "the constants take too much memory", ErrorCode::LimitExceeded);
    return element(expr, std::move(operand), {makeConstant(expr.offset, key), setOf(Kind::String), 0, 1, 0},
                   expr.optional);
}

Compiled Compiler::index(const Expr& expr) {
    KindSet kinds = kAnyKind;
    if (auto access = fieldAccess(expr, kinds)) return field(expr, std::move(*access), kinds);
    Compiled operand = compile(*expr.args[0]);
    if (!operand ||
        !require(expr, operand.kinds, setOf(Kind::List, Kind::Map, Kind::Optional), "the operand of [] is"))
        return {};
    Compiled key = compile(*expr.args[1]);
    if (!key ||
        !require(*expr.args[1], key.kinds, kNumbers | setOf(Kind::Bool, Kind::String), "the index is"))
        return {};
    return element(expr, std::move(operand), std::move(key), expr.op == Operator::OptionalIndex);
}

Compiled Compiler::element(const Expr& expr, Compiled operand, Compiled key, bool optional) {
    const bool constant = operand.node->constant() != nullptr && key.node->constant() != nullptr;
    Compiled out;
    out.cost = saturatingSum(2, saturatingSum(operand.cost, key.cost));
    out.nodes = saturatingSum(1, saturatingSum(operand.nodes, key.nodes));
    out.size = operand.size;
    if (expr.presence) {
        out.kinds = setOf(Kind::Bool);
        out.node = makePresence(expr.offset, std::move(operand.node), std::move(key.node));
    } else if (optional) {
        out.kinds = setOf(Kind::Optional);
        out.node = makeOptionalIndex(expr.offset, std::move(operand.node), std::move(key.node));
    } else {
        if (operand.kinds == setOf(Kind::Optional)) out.kinds = setOf(Kind::Optional);
        out.node = makeIndex(expr.offset, std::move(operand.node), std::move(key.node));
    }
    return folded(expr, std::move(out), constant);
}

} // namespace eventflow::cel
