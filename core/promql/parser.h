#pragma once

#include "core/promql/ast.h"
#include "core/promql/lexer.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::promql {

/// Recursive descent over the tokens of one text, with precedence climbing for the binary operators.
/// A method that returns a node returns nullptr, one that returns bool returns false, when it has recorded an
/// error; the first error recorded is the one reported.
class Parser {
public:
    /// Grammar only; types are checked by checkTypes(). Bounded by kMaxTextBytes, kMaxNodes, kMaxNesting,
    /// kMaxDepth.
    static Result<NodePtr> parse(std::string_view text);

private:
    Parser(std::string_view text, std::vector<Token> tokens) : m_text(text), m_tokens(std::move(tokens)) {}

    // parser.cpp: operators, calls, aggregations
    NodePtr expression(int minPrecedence);
    NodePtr unary();
    NodePtr signedPrimary();
    NodePtr withSign(bool negate, const NodePtr& operand, std::size_t start);
    NodePtr postfix(NodePtr node);
    NodePtr primary();
    NodePtr word();
    NodePtr parenthesized();
    NodePtr call(const Function& function);
    NodePtr aggregate(AggregateOp op);
    bool arguments(std::vector<NodePtr>& out);
    bool grouping(Aggregate& aggregate, bool& present);
    bool labelList(std::vector<std::string>& out);

    // parser_matching.cpp: what stands between an operator and its right operand
    bool binaryModifiers(Binary& binary);
    bool matching(Binary& binary);
    bool fills(VectorMatching& matching);
    bool signedNumber(double& out);

    // parser_selector.cpp: selectors, their modifiers, durations
    NodePtr selector();
    bool matchers(std::vector<LabelMatcher>& out);
    bool matcher(std::vector<LabelMatcher>& out);
    bool addMatcher(std::vector<LabelMatcher>& out, const Token& at, std::string name, MatchOp op,
                    std::string value);
    bool checkMatchers(std::vector<LabelMatcher>& matchers, const Token& at);
    NodePtr bracket(const NodePtr& node);
    NodePtr range(const NodePtr& node, DurationValue duration, const Token& bracket);
    NodePtr offset(const NodePtr& node);
    NodePtr atModifier(const NodePtr& node);
    NodePtr edges(const NodePtr& node);
    bool offsetDuration(DurationValue& out);
    bool duration(const NodePtr& node, DurationValue& out);
    bool positiveDuration(DurationValue& out);

    [[nodiscard]] const Token& peek(std::size_t ahead = 0) const;
    [[nodiscard]] bool at(TokenKind kind) const { return peek().kind == kind; }
    [[nodiscard]] bool atWord(std::string_view lowerCase, std::size_t ahead = 0) const;
    const Token& next();
    bool accept(TokenKind kind);
    bool acceptWord(std::string_view lowerCase);
    bool expect(TokenKind kind, const char* what);
    [[nodiscard]] std::optional<BinaryOp> binaryOperator() const;

    /// Counts, bounds and makes a node that ends before the next token.
    NodePtr make(Node::Kind kind, std::size_t startOffset);
    std::nullptr_t fail(std::size_t offset, std::string message, ErrorCode code = ErrorCode::ParseError);
    bool unexpected(const char* context);

    std::string_view m_text;
    std::vector<Token> m_tokens;
    std::size_t m_next = 0;
    std::size_t m_nodes = 0;
    std::size_t m_nesting = 0;
    std::optional<Error> m_error;
};

/// Words that cannot stand for a metric name everywhere: printed in quotes.
bool isReservedWord(std::string_view word);

} // namespace eventflow::promql
