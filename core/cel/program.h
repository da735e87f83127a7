#pragma once

#include "core/base/result.h"
#include "core/cel/field_table.h"
#include "core/cel/heap.h"
#include "core/cel/plan.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::cel {

struct CompileOptions {
    /// What is sure to fail is refused: unknown names and functions, operands of wrong types, constants that
    /// have no value. Otherwise it is an error of the evaluation, as the language itself has it, which && and
    /// || may absorb.
    bool strict = true;
    /// What the expression must give, of a filter setOf(Kind::Bool). Only strictly checked.
    KindSet result = kAnyKind;
    /// The most steps an evaluation may be estimated to take, with kAssumedSize elements in what is not
    /// known.
    std::uint64_t maxCost = 10'000'000;
};

/// How many elements (bytes, of text) the cost estimate takes a value for whose size is known at run time
/// only.
inline constexpr std::uint64_t kAssumedSize = 100;

/// A compiled CEL expression. Thread: any (immutable).
class Program {
public:
    /// The error's detail is `line:column: message`, followed by the line and a caret below the place.
    static Result<std::shared_ptr<const Program>> compile(std::string_view text, const FieldTable& fields,
                                                          const CompileOptions& options = {});

    [[nodiscard]] const std::string& text() const { return m_text; }
    /// The kinds the result may have.
    [[nodiscard]] KindSet kinds() const { return m_kinds; }
    /// The estimated steps of one evaluation.
    [[nodiscard]] std::uint64_t cost() const { return m_cost; }

    [[nodiscard]] const PlanNode& root() const { return *m_root; }
    [[nodiscard]] std::size_t localCount() const { return m_localCount; }

private:
    friend class Compiler;
    explicit Program(std::string_view text);

    std::string m_text;
    Heap m_constants;
    PlanPtr m_root;
    KindSet m_kinds = kAnyKind;
    std::uint64_t m_cost = 0;
    std::size_t m_localCount = 0;
};

enum class Verdict : std::uint8_t { No, Yes, Failed };

/// Evaluates programs, one record after another, within bounds of time and memory. Allocates nothing in the
/// steady state. Thread: confined; one for each worker.
class Evaluator {
public:
    explicit Evaluator(const EvaluationLimits& limits = {});

    /// A value or an error. Lifetime: until the next call, and as long as the record.
    [[nodiscard]] Value evaluate(const Program& program, const FieldSource& fields);
    /// Of a filter: whether the record passes. A record that lacks a field which decides is Failed.
    [[nodiscard]] Verdict test(const Program& program, const FieldSource& fields);
    /// The error of the last evaluation that gave one, with its place in the expression's text.
    [[nodiscard]] Error error(const Program& program) const;

private:
    Heap m_heap;
    std::vector<Value> m_locals;
    TimeZones m_zones;
    RegexCache m_patterns;
    Fault m_fault;
};

} // namespace eventflow::cel
