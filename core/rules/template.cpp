#include "core/rules/template.h"

#include "core/rules/template_ast.h"
#include "core/rules/template_functions.h"
#include "core/rules/template_parser.h"

#include <vector>

namespace eventflow::rules {

namespace {

using namespace tmpl;

/// Expands one template once. Go's rules: a pipeline hands its result on as the last argument; a label that
/// is not there is "".
class Expansion {
public:
    Expansion(const Body& body, const TemplateGlobals& globals, const Labels& labels, double value)
        : m_body(body), m_globals(globals), m_variables(body.variables) {
        const Root root{&labels, value};
        m_dot = root;
        m_variables[kRoot] = root;
        m_variables[kLabels] = &labels;
        m_variables[kValue] = value;
        m_variables[kExternalLabels] = &m_globals.externalLabels;
        m_variables[kExternalUrl] = m_globals.externalUrl;
    }

    Result<std::string> run() {
        if (Status status = expand(m_body.nodes); !status) return status.error();
        return std::move(m_out);
    }

private:
    Status step() {
        if (++m_steps > Template::kMaxSteps)
            return Error{ErrorCode::LimitExceeded, "the template takes too many steps"};
        return {};
    }
    /// Assigning a text to itself twice doubles it: what goes into a function and out of it is bounded too.
    static bool fits(const std::vector<Value>& values) {
        std::size_t bytes = 0;
        for (const Value& value : values)
            if (const auto* text = std::get_if<std::string>(&value)) bytes += text->size();
        return bytes <= Template::kMaxOutput;
    }
    static Error tooLong() {
        return {ErrorCode::LimitExceeded,
                "the text grows beyond " + std::to_string(Template::kMaxOutput / 1024) + " KiB"};
    }
    Status append(std::string_view text) {
        if (m_out.size() + text.size() > Template::kMaxOutput) return tooLong();
        m_out += text;
        return {};
    }

    Status expand(const std::vector<Node>& nodes);
    Status expand(const Node& node);
    Status branch(const Node& node);
    Status range(const Node& node);
    Result<Value> evaluate(const Pipeline& pipeline);
    Result<Value> evaluate(const Command& command, const Value* piped);
    Result<Value> callLazily(const Function& function, const Command& command, const Value* piped);
    Result<Value> evaluate(const Operand& operand);
    Result<Value> field(const Value& of, const std::string& name) const;

    const Body& m_body;
    const TemplateGlobals& m_globals;
    std::vector<Value> m_variables;
    Value m_dot;
    std::string m_out;
    std::size_t m_steps = 0;
};

Status Expansion::expand(const std::vector<Node>& nodes) {
    for (const Node& node : nodes)
        if (Status status = expand(node); !status) return status;
    return {};
}

Status Expansion::expand(const Node& node) {
    if (Status status = step(); !status) return status;
    switch (node.kind) {
    case Node::Kind::Text:
        return append(node.text);
    case Node::Kind::Action: {
        auto value = evaluate(node.pipeline);
        if (!value) return value.error();
        return node.pipeline.assigns ? Status() : append(print(*value));
    }
    case Node::Kind::If:
    case Node::Kind::With:
        return branch(node);
    case Node::Kind::Range:
        return range(node);
    }
    return {};
}

Status Expansion::branch(const Node& node) {
    auto value = evaluate(node.pipeline);
    if (!value) return value.error();
    if (!isTrue(*value)) return expand(node.otherwise);
    if (node.kind == Node::Kind::If) return expand(node.body);
    const Value outer = std::exchange(m_dot, std::move(*value));
    Status status = expand(node.body);
    m_dot = outer;
    return status;
}

Status Expansion::range(const Node& node) {
    auto value = evaluate(node.pipeline);
    if (!value) return value.error();
    const auto* labels = std::get_if<const Labels*>(&*value);
    if (labels == nullptr)
        return Error{ErrorCode::InvalidArgument, std::string("range cannot go over a ") + typeName(*value)};
    if ((*labels)->empty()) return expand(node.otherwise);
    const Value outer = m_dot;
    const std::vector<std::size_t>& slots = node.pipeline.declares;
    for (const Label& label : **labels) {
        if (slots.size() == 2) m_variables[slots[0]] = label.name;
        if (!slots.empty()) m_variables[slots.back()] = label.value;
        m_dot = label.value;
        if (Status status = expand(node.body); !status) return status;
    }
    m_dot = outer;
    return {};
}

Result<Value> Expansion::evaluate(const Pipeline& pipeline) {
    Value result;
    const Value* piped = nullptr;
    for (const Command& command : pipeline.commands) {
        auto value = evaluate(command, piped);
        if (!value) return value.error();
        result = std::move(*value);
        piped = &result;
    }
    if (pipeline.declares.size() == 1) m_variables[pipeline.declares.front()] = result;
    return result;
}

Result<Value> Expansion::evaluate(const Command& command, const Value* piped) {
    if (Status status = step(); !status) return status.error();
    const Operand& head = command.words.front();
    if (head.kind != Operand::Kind::Function) return evaluate(head);
    const Function& function = *head.function;
    if (function.lazy != Function::Lazy::No) return callLazily(function, command, piped);
    std::vector<Value> arguments;
    for (std::size_t i = 1; i < command.words.size(); ++i) {
        auto value = evaluate(command.words[i]);
        if (!value) return value.error();
        arguments.push_back(std::move(*value));
    }
    if (piped != nullptr) arguments.push_back(*piped);
    if (!fits(arguments)) return tooLong();
    auto value = function.call(arguments);
    if (value && !fits({*value})) return tooLong();
    return value ? std::move(value) : Result<Value>(value.error().at(std::string(function.name)));
}

Result<Value> Expansion::callLazily(const Function& function, const Command& command, const Value* piped) {
    Value result;
    for (std::size_t i = 1; i < command.words.size(); ++i) {
        auto value = evaluate(command.words[i]);
        if (!value) return value.error();
        result = std::move(*value);
        if (isTrue(result) == (function.lazy == Function::Lazy::Or)) return result;
    }
    return piped != nullptr ? *piped : result;
}

Result<Value> Expansion::evaluate(const Operand& operand) {
    if (Status status = step(); !status) return status.error();
    Value value;
    switch (operand.kind) {
    case Operand::Kind::Dot:
        value = m_dot;
        break;
    case Operand::Kind::Variable:
        value = m_variables[operand.variable];
        break;
    case Operand::Kind::Constant:
        std::visit([&](const auto& v) { value = v; }, operand.constant);
        break;
    case Operand::Kind::Nil:
        break;
    case Operand::Kind::Function: {
        auto result = operand.function->call({});
        if (!result) return result.error().at(std::string(operand.function->name));
        value = std::move(*result);
        break;
    }
    case Operand::Kind::Parenthesized: {
        auto result = evaluate(*operand.pipeline);
        if (!result) return result;
        value = std::move(*result);
        break;
    }
    }
    for (const std::string& name : operand.fields) {
        auto inner = field(value, name);
        if (!inner) return inner;
        value = std::move(*inner);
    }
    return value;
}

Result<Value> Expansion::field(const Value& of, const std::string& name) const {
    if (const auto* labels = std::get_if<const Labels*>(&of)) return Value(std::string((*labels)->get(name)));
    if (const auto* root = std::get_if<Root>(&of)) {
        if (name == "Labels") return Value(root->labels);
        if (name == "Value") return Value(root->value);
        if (name == "ExternalLabels") return Value(&m_globals.externalLabels);
        if (name == "ExternalURL") return Value(m_globals.externalUrl);
    }
    return Error{ErrorCode::InvalidArgument, std::string("a ") + typeName(of) + " has no field ." + name};
}

} // namespace

std::optional<Template> Template::parse(std::string_view text, TemplateProblem& problem,
                                        std::shared_ptr<const TemplateGlobals> globals) {
    static const auto kNoGlobals = std::make_shared<const TemplateGlobals>();
    Template result;
    result.m_globals = globals ? std::move(globals) : kNoGlobals;
    result.m_body = parseBody(text, problem);
    if (result.m_body == nullptr) return std::nullopt;
    return result;
}

const std::vector<std::string>& Template::labelsUsed() const {
    return m_body->labels;
}

bool Template::usesValue() const {
    return m_body->usesValue;
}

Result<std::string> Template::expand(const Labels& labels, double value) const {
    return Expansion(*m_body, *m_globals, labels, value).run();
}

std::string Template::expandOrExplain(const Labels& labels, double value) const {
    auto text = expand(labels, value);
    return text ? std::move(*text) : "<error expanding template: " + text.error().detail + '>';
}

} // namespace eventflow::rules
