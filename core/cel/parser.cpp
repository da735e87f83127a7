#include "core/cel/parser.h"

#include "core/base/located_error.h"
#include "core/cel/lexer.h"
#include "core/cel/macros.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

namespace eventflow::cel {

namespace {

constexpr std::array<std::string_view, 17> kReserved{
    "as",  "break", "const",     "continue", "else",   "for", "function", "if",   "import",
    "let", "loop",  "namespace", "package",  "return", "var", "void",     "while"};

bool isReserved(std::string_view word) {
    return std::ranges::find(kReserved, word) != kReserved.end();
}
/// Words that are part of the syntax: never a name, not even that of a field.
bool isKeyword(std::string_view word) {
    return word == "in" || word == "true" || word == "false" || word == "null";
}

struct BinaryOperator {
    std::string_view symbol;
    Operator op;
    int precedence;
};
constexpr std::array<BinaryOperator, 14> kBinary{{
    {"||", Operator::Or, 1},
    {"&&", Operator::And, 2},
    {"==", Operator::Equal, 3},
    {"!=", Operator::NotEqual, 3},
    {"<", Operator::Less, 3},
    {"<=", Operator::LessEqual, 3},
    {">", Operator::Greater, 3},
    {">=", Operator::GreaterEqual, 3},
    {"in", Operator::In, 3},
    {"+", Operator::Add, 4},
    {"-", Operator::Subtract, 4},
    {"*", Operator::Multiply, 5},
    {"/", Operator::Divide, 5},
    {"%", Operator::Modulo, 5},
}};

/// Recursive descent with precedence climbing. A null ExprPtr means that m_error is set.
class Parser {
public:
    Parser(std::string_view text, std::vector<Token> tokens) : m_text(text), m_tokens(std::move(tokens)) {}

    Result<ExprPtr> run() {
        ExprPtr root = expression();
        if (root != nullptr && peek().kind != TokenKind::End)
            root = fail(peek().offset, "unexpected " + describe(peek()));
        if (root == nullptr) return std::move(*m_error);
        return root;
    }

private:
    [[nodiscard]] const Token& peek() const { return m_tokens[m_at]; }
    const Token& take() { return m_tokens[peek().kind == TokenKind::End ? m_at : m_at++]; }
    [[nodiscard]] bool isSymbol(std::string_view symbol) const {
        return peek().kind == TokenKind::Symbol && peek().text == symbol;
    }
    bool takeSymbol(std::string_view symbol) {
        if (!isSymbol(symbol)) return false;
        ++m_at;
        return true;
    }

    ExprPtr fail(std::size_t offset, const std::string& message, ErrorCode code = ErrorCode::ParseError) {
        if (!m_error) m_error = locatedError(code, m_text, offset, message);
        return nullptr;
    }
    ExprPtr expected(const std::string& what) {
        return fail(peek().offset, "expected " + what + ", found " + describe(peek()));
    }

    ExprPtr make(ExprKind kind, std::uint32_t offset, std::vector<ExprPtr> args = {}) {
        auto node = std::make_unique<Expr>();
        node->kind = kind;
        node->offset = offset;
        for (const ExprPtr& arg : args)
            if (arg != nullptr)
                node->depth =
                    std::max<std::uint16_t>(node->depth, static_cast<std::uint16_t>(arg->depth + 1));
        node->args = std::move(args);
        if (++m_nodes > kMaxNodes)
            return fail(offset, "the expression has more than " + std::to_string(kMaxNodes) + " parts",
                        ErrorCode::LimitExceeded);
        if (node->depth > kMaxDepth) return tooDeep(offset);
        return node;
    }
    ExprPtr tooDeep(std::size_t offset) {
        return fail(offset, "the expression is nested deeper than " + std::to_string(kMaxDepth) + " levels",
                    ErrorCode::LimitExceeded);
    }
    template <typename... Args>
    ExprPtr makeOperator(Operator op, std::uint32_t offset, Args... operands) {
        std::vector<ExprPtr> args;
        (args.push_back(std::move(operands)), ...);
        ExprPtr node = make(ExprKind::Operator, offset, std::move(args));
        if (node != nullptr) node->op = op;
        return node;
    }

    /// Counts the levels of recursion; parentheses make no node, but they do nest.
    struct Nesting {
        explicit Nesting(std::size_t& level) : m_level(level) { ++m_level; }
        ~Nesting() { --m_level; }
        Nesting(const Nesting&) = delete;
        Nesting& operator=(const Nesting&) = delete;
        std::size_t& m_level;
    };

    ExprPtr expression() {
        const Nesting nesting(m_level);
        if (m_level > kMaxDepth) return tooDeep(peek().offset);
        ExprPtr condition = binary(1);
        if (condition == nullptr || !isSymbol("?")) return condition;
        const std::uint32_t offset = take().offset;
        ExprPtr whenTrue = binary(1);
        if (whenTrue == nullptr) return nullptr;
        if (!takeSymbol(":")) return expected("\":\" of the conditional");
        ExprPtr whenFalse = expression();
        if (whenFalse == nullptr) return nullptr;
        return makeOperator(Operator::Conditional, offset, std::move(condition), std::move(whenTrue),
                            std::move(whenFalse));
    }

    [[nodiscard]] const BinaryOperator* binaryOperator() const {
        const bool word = peek().kind == TokenKind::Identifier;
        if (!word && peek().kind != TokenKind::Symbol) return nullptr;
        const auto* found = std::ranges::find(kBinary, peek().text, &BinaryOperator::symbol);
        return found == kBinary.end() ? nullptr : found;
    }

    ExprPtr binary(int minPrecedence) {
        ExprPtr left = unary();
        while (left != nullptr) {
            const BinaryOperator* op = binaryOperator();
            if (op == nullptr || op->precedence < minPrecedence) return left;
            const std::uint32_t offset = take().offset;
            ExprPtr right = binary(op->precedence + 1);
            if (right == nullptr) return nullptr;
            left = join(op->op, offset, std::move(left), std::move(right));
        }
        return nullptr;
    }

    /// `a || b || c` is one node: && and || do not care for the order, and long chains stay flat.
    ExprPtr join(Operator op, std::uint32_t offset, ExprPtr left, ExprPtr right) {
        const bool flat =
            (op == Operator::Or || op == Operator::And) && left->kind == ExprKind::Operator && left->op == op;
        if (!flat) return makeOperator(op, offset, std::move(left), std::move(right));
        if (right->depth >= kMaxDepth) return tooDeep(offset);
        left->depth = std::max<std::uint16_t>(left->depth, static_cast<std::uint16_t>(right->depth + 1));
        left->args.push_back(std::move(right));
        return left;
    }

    ExprPtr unary() {
        if (!isSymbol("!") && !isSymbol("-")) return member();
        const bool negate = isSymbol("-");
        const std::uint32_t offset = peek().offset;
        std::size_t count = 0;
        while (takeSymbol(negate ? "-" : "!"))
            ++count;
        // The last minus belongs to a number behind it: the smallest int has no positive counterpart.
        m_negative = negate && (peek().kind == TokenKind::Int || peek().kind == TokenKind::Double);
        if (m_negative) --count;
        ExprPtr operand = member();
        // Two of a kind cancel out; one pair stays, for the type check.
        for (count = count > 2 ? 2 - count % 2 : count; count > 0 && operand != nullptr; --count)
            operand = makeOperator(negate ? Operator::Negate : Operator::Not, offset, std::move(operand));
        return operand;
    }

    ExprPtr member() {
        ExprPtr node = primary();
        while (node != nullptr) {
            if (isSymbol("."))
                node = select(std::move(node));
            else if (isSymbol("["))
                node = index(std::move(node));
            else if (isSymbol("{"))
                return fail(peek().offset, "messages are not supported: write a map, {\"field\": value}",
                            ErrorCode::Unsupported);
            else
                break;
        }
        return node;
    }

    ExprPtr select(ExprPtr operand) {
        take();
        const bool optional = takeSymbol("?");
        const Token& field = peek();
        const bool quoted = field.kind == TokenKind::QuotedIdentifier;
        if (!quoted && (field.kind != TokenKind::Identifier || isKeyword(field.text)))
            return expected("the name of a field or function");
        take();
        std::string name = quoted ? field.value : std::string(field.text);
        std::vector<ExprPtr> args;
        args.push_back(std::move(operand));
        if (!optional && !quoted && isSymbol("("))
            return call(std::move(name), field.offset, std::move(args), true);
        ExprPtr node = make(ExprKind::Select, field.offset, std::move(args));
        if (node == nullptr) return nullptr;
        node->name = std::move(name);
        node->optional = optional;
        return node;
    }

    ExprPtr index(ExprPtr operand) {
        const std::uint32_t offset = take().offset;
        const bool optional = takeSymbol("?");
        ExprPtr key = expression();
        if (key == nullptr) return nullptr;
        if (!takeSymbol("]")) return expected("\"]\"");
        return makeOperator(optional ? Operator::OptionalIndex : Operator::Index, offset, std::move(operand),
                            std::move(key));
    }

    ExprPtr call(std::string name, std::uint32_t offset, std::vector<ExprPtr> args, bool isMember) {
        take();
        while (!isSymbol(")")) {
            ExprPtr arg = expression();
            if (arg == nullptr) return nullptr;
            args.push_back(std::move(arg));
            if (!takeSymbol(",")) break;
            if (isSymbol(")")) return expected("an argument");
        }
        if (!takeSymbol(")")) return expected("\")\" of the arguments");
        ExprPtr node = make(ExprKind::Call, offset, std::move(args));
        if (node == nullptr) return nullptr;
        node->name = std::move(name);
        node->member = isMember;
        MacroFault fault;
        if (!expandMacro(node, fault)) return fail(fault.offset, fault.message);
        return node;
    }

    ExprPtr primary() {
        const Token& token = peek();
        const bool negative = std::exchange(m_negative, false);
        switch (token.kind) {
        case TokenKind::Int:
        case TokenKind::Uint:
        case TokenKind::Double:
            return number(negative);
        case TokenKind::String:
        case TokenKind::Bytes:
            return text();
        case TokenKind::Identifier:
            return word(false);
        case TokenKind::Symbol:
            break;
        case TokenKind::End:
        case TokenKind::QuotedIdentifier:
            return expected("a value");
        }
        if (token.text == "(") return parentheses();
        if (token.text == "[") return list();
        if (token.text == "{") return map();
        if (token.text == ".") {
            take();
            if (peek().kind == TokenKind::Identifier) return word(true);
            return expected("a name");
        }
        return expected("a value");
    }

    ExprPtr literal(std::uint32_t offset, Literal value) {
        ExprPtr node = make(ExprKind::Literal, offset);
        if (node != nullptr) node->literal = std::move(value);
        return node;
    }

    ExprPtr number(bool negative) {
        const Token& token = take();
        if (token.kind == TokenKind::Double)
            return literal(token.offset, negative ? -token.number : token.number);
        if (token.kind == TokenKind::Uint) return literal(token.offset, token.magnitude);
        constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        if (token.magnitude > kMax + (negative ? 1 : 0))
            return fail(token.offset, "the number does not fit in an int; larger ones are written with u");
        const std::uint64_t bits = negative ? 0 - token.magnitude : token.magnitude;
        return literal(token.offset, static_cast<std::int64_t>(bits));
    }

    ExprPtr text() {
        const Token& token = take();
        if (token.kind == TokenKind::Bytes) return literal(token.offset, BytesLiteral{token.value});
        return literal(token.offset, token.value);
    }

    ExprPtr word(bool rooted) {
        const Token& token = take();
        const std::string_view name = token.text;
        if (!rooted && (name == "true" || name == "false")) return literal(token.offset, name == "true");
        if (!rooted && name == "null") return literal(token.offset, std::monostate{});
        if (isKeyword(name)) return fail(token.offset, "unexpected \"" + std::string(name) + '"');
        if (isReserved(name)) return fail(token.offset, '"' + std::string(name) + "\" is a reserved word");
        if (isSymbol("(")) return call(std::string(name), token.offset, {}, false);
        ExprPtr node = make(ExprKind::Name, token.offset);
        if (node == nullptr) return nullptr;
        node->name = name;
        node->rooted = rooted;
        return node;
    }

    ExprPtr parentheses() {
        take();
        ExprPtr inner = expression();
        if (inner == nullptr) return nullptr;
        if (!takeSymbol(")")) return expected("\")\"");
        return inner;
    }

    ExprPtr list() {
        const std::uint32_t offset = take().offset;
        std::vector<ExprPtr> elements;
        std::vector<bool> optional;
        while (!isSymbol("]")) {
            optional.push_back(takeSymbol("?"));
            ExprPtr element = expression();
            if (element == nullptr) return nullptr;
            elements.push_back(std::move(element));
            if (!takeSymbol(",")) break;
        }
        if (!takeSymbol("]")) return expected("\",\" or \"]\" of the list");
        ExprPtr node = make(ExprKind::List, offset, std::move(elements));
        if (node != nullptr) node->optionalEntries = std::move(optional);
        return node;
    }

    ExprPtr map() {
        const std::uint32_t offset = take().offset;
        std::vector<ExprPtr> entries;
        std::vector<bool> optional;
        while (!isSymbol("}")) {
            optional.push_back(takeSymbol("?"));
            ExprPtr key = expression();
            if (key == nullptr) return nullptr;
            if (!takeSymbol(":")) return expected("\":\" behind the key");
            ExprPtr value = expression();
            if (value == nullptr) return nullptr;
            entries.push_back(std::move(key));
            entries.push_back(std::move(value));
            if (!takeSymbol(",")) break;
        }
        if (!takeSymbol("}")) return expected("\",\" or \"}\" of the map");
        ExprPtr node = make(ExprKind::Map, offset, std::move(entries));
        if (node != nullptr) node->optionalEntries = std::move(optional);
        return node;
    }

    std::string_view m_text;
    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    std::size_t m_nodes = 0;
    std::size_t m_level = 0;
    bool m_negative = false; ///< a minus was taken that belongs to the number that follows
    std::optional<Error> m_error;
};

} // namespace

Result<ExprPtr> parse(std::string_view text) {
    auto tokens = tokenize(text);
    if (!tokens) return tokens.error();
    return Parser(text, std::move(*tokens)).run();
}

} // namespace eventflow::cel
