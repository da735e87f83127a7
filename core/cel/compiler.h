#pragma once

#include "core/base/result.h"
#include "core/cel/ast.h"
#include "core/cel/program.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::cel {

/// One compiled sub-expression with what is known of it.
struct Compiled {
    PlanPtr node; ///< nullptr: the compiler has failed
    KindSet kinds = kAnyKind;
    std::uint64_t cost = 1;            ///< estimated steps
    std::uint64_t size = kAssumedSize; ///< estimated elements or bytes of the value
    std::uint64_t nodes = 1;

    explicit operator bool() const { return node != nullptr; }
};

/// Turns a syntax tree into a plan: resolves names and functions, checks types as far as they are known,
/// folds constants and estimates the cost. For one tree. The files compiler_….cpp are its parts.
class Compiler {
public:
    Compiler(std::string_view text, const FieldTable& fields, const CompileOptions& options);
    Result<std::shared_ptr<const Program>> run(const Expr& root);

private:
    /// A variable of a macro.
    struct Local {
        std::string name;
        KindSet kinds = kAnyKind;
        std::uint64_t size = kAssumedSize;
    };

    Compiled compile(const Expr& expr);
    Compiled literal(const Expr& expr);

    // Names and fields (compiler_names.cpp).
    Compiled name(const Expr& expr);
    Compiled select(const Expr& expr);
    Compiled index(const Expr& expr);
    Compiled element(const Expr& expr, Compiled operand, Compiled key, bool optional);
    Compiled field(const Expr& expr, FieldAccess access, KindSet kinds);
    std::optional<FieldAccess> fieldAccess(const Expr& expr, KindSet& kinds) const;
    const Local* findLocal(const Expr& name, std::uint32_t& number) const;
    Compiled unknownName(const Expr& expr);

    // Operators (compiler_operators.cpp).
    Compiled operation(const Expr& expr);
    Compiled logical(const Expr& expr);
    Compiled negation(const Expr& expr);
    Compiled conditional(const Expr& expr);
    Compiled equality(const Expr& expr);
    Compiled order(const Expr& expr);
    Compiled membership(const Expr& expr);
    Compiled arithmetic(const Expr& expr);

    // Calls, lists, maps and macros (compiler_calls.cpp).
    Compiled call(const Expr& expr);
    Compiled invoke(const Expr& expr, const std::string& function, bool member, std::size_t firstArg);
    Compiled special(const Expr& expr, const std::string& function, std::vector<Compiled>& args);
    Compiled unknownFunction(const Expr& expr, const std::string& function, bool member);
    Compiled badArguments(const Expr& expr, const std::string& function, const std::vector<Compiled>& args);
    Compiled listOf(const Expr& expr);
    Compiled mapOf(const Expr& expr);
    Compiled macro(const Expr& expr);
    Compiled loop(const Expr& expr);
    Compiled bindings(const Expr& expr);
    Compiled optionalMap(const Expr& expr);

    bool compileAll(const Expr& expr, std::size_t first, std::vector<Compiled>& out);
    /// False when `kinds` can not be one of `wanted` and that is an error.
    bool require(const Expr& at, KindSet kinds, KindSet wanted, const std::string& what);
    Compiled fail(std::uint32_t offset, const std::string& message,
                  ErrorCode code = ErrorCode::InvalidArgument);
    /// The node as the constant it is, when everything it is made of is constant.
    Compiled folded(const Expr& expr, Compiled compiled, bool constant);

    std::string_view m_text;
    const FieldTable& m_fields;
    const CompileOptions& m_options;
    std::shared_ptr<Program> m_program;
    std::vector<Local> m_locals;
    std::optional<Error> m_error;
};

/// Sums and products that stay at the largest number.
std::uint64_t saturatingSum(std::uint64_t a, std::uint64_t b);
std::uint64_t saturatingProduct(std::uint64_t a, std::uint64_t b);
/// Adds the steps and nodes of everything a compiled expression is made of; parts that are not there count
/// nothing.
void addParts(Compiled& whole, const std::vector<Compiled>& parts);

} // namespace eventflow::cel
