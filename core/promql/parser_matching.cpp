#include "core/promql/parser.h"

#include <algorithm>

namespace eventflow::promql {

bool Parser::binaryModifiers(Binary& binary) {
    if (atWord("bool")) {
        if (!isComparison(binary.op)) {
            fail(peek().span.offset, "bool modifier is only for comparison operators");
            return false;
        }
        next();
        binary.returnBool = true;
    }
    return matching(binary) && fills(binary.matching);
}

bool Parser::matching(Binary& binary) {
    VectorMatching& matching = binary.matching;
    if (!atWord("on") && !atWord("ignoring")) return true;
    matching.on = atWord("on");
    next();
    binary.explicitMatching = true;
    if (!labelList(matching.labels)) return false;
    if (!atWord("group_left") && !atWord("group_right")) return true;
    if (isSetOperator(binary.op)) {
        fail(peek().span.offset,
             std::string("no grouping for the set operator \"") + toString(binary.op) + '"');
        return false;
    }
    matching.cardinality = atWord("group_left") ? Cardinality::ManyToOne : Cardinality::OneToMany;
    const std::size_t group = next().span.offset;
    if (at(TokenKind::LeftParen) && !labelList(matching.include)) return false;
    for (const std::string& label : matching.include)
        if (matching.on && std::ranges::find(matching.labels, label) != matching.labels.end()) {
            fail(group, "label \"" + label + "\" cannot be both in on and in the group clause");
            return false;
        }
    return true;
}

bool Parser::fills(VectorMatching& matching) {
    // Without a bracket behind them these words are metric names.
    while (peek(1).kind == TokenKind::LeftParen &&
           (atWord("fill") || atWord("fill_left") || atWord("fill_right"))) {
        const bool left = !atWord("fill_right");
        const bool right = !atWord("fill_left");
        const Token& name = next();
        next();
        double value = 0;
        if ((left && matching.fillLeft) || (right && matching.fillRight)) {
            fail(name.span.offset, "this side has a fill value already");
            return false;
        }
        if (!signedNumber(value) || !expect(TokenKind::RightParen, "\")\"")) return false;
        if (left) matching.fillLeft = value;
        if (right) matching.fillRight = value;
    }
    return true;
}

bool Parser::signedNumber(double& out) {
    const Token& start = peek();
    const NodePtr node = signedPrimary();
    if (!node) return false;
    const auto* number = node->as<NumberLiteral>();
    if (number == nullptr) {
        fail(start.span.offset, "expected a number");
        return false;
    }
    out = number->value;
    return true;
}

} // namespace eventflow::promql
