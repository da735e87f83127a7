#include "core/promql/ast.h"

#include "core/promql/function_table.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace eventflow::promql {

namespace {

struct BinaryOpFacts {
    const char* text;
    int precedence;
};
constexpr std::array<BinaryOpFacts, 16> kBinaryOps{{
    {"+", 4},
    {"-", 4},
    {"*", 5},
    {"/", 5},
    {"%", 5},
    {"^", 6},
    {"atan2", 5},
    {"==", 3},
    {"!=", 3},
    {"<", 3},
    {"<=", 3},
    {">", 3},
    {">=", 3},
    {"and", 2},
    {"or", 1},
    {"unless", 2},
}};

constexpr std::array<const char*, 14> kAggregateNames{
    "sum",    "avg",  "min",     "max",      "count",        "group",  "stddev",
    "stdvar", "topk", "bottomk", "quantile", "count_values", "limitk", "limit_ratio"};

template <typename... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};
template <typename... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>; // clang 14 does not deduce aggregates

ValueType typeOf(const Node::Kind& kind) {
    return std::visit(Overloaded{
                          [](const NumberLiteral&) { return ValueType::Scalar; },
                          [](const StringLiteral&) { return ValueType::String; },
                          [](const VectorSelector&) { return ValueType::InstantVector; },
                          [](const RangeSelector&) { return ValueType::RangeVector; },
                          [](const Subquery&) { return ValueType::RangeVector; },
                          [](const Call& call) { return call.function->returns; },
                          [](const Aggregate&) { return ValueType::InstantVector; },
                          [](const Unary& unary) { return unary.operand->type; },
                          [](const Binary& binary) {
                              const bool scalar = binary.left->type == ValueType::Scalar &&
                                                  binary.right->type == ValueType::Scalar;
                              return scalar ? ValueType::Scalar : ValueType::InstantVector;
                          },
                          [](const Paren& paren) { return paren.inner->type; },
                      },
                      kind);
}

bool equal(const NodePtr& a, const NodePtr& b) {
    if (!a || !b) return !a && !b;
    return equalTrees(*a, *b);
}
bool equal(const DurationValue& a, const DurationValue& b) {
    return a.constant == b.constant && (!a.constant || a.value == b.value) &&
           equal(a.expression, b.expression);
}
bool equal(const std::optional<DurationValue>& a, const std::optional<DurationValue>& b) {
    return a.has_value() == b.has_value() && (!a || equal(*a, *b));
}
bool equal(const TimeShift& a, const TimeShift& b) {
    return a.at == b.at && (a.at != AtKind::Fixed || a.fixed == b.fixed) && equal(a.offset, b.offset);
}
bool equal(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}
bool equal(const std::optional<double>& a, const std::optional<double>& b) {
    return a.has_value() == b.has_value() && (!a || equal(*a, *b));
}

bool equal(const NumberLiteral& a, const NumberLiteral& b) {
    return equal(a.value, b.value) && a.isDuration == b.isDuration;
}
bool equal(const StringLiteral& a, const StringLiteral& b) {
    return a.value == b.value;
}
bool equal(const VectorSelector& a, const VectorSelector& b) {
    return a.matchers == b.matchers && a.edges == b.edges && equal(a.shift, b.shift);
}
bool equal(const RangeSelector& a, const RangeSelector& b) {
    return equal(a.selector, b.selector) && equal(a.range, b.range);
}
bool equal(const Subquery& a, const Subquery& b) {
    return equal(a.expression, b.expression) && equal(a.range, b.range) && equal(a.step, b.step) &&
           equal(a.shift, b.shift);
}
bool equal(const Call& a, const Call& b) {
    return a.function == b.function &&
           std::ranges::equal(a.arguments, b.arguments,
                              [](const NodePtr& x, const NodePtr& y) { return equal(x, y); });
}
bool equal(const Aggregate& a, const Aggregate& b) {
    return a.op == b.op && a.without == b.without && a.labels == b.labels &&
           equal(a.parameter, b.parameter) && equal(a.expression, b.expression);
}
bool equal(const Unary& a, const Unary& b) {
    return a.negate == b.negate && equal(a.operand, b.operand);
}
bool equal(const Binary& a, const Binary& b) {
    const VectorMatching& x = a.matching;
    const VectorMatching& y = b.matching;
    return a.op == b.op && a.returnBool == b.returnBool && a.explicitMatching == b.explicitMatching &&
           x.on == y.on && x.labels == y.labels && x.cardinality == y.cardinality && x.include == y.include &&
           equal(x.fillLeft, y.fillLeft) && equal(x.fillRight, y.fillRight) && equal(a.left, b.left) &&
           equal(a.right, b.right);
}
bool equal(const Paren& a, const Paren& b) {
    return equal(a.inner, b.inner);
}

} // namespace

const char* toString(BinaryOp op) {
    return kBinaryOps[static_cast<std::size_t>(op)].text;
}

int precedence(BinaryOp op) {
    return kBinaryOps[static_cast<std::size_t>(op)].precedence;
}

bool isComparison(BinaryOp op) {
    return op >= BinaryOp::Equal && op <= BinaryOp::GreaterEqual;
}

bool isSetOperator(BinaryOp op) {
    return op >= BinaryOp::And;
}

const char* toString(AggregateOp op) {
    return kAggregateNames[static_cast<std::size_t>(op)];
}

std::optional<AggregateOp> aggregateByName(std::string_view lowerCaseName) {
    const auto it = std::ranges::find(kAggregateNames, lowerCaseName);
    if (it == kAggregateNames.end()) return std::nullopt;
    return static_cast<AggregateOp>(it - kAggregateNames.begin());
}

std::optional<ValueType> parameterType(AggregateOp op) {
    if (op < AggregateOp::Topk) return std::nullopt;
    return op == AggregateOp::CountValues ? ValueType::String : ValueType::Scalar;
}

NodePtr makeNode(Node::Kind kind, SourceSpan span) {
    const ValueType type = typeOf(kind);
    auto node = std::make_shared<Node>(Node{std::move(kind), span, type});
    for (const NodePtr& child : childrenOf(*node))
        node->depth = std::max(node->depth, child->depth + 1);
    return node;
}

std::vector<NodePtr> childrenOf(const Node& node) {
    std::vector<NodePtr> children;
    std::visit(Overloaded{
                   [&](const Subquery& subquery) { children = {subquery.expression}; },
                   [&](const Call& call) { children = call.arguments; },
                   [&](const Aggregate& aggregate) {
                       if (aggregate.parameter) children.push_back(aggregate.parameter);
                       children.push_back(aggregate.expression);
                   },
                   [&](const Unary& unary) { children = {unary.operand}; },
                   [&](const Binary& binary) {
                       children = {binary.left, binary.right};
                   },
                   [&](const Paren& paren) { children = {paren.inner}; },
                   [](const auto&) {},
               },
               node.kind);
    return children;
}

bool equalTrees(const Node& a, const Node& b) {
    if (a.kind.index() != b.kind.index()) return false;
    return std::visit([&](const auto& left) { return equal(left, *b.as<std::decay_t<decltype(left)>>()); },
                      a.kind);
}

const Node& unwrapped(const Node& node) {
    const Node* inner = &node;
    while (const Paren* paren = inner->as<Paren>())
        inner = paren->inner.get();
    return *inner;
}

std::string_view metricName(const VectorSelector& selector) {
    if (selector.matchers.empty()) return {};
    const LabelMatcher& first = selector.matchers.front();
    return first.name() == kMetricNameLabel && first.op() == MatchOp::Equal ? std::string_view(first.value())
                                                                            : std::string_view();
}

} // namespace eventflow::promql
