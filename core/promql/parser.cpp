#include "core/promql/parser.h"

#include "core/promql/function_table.h"
#include "core/promql/located_error.h"

#include <algorithm>
#include <array>
#include <limits>

namespace eventflow::promql {

namespace {

std::string lowerCase(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

/// One level of brackets or prefix operators deeper, for as long as it lives.
class Nesting {
public:
    explicit Nesting(std::size_t& depth) : m_depth(depth) { ++m_depth; }
    ~Nesting() { --m_depth; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

private:
    std::size_t& m_depth;
};

} // namespace

bool isReservedWord(std::string_view word) {
    static constexpr std::array kWords{
        "and", "or",       "unless",   "atan2",      "bool",        "by",        "without",
        "on",  "ignoring", "offset",   "group_left", "group_right", "start",     "end",
        "inf", "nan",      "anchored", "smoothed",   "fill",        "fill_left", "fill_right"};
    const std::string lower = lowerCase(word);
    return aggregateByName(lower).has_value() || std::ranges::find(kWords, lower) != kWords.end();
}

Result<NodePtr> Parser::parse(std::string_view text) {
    if (text.size() > kMaxTextBytes)
        return Error{ErrorCode::LimitExceeded, "1:1: expression of " + std::to_string(text.size()) +
                                                   " bytes; at most " + std::to_string(kMaxTextBytes) +
                                                   " are allowed"};
    auto tokens = tokenize(text);
    if (!tokens) return tokens.error();
    Parser parser(text, std::move(*tokens));
    if (parser.at(TokenKind::End)) return locatedError(ErrorCode::ParseError, text, 0, "no expression found");
    NodePtr root = parser.expression(1);
    if (root && !parser.at(TokenKind::End)) {
        parser.unexpected("after the expression");
        root = nullptr;
    }
    if (!root) return std::move(*parser.m_error);
    return root;
}

const Token& Parser::peek(std::size_t ahead) const {
    return m_tokens[std::min(m_next + ahead, m_tokens.size() - 1)];
}

bool Parser::atWord(std::string_view word, std::size_t ahead) const {
    const Token& token = peek(ahead);
    return token.kind == TokenKind::Identifier && token.text.size() == word.size() &&
           lowerCase(token.text) == word;
}

const Token& Parser::next() {
    const Token& token = peek();
    if (m_next + 1 < m_tokens.size()) ++m_next;
    return token;
}

bool Parser::accept(TokenKind kind) {
    if (!at(kind)) return false;
    next();
    return true;
}

bool Parser::acceptWord(std::string_view word) {
    if (!atWord(word)) return false;
    next();
    return true;
}

bool Parser::expect(TokenKind kind, const char* what) {
    if (accept(kind)) return true;
    fail(peek().span.offset, std::string("expected ") + what + ", found " + describe(peek()));
    return false;
}

std::nullptr_t Parser::fail(std::size_t offset, std::string message, ErrorCode code) {
    if (!m_error) m_error = locatedError(code, m_text, offset, message);
    return nullptr;
}

bool Parser::unexpected(const char* context) {
    fail(peek().span.offset, "unexpected " + describe(peek()) + ' ' + context);
    return false;
}

NodePtr Parser::make(Node::Kind kind, std::size_t startOffset) {
    const SourceSpan last = m_next > 0 ? m_tokens[m_next - 1].span : SourceSpan{};
    if (++m_nodes > kMaxNodes)
        return fail(startOffset, "more than " + std::to_string(kMaxNodes) + " parts; split the expression",
                    ErrorCode::LimitExceeded);
    NodePtr node = makeNode(std::move(kind), {startOffset, last.offset + last.length - startOffset});
    if (node->depth > kMaxDepth)
        return fail(startOffset,
                    "more than " + std::to_string(kMaxDepth) + " levels deep; split the expression",
                    ErrorCode::LimitExceeded);
    return node;
}

std::optional<BinaryOp> Parser::binaryOperator() const {
    switch (peek().kind) {
    case TokenKind::Add:
        return BinaryOp::Add;
    case TokenKind::Sub:
        return BinaryOp::Sub;
    case TokenKind::Mul:
        return BinaryOp::Mul;
    case TokenKind::Div:
        return BinaryOp::Div;
    case TokenKind::Mod:
        return BinaryOp::Mod;
    case TokenKind::Pow:
        return BinaryOp::Pow;
    case TokenKind::Equal:
        return BinaryOp::Equal;
    case TokenKind::NotEqual:
        return BinaryOp::NotEqual;
    case TokenKind::Less:
        return BinaryOp::Less;
    case TokenKind::LessEqual:
        return BinaryOp::LessEqual;
    case TokenKind::Greater:
        return BinaryOp::Greater;
    case TokenKind::GreaterEqual:
        return BinaryOp::GreaterEqual;
    case TokenKind::Identifier:
        break;
    default:
        return std::nullopt;
    }
    if (atWord("and")) return BinaryOp::And;
    if (atWord("or")) return BinaryOp::Or;
    if (atWord("unless")) return BinaryOp::Unless;
    if (atWord("atan2")) return BinaryOp::Atan2;
    return std::nullopt;
}

NodePtr Parser::expression(int minPrecedence) {
    const std::size_t start = peek().span.offset;
    const Nesting nesting(m_nesting);
    if (m_nesting > kMaxNesting)
        return fail(start, "nested more than " + std::to_string(kMaxNesting) + " levels deep",
                    ErrorCode::LimitExceeded);
    NodePtr left = unary();
    while (left) {
        const auto op = binaryOperator();
        if (!op || precedence(*op) < minPrecedence) break;
        next();
        Binary binary;
        binary.op = *op;
        if (!binaryModifiers(binary)) return nullptr;
        // Only `^` groups from the right.
        binary.right = expression(*op == BinaryOp::Pow ? precedence(*op) : precedence(*op) + 1);
        if (!binary.right) return nullptr;
        binary.left = std::move(left);
        left = make(std::move(binary), start);
    }
    return left;
}

NodePtr Parser::unary() {
    const std::size_t start = peek().span.offset;
    if (!at(TokenKind::Add) && !at(TokenKind::Sub)) return postfix(primary());
    const bool negate = next().kind == TokenKind::Sub;
    return withSign(negate, expression(kUnaryPrecedence + 1), start);
}

NodePtr Parser::signedPrimary() {
    const std::size_t start = peek().span.offset;
    if (!at(TokenKind::Add) && !at(TokenKind::Sub)) return primary();
    const bool negate = next().kind == TokenKind::Sub;
    return withSign(negate, primary(), start);
}

NodePtr Parser::withSign(bool negate, const NodePtr& operand, std::size_t start) {
    if (!operand) return nullptr;
    // A signed number is a number: `-1` has no operator in it.
    if (const auto* number = operand->as<NumberLiteral>())
        return make(NumberLiteral{negate ? -number->value : number->value, number->isDuration}, start);
    return make(Unary{negate, operand}, start);
}

NodePtr Parser::postfix(NodePtr node) {
    while (node) {
        if (at(TokenKind::LeftBracket))
            node = bracket(node);
        else if (at(TokenKind::At))
            node = atModifier(node);
        else if (atWord("offset"))
            node = offset(node);
        else if (atWord("anchored") || atWord("smoothed"))
            node = edges(node);
        else
            break;
    }
    return node;
}

NodePtr Parser::primary() {
    const Token& token = peek();
    switch (token.kind) {
    case TokenKind::Number:
        next();
        return make(NumberLiteral{token.number, false}, token.span.offset);
    case TokenKind::Duration:
        next();
        return make(NumberLiteral{token.number, true}, token.span.offset);
    case TokenKind::String:
        next();
        return make(StringLiteral{token.value}, token.span.offset);
    case TokenKind::LeftParen:
        return parenthesized();
    case TokenKind::LeftBrace:
        return selector();
    case TokenKind::Identifier:
        return word();
    default:
        unexpected("where an expression is expected");
        return nullptr;
    }
}

NodePtr Parser::word() {
    const Token& token = peek();
    const std::string lower = lowerCase(token.text);
    if (lower == "inf" || lower == "nan") {
        next();
        const double value = lower == "inf" ? std::numeric_limits<double>::infinity()
                                            : std::numeric_limits<double>::quiet_NaN();
        return make(NumberLiteral{value, false}, token.span.offset);
    }
    const bool called = peek(1).kind == TokenKind::LeftParen;
    if (const auto op = aggregateByName(lower); op && (called || atWord("by", 1) || atWord("without", 1)))
        return aggregate(*op);
    if (called) {
        if (const Function* function = findFunction(token.text)) return call(*function);
        return fail(token.span.offset, "unknown function \"" + std::string(token.text) + '"');
    }
    for (const char* keyword : {"atan2", "bool", "on", "ignoring", "group_left", "group_right"})
        if (lower == keyword) {
            unexpected("where an expression is expected");
            return nullptr;
        }
    return selector();
}

NodePtr Parser::parenthesized() {
    const std::size_t start = next().span.offset;
    NodePtr inner = expression(1);
    if (!inner || !expect(TokenKind::RightParen, "\")\"")) return nullptr;
    return make(Paren{std::move(inner)}, start);
}

bool Parser::arguments(std::vector<NodePtr>& out) {
    if (!expect(TokenKind::LeftParen, "\"(\"")) return false;
    if (accept(TokenKind::RightParen)) return true;
    for (;;) {
        NodePtr argument = expression(1);
        if (!argument) return false;
        out.push_back(std::move(argument));
        if (accept(TokenKind::RightParen)) return true;
        if (!accept(TokenKind::Comma)) {
            fail(peek().span.offset, "expected \",\" or \")\" after an argument, found " + describe(peek()));
            return false;
        }
        if (at(TokenKind::RightParen)) return unexpected("after \",\" in the arguments");
    }
}

NodePtr Parser::call(const Function& function) {
    const std::size_t start = next().span.offset;
    Call call{&function, {}};
    if (!arguments(call.arguments)) return nullptr;
    return make(std::move(call), start);
}

NodePtr Parser::aggregate(AggregateOp op) {
    const Token& name = next();
    Aggregate result;
    result.op = op;
    bool grouped = false;
    std::vector<NodePtr> operands;
    if (!grouping(result, grouped) || !arguments(operands)) return nullptr;
    if (!grouped && !grouping(result, grouped)) return nullptr;
    const std::size_t wanted = parameterType(op) ? 2 : 1;
    if (operands.size() != wanted)
        return fail(name.span.offset, "wrong number of arguments for " + std::string(toString(op)) +
                                          ": expected " + std::to_string(wanted) + ", found " +
                                          std::to_string(operands.size()));
    if (wanted == 2) result.parameter = operands.front();
    result.expression = operands.back();
    return make(std::move(result), name.span.offset);
}

bool Parser::grouping(Aggregate& aggregate, bool& present) {
    if (!atWord("by") && !atWord("without")) return true;
    aggregate.without = atWord("without");
    next();
    present = true;
    if (!labelList(aggregate.labels)) return false;
    std::ranges::sort(aggregate.labels);
    return true;
}

bool Parser::labelList(std::vector<std::string>& out) {
    if (!expect(TokenKind::LeftParen, "\"(\" and label names")) return false;
    while (!accept(TokenKind::RightParen)) {
        const Token& token = peek();
        const bool quotedName = token.kind == TokenKind::String && !token.value.empty();
        if (!quotedName && (token.kind != TokenKind::Identifier || !isClassicLabelName(token.text)))
            return unexpected("where a label name is expected");
        next();
        out.push_back(quotedName ? token.value : std::string(token.text));
        if (at(TokenKind::RightParen)) continue;
        if (!expect(TokenKind::Comma, "\",\" or \")\" after a label name")) return false;
    }
    return true;
}

} // namespace eventflow::promql
