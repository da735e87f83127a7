#pragma once

#include "core/base/time.h"
#include "core/promql/query.h"
#include "core/series/series_source.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace eventflow::promql {

struct Function;
struct Node;
/// Nodes are immutable and shared: an edited tree shares what was not edited with the tree it was made from.
using NodePtr = std::shared_ptr<const Node>;

/// The bytes of the text a node was parsed from: [offset, offset + length).
struct SourceSpan {
    std::size_t offset = 0;
    std::size_t length = 0;
};

enum class BinaryOp : std::uint8_t {
    Add,
    Sub,
    Mul,
    Div,
    Mod,
    Pow,
    Atan2,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    And,
    Or,
    Unless,
};
const char* toString(BinaryOp op);
bool isComparison(BinaryOp op);
bool isSetOperator(BinaryOp op);
/// 1 binds loosest (`or`) to 6 (`^`).
int precedence(BinaryOp op);
/// What unary plus and minus bind like: looser than `^`, as tight as `*`.
inline constexpr int kUnaryPrecedence = 5;

enum class AggregateOp : std::uint8_t {
    Sum,
    Avg,
    Min,
    Max,
    Count,
    Group,
    Stddev,
    Stdvar,
    Topk,
    Bottomk,
    Quantile,
    CountValues,
    Limitk,
    LimitRatio,
};
const char* toString(AggregateOp op);
std::optional<AggregateOp> aggregateByName(std::string_view lowerCaseName);
/// Topk, Bottomk, Quantile, Limitk, LimitRatio take a scalar first, CountValues a string, the others nothing.
std::optional<ValueType> parameterType(AggregateOp op);

/// A length of time in a selector: a literal (`5m`, `300`) or an expression (`2 * step()`).
struct DurationValue {
    Duration value{};   ///< of a literal or constant expression
    NodePtr expression; ///< nullptr for a literal
    bool constant =
        true; ///< false when the expression asks for step() or range(), known only at the evaluation
};

enum class AtKind : std::uint8_t { EvaluationTime, Fixed, Start, End };

/// `@ time offset 5m`: which time a selector looks at instead of the evaluation time.
struct TimeShift {
    std::optional<DurationValue> offset;
    AtKind at = AtKind::EvaluationTime;
    Timestamp fixed{}; ///< of AtKind::Fixed
};

/// How samples around the ends of a window are treated (Prometheus' extended range selectors).
enum class Edges : std::uint8_t { Plain, Anchored, Smoothed };

struct NumberLiteral {
    double value = 0;
    bool isDuration = false; ///< written as a duration: `5m` is 300
};
struct StringLiteral {
    std::string value;
};
struct VectorSelector {
    /// The metric name, when it is fixed, is the first matcher.
    std::vector<LabelMatcher> matchers;
    TimeShift shift;
    Edges edges = Edges::Plain;
};
struct RangeSelector {
    VectorSelector selector;
    DurationValue range;
};
struct Subquery {
    NodePtr expression;
    DurationValue range;
    std::optional<DurationValue> step; ///< absent: EvalOptions::subqueryStep
    TimeShift shift;
};
struct Call {
    const Function* function = nullptr;
    std::vector<NodePtr> arguments;
};
struct Aggregate {
    AggregateOp op = AggregateOp::Sum;
    NodePtr parameter; ///< nullptr when the operator has none
    NodePtr expression;
    bool without = false;
    std::vector<std::string> labels; ///< sorted
};
struct Unary {
    bool negate = false;
    NodePtr operand;
};

enum class Cardinality : std::uint8_t { OneToOne, ManyToOne, OneToMany };
struct VectorMatching {
    bool on = false; ///< labels are those to match on; else those to ignore
    std::vector<std::string> labels;
    Cardinality cardinality = Cardinality::OneToOne;
    std::vector<std::string> include; ///< of group_left or group_right
    std::optional<double> fillLeft;   ///< value of a missing element; see the evaluator for group_right
    std::optional<double> fillRight;
};
struct Binary {
    BinaryOp op = BinaryOp::Add;
    NodePtr left;
    NodePtr right;
    bool returnBool = false;
    bool explicitMatching = false; ///< `on` or `ignoring` was written
    VectorMatching matching;
};
struct Paren {
    NodePtr inner;
};

struct Node {
    using Kind = std::variant<NumberLiteral, StringLiteral, VectorSelector, RangeSelector, Subquery, Call,
                              Aggregate, Unary, Binary, Paren>;
    Kind kind;
    SourceSpan span;
    ValueType type = ValueType::Scalar;
    std::size_t depth = 1; ///< of the tree below, this node included

    template <typename T>
    [[nodiscard]] const T* as() const {
        return std::get_if<T>(&kind);
    }
};

/// Bounds that keep a hostile expression from exhausting stack or memory.
inline constexpr std::size_t kMaxTextBytes = 64 * 1024;
inline constexpr std::size_t kMaxNodes = 10'000;
inline constexpr std::size_t kMaxNesting = 64; ///< of brackets and prefix operators
inline constexpr std::size_t kMaxDepth = 512;  ///< of the tree; `a + a + …` is one level per operator

/// A node of the type its kind evaluates to.
NodePtr makeNode(Node::Kind kind, SourceSpan span);
/// The direct operands, left to right.
std::vector<NodePtr> childrenOf(const Node& node);
/// The same tree, wherever it was written.
bool equalTrees(const Node& a, const Node& b);
/// Without the parentheses around it.
const Node& unwrapped(const Node& node);

/// `{__name__="cpu_load"}` and `cpu_load`: the fixed metric name, or "".
std::string_view metricName(const VectorSelector& selector);

} // namespace eventflow::promql
