#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace eventflow::cel {

/// How much an expression may hold. CEL asks for at least 32 of everything.
inline constexpr std::size_t kMaxTextBytes = 64 * 1024;
inline constexpr std::size_t kMaxNodes = 20'000;
inline constexpr std::size_t kMaxDepth = 250;

enum class ExprKind : std::uint8_t { Literal, Name, Select, Call, Operator, List, Map, Macro };

enum class Operator : std::uint8_t {
    Or,
    And,
    Conditional,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Not,
    Negate,
    Index,
    OptionalIndex, ///< `a[?b]`
};
const char* toString(Operator op);

enum class Macro : std::uint8_t {
    All,
    Exists,
    ExistsOne,
    TransformList, ///< also map() and filter()
    TransformMap,
    TransformMapEntry,
    OptMap,
    OptFlatMap,
    Bind,
    Block,
};

struct BytesLiteral {
    std::string bytes;
};
/// The first alternative is null.
using Literal =
    std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, BytesLiteral>;

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

/// A node of the syntax tree; macros are expanded.
///
/// | kind     | name                | args                                                            |
/// |----------|---------------------|-----------------------------------------------------------------|
/// | Literal  |                     |                                                                 |
/// | Name     | the name            |                                                                 |
/// | Select   | the field           | operand                                                         |
/// | Call     | the function        | arguments; of a `member` call the first is the receiver         |
/// | Operator |                     | operands; Or and And have two or more                           |
/// | List     |                     | elements                                                        |
/// | Map      |                     | key, value, key, value …                                        |
/// | Macro    |                     | All, Exists, ExistsOne: range, predicate. Transform…: range,    |
/// |          |                     | filter or null, result or null (the element itself). OptMap,    |
/// |          |                     | OptFlatMap, Bind: operand, body. Block: one per variable, body  |
struct Expr {
    ExprKind kind = ExprKind::Literal;
    Operator op = Operator::Or;
    Macro macro = Macro::All;
    bool optional = false; ///< Select: `a.?b`
    bool presence = false; ///< Select: `has(a.b)`
    bool rooted = false;   ///< Name: `.a`, which no variable of a macro hides
    bool member = false;   ///< Call
    std::uint16_t depth = 1;
    std::uint32_t offset = 0; ///< in the text, of the name, operator or literal
    std::string name;
    std::vector<std::string> variables; ///< Macro
    Literal literal;
    std::vector<ExprPtr> args;
    std::vector<bool> optionalEntries; ///< List, Map: which elements or entries were written with `?`

    [[nodiscard]] bool isName() const { return kind == ExprKind::Name && !rooted; }
};

} // namespace eventflow::cel
