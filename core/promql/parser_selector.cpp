#include "core/promql/duration_expression.h"
#include "core/promql/parser.h"
#include "core/promql/time_math.h"

#include <algorithm>

namespace eventflow::promql {

NodePtr Parser::selector() {
    const Token& start = peek();
    VectorSelector selector;
    if (start.kind == TokenKind::Identifier) {
        next();
        if (!addMatcher(selector.matchers, start, std::string(kMetricNameLabel), MatchOp::Equal,
                        std::string(start.text)))
            return nullptr;
    }
    if (at(TokenKind::LeftBrace) && !matchers(selector.matchers)) return nullptr;
    if (!checkMatchers(selector.matchers, start)) return nullptr;
    return make(std::move(selector), start.span.offset);
}

bool Parser::matchers(std::vector<LabelMatcher>& out) {
    next();
    while (!accept(TokenKind::RightBrace)) {
        if (!matcher(out)) return false;
        if (at(TokenKind::RightBrace)) continue;
        if (!expect(TokenKind::Comma, "\",\" or \"}\" after a label matcher")) return false;
    }
    return true;
}

bool Parser::matcher(std::vector<LabelMatcher>& out) {
    const Token& name = peek();
    const bool isQuoted = name.kind == TokenKind::String;
    if (!isQuoted && (name.kind != TokenKind::Identifier || !isClassicLabelName(name.text)))
        return unexpected("where a label name is expected");
    next();
    if (isQuoted && (at(TokenKind::Comma) || at(TokenKind::RightBrace))) {
        if (!out.empty() && !metricName(VectorSelector{{out.front()}, {}, {}}).empty()) {
            fail(name.span.offset, "the metric name is set twice");
            return false;
        }
        if (!addMatcher(out, name, std::string(kMetricNameLabel), MatchOp::Equal, name.value)) return false;
        std::rotate(out.begin(), out.end() - 1, out.end());
        return true;
    }
    MatchOp op = MatchOp::Equal;
    switch (peek().kind) {
    case TokenKind::Assign:
        break;
    case TokenKind::NotEqual:
        op = MatchOp::NotEqual;
        break;
    case TokenKind::RegexMatch:
        op = MatchOp::Regex;
        break;
    case TokenKind::RegexNotMatch:
        op = MatchOp::NotRegex;
        break;
    default:
        return unexpected("where one of = != =~ !~ is expected");
    }
    next();
    const Token& value = peek();
    if (!expect(TokenKind::String, "a quoted label value")) return false;
    return addMatcher(out, value, isQuoted ? name.value : std::string(name.text), op, value.value);
}

bool Parser::addMatcher(std::vector<LabelMatcher>& out, const Token& place, std::string name, MatchOp op,
                        std::string value) {
    auto matcher = LabelMatcher::create(std::move(name), op, std::move(value));
    if (!matcher) {
        fail(place.span.offset, matcher.error().detail, matcher.error().code);
        return false;
    }
    out.push_back(std::move(*matcher));
    return true;
}

bool Parser::checkMatchers(std::vector<LabelMatcher>& matchers, const Token& place) {
    // A selector that also matches the empty label set would mean every series there is.
    if (std::ranges::all_of(matchers, &LabelMatcher::matchesEmpty)) {
        fail(place.span.offset, "a selector needs at least one matcher that does not match the empty text");
        return false;
    }
    const auto isName = [](const LabelMatcher& m) {
        return m.name() == kMetricNameLabel && m.op() == MatchOp::Equal;
    };
    const bool named = place.kind == TokenKind::Identifier;
    if (named &&
        std::ranges::count_if(matchers, [](const auto& m) { return m.name() == kMetricNameLabel; }) > 1) {
        fail(place.span.offset, "the metric name is set twice");
        return false;
    }
    // `{a="b", __name__="x"}` is `x{a="b"}`.
    if (const auto it = std::ranges::find_if(matchers, isName); it != matchers.end())
        std::rotate(matchers.begin(), it, it + 1);
    return true;
}

NodePtr Parser::bracket(const NodePtr& node) {
    const Token& open = next();
    DurationValue range;
    if (!positiveDuration(range)) return nullptr;
    if (accept(TokenKind::RightBracket)) return this->range(node, std::move(range), open);
    if (!expect(TokenKind::Colon, "\"]\" or \":\" after a duration")) return nullptr;
    Subquery subquery{node, std::move(range), std::nullopt, {}};
    if (!at(TokenKind::RightBracket)) {
        DurationValue step;
        if (!positiveDuration(step)) return nullptr;
        subquery.step = std::move(step);
    }
    if (!expect(TokenKind::RightBracket, "\"]\"")) return nullptr;
    return make(std::move(subquery), node->span.offset);
}

NodePtr Parser::range(const NodePtr& node, DurationValue duration, const Token& bracket) {
    const auto* selector = node->as<VectorSelector>();
    if (selector == nullptr)
        return fail(bracket.span.offset,
                    "a range is only possible on a vector selector; write a subquery: [5m:]");
    if (selector->shift.offset || selector->shift.at != AtKind::EvaluationTime ||
        selector->edges != Edges::Plain)
        return fail(bracket.span.offset, "the range comes before offset, @, anchored and smoothed");
    return make(RangeSelector{*selector, std::move(duration)}, node->span.offset);
}

namespace {

/// A copy of the node with its time shift open for change; `change` says whether it took it.
template <typename Change>
std::optional<Node::Kind> withShift(const Node& node, Change change) {
    Node::Kind kind = node.kind;
    TimeShift* shift = nullptr;
    if (auto* vector = std::get_if<VectorSelector>(&kind))
        shift = &vector->shift;
    else if (auto* range = std::get_if<RangeSelector>(&kind))
        shift = &range->selector.shift;
    else if (auto* subquery = std::get_if<Subquery>(&kind))
        shift = &subquery->shift;
    if (shift == nullptr) return std::nullopt;
    change(*shift);
    return kind;
}

} // namespace

NodePtr Parser::offset(const NodePtr& node) {
    const std::size_t place = next().span.offset;
    DurationValue offset;
    if (!offsetDuration(offset)) return nullptr;
    bool twice = false;
    auto kind = withShift(*node, [&](TimeShift& shift) {
        twice = shift.offset.has_value();
        shift.offset = offset;
    });
    if (!kind) return fail(place, "offset belongs behind a selector or a subquery");
    if (twice) return fail(place, "offset is set twice");
    return make(std::move(*kind), node->span.offset);
}

NodePtr Parser::atModifier(const NodePtr& node) {
    const std::size_t place = next().span.offset;
    AtKind at = AtKind::Fixed;
    Duration sinceEpoch{};
    if ((atWord("start") || atWord("end")) && peek(1).kind == TokenKind::LeftParen) {
        at = atWord("start") ? AtKind::Start : AtKind::End;
        next();
        next();
        if (!expect(TokenKind::RightParen, "\")\"")) return nullptr;
    } else {
        double seconds = 0;
        if (!signedNumber(seconds)) return nullptr;
        const auto time = durationFromSeconds(seconds);
        if (!time) return fail(place, "the time of the @ modifier is out of bounds");
        sinceEpoch = *time;
    }
    bool twice = false;
    auto kind = withShift(*node, [&](TimeShift& shift) {
        twice = shift.at != AtKind::EvaluationTime;
        shift.at = at;
        shift.fixed = Timestamp(sinceEpoch);
    });
    if (!kind) return fail(place, "@ belongs behind a selector or a subquery");
    if (twice) return fail(place, "@ is set twice");
    return make(std::move(*kind), node->span.offset);
}

NodePtr Parser::edges(const NodePtr& node) {
    const Token& word = peek();
    const Edges edges = atWord("anchored") ? Edges::Anchored : Edges::Smoothed;
    next();
    Node::Kind kind = node->kind;
    VectorSelector* selector = std::get_if<VectorSelector>(&kind);
    if (selector != nullptr && edges == Edges::Anchored)
        return fail(word.span.offset, "anchored belongs behind a range selector");
    if (auto* range = std::get_if<RangeSelector>(&kind)) selector = &range->selector;
    if (selector == nullptr)
        return fail(word.span.offset, std::string(word.text) + " belongs behind a selector");
    if (selector->edges != Edges::Plain) return fail(word.span.offset, "anchored or smoothed is set twice");
    selector->edges = edges;
    return make(std::move(kind), node->span.offset);
}

bool Parser::offsetDuration(DurationValue& out) {
    // Only a literal, a call or brackets belong to the offset: `x offset 5m + 1` adds to the vector.
    const NodePtr node = signedPrimary();
    return node && duration(node, out);
}

bool Parser::positiveDuration(DurationValue& out) {
    const std::size_t start = peek().span.offset;
    const NodePtr node = expression(1);
    if (!node || !duration(node, out)) return false;
    if (!out.constant || out.value > Duration::zero()) return true;
    fail(start, "the duration must be greater than 0");
    return false;
}

bool Parser::duration(const NodePtr& node, DurationValue& out) {
    if (const Node* wrong = findNonDuration(*node)) {
        fail(wrong->span.offset, "expected a duration");
        return false;
    }
    out.constant = isConstantDuration(*node);
    out.expression = node->as<NumberLiteral>() != nullptr ? nullptr : node;
    if (!out.constant) return true;
    const auto value = durationFromSeconds(evaluateDuration(*node, {}, {}));
    if (!value) {
        fail(node->span.offset, "the duration is out of bounds");
        return false;
    }
    out.value = *value;
    return true;
}

} // namespace eventflow::promql
