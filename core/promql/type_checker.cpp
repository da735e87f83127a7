#include "core/promql/type_checker.h"

#include "core/promql/function_table.h"
#include "core/promql/located_error.h"

#include <algorithm>
#include <string>

namespace eventflow::promql {

namespace {

class TypeChecker {
public:
    explicit TypeChecker(std::string_view text) : m_text(text) {}

    Status check(const Node& node) {
        for (const NodePtr& child : childrenOf(node))
            if (Status status = check(*child); !status) return status;
        if (const auto* call = node.as<Call>()) return checkCall(node, *call);
        if (const auto* aggregate = node.as<Aggregate>()) return checkAggregate(*aggregate);
        if (const auto* binary = node.as<Binary>()) return checkBinary(node, *binary);
        if (const auto* subquery = node.as<Subquery>())
            return expect(*subquery->expression, ValueType::InstantVector, "a subquery");
        if (const auto* unary = node.as<Unary>()) return checkUnary(*unary);
        return {};
    }

    /// Which functions know what to do with the samples around the ends of the window.
    Status checkExtended(const Node& node) {
        const auto* call = node.as<Call>();
        for (const NodePtr& child : childrenOf(node)) {
            const auto* range = child->as<RangeSelector>();
            if (range != nullptr && range->selector.edges != Edges::Plain &&
                (call == nullptr || !allowsEdges(*call, range->selector.edges)))
                return fail(*child,
                            std::string(range->selector.edges == Edges::Anchored ? "anchored" : "smoothed") +
                                " is only possible in rate, increase and delta, anchored also in changes "
                                "and resets");
            if (Status status = checkExtended(*child); !status) return status;
        }
        return {};
    }

private:
    [[nodiscard]] Error fail(const Node& node, const std::string& message) const {
        return locatedError(ErrorCode::ParseError, m_text, node.span.offset, message);
    }

    static bool allowsEdges(const Call& call, Edges edges) {
        const std::string_view name = call.function->name;
        if (name == "rate" || name == "increase" || name == "delta") return true;
        return edges == Edges::Anchored && (name == "changes" || name == "resets");
    }

    Status expect(const Node& node, ValueType wanted, const std::string& where) const {
        if (node.type == wanted) return {};
        return fail(node, std::string("expected ") + toString(wanted) + " in " + where + ", found " +
                              toString(node.type));
    }

    Status checkUnary(const Unary& unary) const {
        if (unary.operand->type == ValueType::Scalar || unary.operand->type == ValueType::InstantVector)
            return {};
        return fail(*unary.operand,
                    std::string("a sign is only possible before a scalar or an instant vector, found ") +
                        toString(unary.operand->type));
    }

    Status checkCall(const Node& node, const Call& call) const {
        const Function& function = *call.function;
        const std::size_t count = call.arguments.size();
        if (count < function.minArguments() || (count > function.arguments.size() && !function.repeatsLast))
            return fail(node, "wrong number of arguments (" + std::to_string(count) + ") for " +
                                  function.signature());
        for (std::size_t i = 0; i < count; ++i) {
            const std::string where =
                "argument " + std::to_string(i + 1) + " of " + std::string(function.name);
            if (Status status = expect(*call.arguments[i], function.argumentType(i), where); !status)
                return status;
        }
        if (function.name == "info" && count == 2 &&
            unwrapped(*call.arguments[1]).as<VectorSelector>() == nullptr)
            return fail(*call.arguments[1],
                        "the second argument of info is a selector of labels: {k8s_cluster=~\".+\"}");
        return {};
    }

    Status checkAggregate(const Aggregate& aggregate) const {
        const std::string where = toString(aggregate.op);
        if (aggregate.parameter)
            if (Status status =
                    expect(*aggregate.parameter, *parameterType(aggregate.op), "the parameter of " + where);
                !status)
                return status;
        return expect(*aggregate.expression, ValueType::InstantVector, where);
    }

    Status checkBinary(const Node& node, const Binary& binary) const {
        for (const NodePtr& side : {binary.left, binary.right})
            if (side->type != ValueType::Scalar && side->type != ValueType::InstantVector)
                return fail(*side, std::string("the operator \"") + toString(binary.op) +
                                       "\" takes scalars and instant vectors, found " + toString(side->type));
        const bool vectors =
            binary.left->type == ValueType::InstantVector && binary.right->type == ValueType::InstantVector;
        if (isSetOperator(binary.op) && !vectors)
            return fail(node, std::string("the set operator \"") + toString(binary.op) +
                                  "\" takes two instant vectors");
        if (node.type == ValueType::Scalar && isComparison(binary.op) && !binary.returnBool)
            return fail(node, "a comparison of two scalars needs the bool modifier");
        if (binary.explicitMatching && !vectors)
            return fail(node, "vector matching is only possible between two instant vectors");
        const bool fills = binary.matching.fillLeft || binary.matching.fillRight;
        if (fills && (!vectors || isSetOperator(binary.op)))
            return fail(node, "fill is only possible for arithmetic and comparison of two instant vectors");
        return {};
    }

    std::string_view m_text;
};

} // namespace

Status checkTypes(const Node& root, std::string_view text) {
    TypeChecker checker(text);
    if (Status status = checker.check(root); !status) return status;
    return checker.checkExtended(root);
}

} // namespace eventflow::promql
