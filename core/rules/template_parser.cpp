#include "core/rules/template_parser.h"

#include "core/config/yaml_reader.h"
#include "core/rules/template_functions.h"
#include "core/rules/template_lexer.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace eventflow::rules::tmpl {

namespace {

using Kind = Token::Kind;

/// Recursive descent over the tokens. A problem makes every function return at once: `m_failed`.
class Parser {
public:
    Parser(std::vector<Token> tokens, TemplateProblem& problem)
        : m_tokens(std::move(tokens)), m_problem(problem) {
        m_scope = {{"", kRoot},
                   {"labels", kLabels},
                   {"value", kValue},
                   {"externalLabels", kExternalLabels},
                   {"externalURL", kExternalUrl}};
    }

    bool parse(Body& body);

private:
    struct Variable {
        std::string name;
        std::size_t slot;
    };

    [[nodiscard]] const Token& peek() const { return m_tokens[m_at]; }
    const Token& take() { return m_tokens[peek().kind == Kind::End ? m_at : m_at++]; }
    bool takeIf(Kind kind) {
        if (peek().kind != kind) return false;
        take();
        return true;
    }
    void fail(std::size_t offset, std::string message) {
        if (!m_failed) m_problem = {offset, std::move(message)};
        m_failed = true;
    }
    bool countNode(std::size_t offset) {
        if (++m_nodes > Template::kMaxNodes) fail(offset, "the template has too many parts; shorten it");
        return !m_failed;
    }

    enum class Stop : std::uint8_t { AtEnd, AtEndWord, AtElse };
    Stop parseNodes(std::vector<Node>& out, std::size_t openedAt, bool nested);
    void parseAction(std::vector<Node>& out, const Token& open);
    void parseBlock(Node& node, const Token& word);
    void parseElse(Node& node, const Token& word);
    Pipeline parsePipeline(bool inRange);
    void parseDeclaration(Pipeline& pipeline, bool inRange);
    Command parseCommand(bool piped);
    std::optional<Operand> parseOperand();
    void parseFields(Operand& operand);
    void parseNumber(Operand& operand, const Token& token);
    void parseWord(Operand& operand, const Token& token);
    void checkCommand(const Command& command, bool piped);
    void expectClose();
    [[nodiscard]] std::optional<std::size_t> slotOf(const std::string& name) const;
    void noteUse(const Operand& operand);

    std::vector<Token> m_tokens;
    TemplateProblem& m_problem;
    std::size_t m_at = 0;
    std::size_t m_nodes = 0;
    std::size_t m_depth = 0;
    std::vector<Variable> m_scope;
    std::size_t m_slots = kPredefinedCount;
    bool m_usesValue = false;
    std::vector<std::string> m_labels;
    bool m_failed = false;
};

bool Parser::parse(Body& body) {
    parseNodes(body.nodes, 0, false);
    body.variables = m_slots;
    body.usesValue = m_usesValue;
    body.labels = std::move(m_labels);
    return !m_failed;
}

/// Nodes up to `{{ end }}` or `{{ else`, whose word is taken; the caller goes on from there.
Parser::Stop Parser::parseNodes(std::vector<Node>& out, std::size_t openedAt, bool nested) {
    while (!m_failed) {
        const Token& token = take();
        if (token.kind == Kind::End) {
            if (nested) fail(openedAt, "this block has no {{ end }}");
            return Stop::AtEnd;
        }
        if (!countNode(token.offset)) break;
        if (token.kind == Kind::Text) {
            Node node;
            node.text = token.text;
            out.push_back(std::move(node));
            continue;
        }
        const bool isWord = peek().kind == Kind::Word;
        if (isWord && (peek().text == "end" || peek().text == "else")) {
            if (!nested) fail(peek().offset, '"' + peek().text + "\" without if, with or range before it");
            return take().text == "end" ? Stop::AtEndWord : Stop::AtElse;
        }
        parseAction(out, token);
    }
    return Stop::AtEnd;
}

void Parser::parseAction(std::vector<Node>& out, const Token& open) {
    if (peek().kind == Kind::Close) return fail(open.offset, "this action is empty");
    Node node;
    const Token& first = peek();
    if (first.kind == Kind::Word) {
        if (first.text == "define" || first.text == "template" || first.text == "block" ||
            first.text == "break" || first.text == "continue")
            return fail(first.offset,
                        '"' + first.text + "\" is not supported in label and annotation templates");
        if (first.text == "if" || first.text == "with" || first.text == "range") {
            node.kind = first.text == "if"     ? Node::Kind::If
                        : first.text == "with" ? Node::Kind::With
                                               : Node::Kind::Range;
            parseBlock(node, take());
            out.push_back(std::move(node));
            return;
        }
    }
    node.kind = Node::Kind::Action;
    node.pipeline = parsePipeline(false);
    expectClose();
    out.push_back(std::move(node));
}

void Parser::parseBlock(Node& node, const Token& word) {
    if (++m_depth > Template::kMaxDepth) return fail(word.offset, "blocks are nested too deeply");
    const std::size_t scope = m_scope.size();
    const std::size_t openedAt = word.offset;
    node.pipeline = parsePipeline(node.kind == Node::Kind::Range);
    expectClose();
    const Stop stop = parseNodes(node.body, openedAt, true);
    if (!m_failed && stop == Stop::AtElse)
        parseElse(node, word);
    else
        expectClose();
    m_scope.resize(scope);
    --m_depth;
}

void Parser::parseElse(Node& node, const Token& word) {
    if (peek().kind == Kind::Word && (peek().text == "if" || peek().text == "with")) {
        // `else if` is an if of its own inside of the else; its end is the end of all.
        Node inner;
        inner.kind = peek().text == "if" ? Node::Kind::If : Node::Kind::With;
        parseBlock(inner, take());
        node.otherwise.push_back(std::move(inner));
        return;
    }
    expectClose();
    if (m_failed) return;
    if (parseNodes(node.otherwise, word.offset, true) == Stop::AtElse)
        fail(m_tokens[m_at - 1].offset, "a block can have one else only");
    expectClose();
}

void Parser::expectClose() {
    if (m_failed || takeIf(Kind::Close)) return;
    fail(peek().offset, "expected }} here");
}

std::optional<std::size_t> Parser::slotOf(const std::string& name) const {
    for (auto it = m_scope.rbegin(); it != m_scope.rend(); ++it)
        if (it->name == name) return it->slot;
    return std::nullopt;
}

/// `$a :=`, `$a =` or, in a range, `$k, $v :=`.
void Parser::parseDeclaration(Pipeline& pipeline, bool inRange) {
    if (peek().kind != Kind::Variable) return;
    const Kind next = m_tokens[m_at + 1].kind;
    const bool two = next == Kind::Comma && inRange;
    if (next != Kind::Declare && next != Kind::Assign && !two) return;
    pipeline.assigns = true;
    std::vector<Token> names{take()};
    if (two) {
        take();
        if (peek().kind != Kind::Variable) return fail(peek().offset, "expected a variable after the comma");
        names.push_back(take());
    }
    const bool declares = peek().kind == Kind::Declare;
    if (!declares && peek().kind != Kind::Assign) return fail(peek().offset, "expected := here");
    take();
    for (const Token& name : names) {
        const auto known = slotOf(name.text);
        if (!declares && !known) return fail(name.offset, "the variable $" + name.text + " is not declared");
        pipeline.declares.push_back(declares ? m_slots++ : *known);
        if (declares) m_scope.push_back({name.text, pipeline.declares.back()});
    }
}

Pipeline Parser::parsePipeline(bool inRange) {
    Pipeline pipeline;
    if (++m_depth > Template::kMaxDepth) fail(peek().offset, "parentheses are nested too deeply");
    parseDeclaration(pipeline, inRange);
    do {
        if (m_failed) break;
        pipeline.commands.push_back(parseCommand(!pipeline.commands.empty()));
    } while (takeIf(Kind::Pipe));
    --m_depth;
    return pipeline;
}

Command Parser::parseCommand(bool piped) {
    Command command;
    while (!m_failed) {
        auto operand = parseOperand();
        if (!operand) break;
        if (!countNode(operand->offset)) break;
        command.words.push_back(std::move(*operand));
    }
    if (!m_failed && command.words.empty()) fail(peek().offset, "expected a value or a function here");
    if (!m_failed) checkCommand(command, piped);
    return command;
}

void Parser::checkCommand(const Command& command, bool piped) {
    const Operand& head = command.words.front();
    const std::size_t given = command.words.size() - 1 + (piped ? 1 : 0);
    if (head.kind != Operand::Kind::Function) {
        if (given > 0) fail(head.offset, "only a function can take arguments");
        return;
    }
    const Function& function = *head.function;
    if (given < function.minArguments || given > function.maxArguments)
        fail(head.offset, std::string(function.name) + " takes " + std::to_string(function.minArguments) +
                              (function.maxArguments == function.minArguments ? "" : " or more") +
                              " argument(s), not " + std::to_string(given));
    for (std::size_t i = 1; i < command.words.size(); ++i) {
        const Operand& word = command.words[i];
        if (word.kind == Operand::Kind::Function && word.function->minArguments > 0)
            fail(word.offset,
                 "put " + std::string(word.function->name) + " and its arguments in parentheses");
    }
}

std::optional<Operand> Parser::parseOperand() {
    const Token& token = peek();
    Operand operand;
    operand.offset = token.offset;
    switch (token.kind) {
    case Kind::Field:
        operand.kind = Operand::Kind::Dot;
        if (!token.text.empty()) operand.fields.push_back(token.text);
        take();
        break;
    case Kind::Variable: {
        const auto slot = slotOf(token.text);
        if (!slot) fail(token.offset, "the variable $" + token.text + " is not declared");
        operand.kind = Operand::Kind::Variable;
        operand.variable = slot.value_or(kRoot);
        take();
        break;
    }
    case Kind::String:
        operand.kind = Operand::Kind::Constant;
        operand.constant = token.text;
        take();
        break;
    case Kind::Number:
        parseNumber(operand, take());
        break;
    case Kind::Word:
        parseWord(operand, take());
        break;
    case Kind::LeftParen:
        take();
        operand.kind = Operand::Kind::Parenthesized;
        operand.pipeline = std::make_shared<Pipeline>(parsePipeline(false));
        if (!m_failed && !takeIf(Kind::RightParen)) fail(peek().offset, "expected ) here");
        break;
    default:
        return std::nullopt;
    }
    parseFields(operand);
    noteUse(operand);
    return operand;
}

/// `.a.b` right behind a word reads fields of it.
void Parser::parseFields(Operand& operand) {
    while (!m_failed && peek().kind == Kind::Field && !peek().afterSpace) {
        if (operand.kind == Operand::Kind::Constant || operand.kind == Operand::Kind::Nil ||
            operand.kind == Operand::Kind::Function)
            return fail(peek().offset, "only variables, fields and parentheses have fields");
        if (peek().text.empty()) return fail(peek().offset, "expected a field name after the dot");
        operand.fields.push_back(take().text);
    }
}

void Parser::noteUse(const Operand& operand) {
    const bool isVariable = operand.kind == Operand::Kind::Variable;
    if (isVariable && operand.variable == kValue) m_usesValue = true;
    // Any variable but $labels may be another name for the root.
    const bool mayBeRoot = operand.kind == Operand::Kind::Dot || (isVariable && operand.variable != kLabels);
    if (mayBeRoot && !operand.fields.empty() && operand.fields.front() == "Value") m_usesValue = true;
    const bool root = operand.kind == Operand::Kind::Dot || (isVariable && operand.variable == kRoot);
    const std::string* label = nullptr;
    if (isVariable && operand.variable == kLabels && !operand.fields.empty()) label = &operand.fields[0];
    if (root && operand.fields.size() > 1 && operand.fields[0] == "Labels") label = &operand.fields[1];
    if (label != nullptr && std::ranges::find(m_labels, *label) == m_labels.end()) m_labels.push_back(*label);
}

void Parser::parseNumber(Operand& operand, const Token& token) {
    operand.kind = Operand::Kind::Constant;
    const bool plus = token.text.starts_with('+');
    const char* const first = token.text.data() + (plus ? 1 : 0);
    const char* const last = token.text.data() + token.text.size();
    std::int64_t integer = 0;
    if (const auto r = std::from_chars(first, last, integer); r.ec == std::errc{} && r.ptr == last) {
        operand.constant = integer;
        return;
    }
    double number = 0;
    if (const auto r = std::from_chars(first, last, number); r.ec == std::errc{} && r.ptr == last) {
        operand.constant = number;
        return;
    }
    fail(token.offset, "\"" + token.text + "\" is not a number");
}

void Parser::parseWord(Operand& operand, const Token& token) {
    if (token.text == "true" || token.text == "false") {
        operand.kind = Operand::Kind::Constant;
        operand.constant = token.text == "true";
    } else if (token.text == "nil") {
        operand.kind = Operand::Kind::Nil;
    } else if (const Function* function = findFunction(token.text)) {
        operand.kind = Operand::Kind::Function;
        operand.function = function;
    } else {
        const auto names = functionNames();
        const std::string_view meant = config::nearest(token.text, names);
        fail(token.offset,
             "unknown function \"" + token.text + '"' +
                 (meant.empty() ? std::string() : "; did you mean \"" + std::string(meant) + "\"?"));
    }
}

} // namespace

std::shared_ptr<const Body> parseBody(std::string_view text, TemplateProblem& problem) {
    if (text.size() > Template::kMaxBytes) {
        problem = {0, "the template is longer than " + std::to_string(Template::kMaxBytes / 1024) + " KiB"};
        return nullptr;
    }
    std::vector<Token> tokens;
    if (!tokenize(text, tokens, problem)) return nullptr;
    auto body = std::make_shared<Body>();
    return Parser(std::move(tokens), problem).parse(*body) ? body : nullptr;
}

} // namespace eventflow::rules::tmpl
