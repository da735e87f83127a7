#include "core/cel/compiler.h"

#include "core/base/located_error.h"
#include "core/cel/parser.h"

#include <limits>
#include <utility>

namespace eventflow::cel {

namespace {

/// Constants know no record.
class NoFields final : public FieldSource {
public:
    Value read(std::uint32_t, std::span<const PathStep>, Heap&) const override { return Value::absent(); }
};

} // namespace

std::uint64_t saturatingSum(std::uint64_t a, std::uint64_t b) {
    std::uint64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? std::numeric_limits<std::uint64_t>::max() : sum;
}

std::uint64_t saturatingProduct(std::uint64_t a, std::uint64_t b) {
    std::uint64_t product = 0;
    return __builtin_mul_overflow(a, b, &product) ? std::numeric_limits<std::uint64_t>::max() : product;
}

void addParts(Compiled& whole, const std::vector<Compiled>& parts) {
    for (const Compiled& part : parts) {
        if (!part) continue;
        whole.cost = saturatingSum(whole.cost, part.cost);
        whole.nodes = saturatingSum(whole.nodes, part.nodes);
    }
}

Result<std::shared_ptr<const Program>> Program::compile(std::string_view text, const FieldTable& fields,
                                                        const CompileOptions& options) {
    auto tree = parse(text);
    if (!tree) return tree.error();
    return Compiler(text, fields, options).run(**tree);
}

Compiler::Compiler(std::string_view text, const FieldTable& fields, const CompileOptions& options)
    : m_text(text), m_fields(fields), m_options(options), m_program(new Program(text)) {}

Result<std::shared_ptr<const Program>> Compiler::run(const Expr& root) {
    Compiled compiled = compile(root);
    if (compiled && require(root, compiled.kinds, m_options.result, "the expression gives") &&
        compiled.cost > m_options.maxCost)
        fail(root.offset,
             "the expression may take " + std::to_string(compiled.cost) + " steps, at most " +
                 std::to_string(m_options.maxCost) + " are allowed; nest fewer macros",
             ErrorCode::LimitExceeded);
    if (m_error) return *m_error;
    m_program->m_root = std::move(compiled.node);
    m_program->m_kinds = compiled.kinds;
    m_program->m_cost = compiled.cost;
    return std::shared_ptr<const Program>(std::move(m_program));
}

Compiled Compiler::compile(const Expr& expr) {
    switch (expr.kind) {
    case ExprKind::Literal:
        return literal(expr);
    case ExprKind::Name:
        return name(expr);
    case ExprKind::Select:
        return select(expr);
    case ExprKind::Call:
        return call(expr);
    case ExprKind::Operator:
        return operation(expr);
    case ExprKind::List:
        return listOf(expr);
    case ExprKind::Map:
        return mapOf(expr);
    case ExprKind::Macro:
        return macro(expr);
    }
    return {};
}

Compiled Compiler::literal(const Expr& expr) {
    Heap& heap = m_program->m_constants;
    Value value = Value::null();
    if (const auto* b = std::get_if<bool>(&expr.literal))
        value = Value::boolean(*b);
    else if (const auto* i = std::get_if<std::int64_t>(&expr.literal))
        value = Value::integer(*i);
    else if (const auto* u = std::get_if<std::uint64_t>(&expr.literal))
        value = Value::unsignedInteger(*u);
    else if (const auto* d = std::get_if<double>(&expr.literal))
        value = Value::real(*d);
    else if (const auto* text = std::get_if<std::string>(&expr.literal))
        value = heap.string(*text);
    else if (const auto* bytes = std::get_if<BytesLiteral>(&expr.literal))
        value = heap.bytes(bytes->bytes);
    if (value.isError())
        return fail(expr.offset, "the constants take too much memory", ErrorCode::LimitExceeded);
    const bool text = value.isIn(setOf(Kind::String, Kind::Bytes));
    return {makeConstant(expr.offset, value), setOf(value.kind()), 1, text ? value.text().size() : 1, 1};
}

bool Compiler::compileAll(const Expr& expr, std::size_t first, std::vector<Compiled>& out) {
    for (std::size_t i = first; i < expr.args.size(); ++i) {
        out.push_back(compile(*expr.args[i]));
        if (!out.back()) return false;
    }
    return true;
}

bool Compiler::require(const Expr& at, KindSet kinds, KindSet wanted, const std::string& what) {
    if (!m_options.strict || (kinds & wanted) != 0) return true;
    fail(at.offset, what + ' ' + describeKinds(kinds) + ", it must be " + describeKinds(wanted));
    return false;
}

Compiled Compiler::fail(std::uint32_t offset, const std::string& message, ErrorCode code) {
    if (!m_error) m_error = locatedError(code, m_text, offset, message);
    return {};
}

Compiled Compiler::folded(const Expr& expr, Compiled compiled, bool constant) {
    Heap& heap = m_program->m_constants;
    if (!constant || heap.exhausted()) return compiled;
    const NoFields fields;
    TimeZones zones;
    RegexCache patterns;
    Evaluation ev{heap, fields, nullptr, zones, patterns};
    const Value value = compiled.node->evaluate(ev);
    if (value.isError()) {
        if (!m_options.strict || heap.exhausted()) return compiled;
        return fail(value.fault().offset, std::string(value.fault().detail));
    }
    compiled.node = makeConstant(expr.offset, value);
    compiled.cost = 1;
    if (value.is(Kind::List))
        compiled.size = value.items().size();
    else if (value.isIn(setOf(Kind::String, Kind::Bytes)))
        compiled.size = value.text().size();
    return compiled;
}

} // namespace eventflow::cel
