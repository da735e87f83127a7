#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace eventflow::rules::tmpl {

struct Function;
struct Pipeline;

/// One word of a command, with the fields that are read from it: `$labels.host` is the variable `labels` and
/// the field `host`.
struct Operand {
    enum class Kind : std::uint8_t { Dot, Variable, Constant, Nil, Function, Parenthesized };
    using Constant = std::variant<bool, std::int64_t, double, std::string>;

    Kind kind = Kind::Dot;
    std::size_t offset = 0;
    std::size_t variable = 0; ///< slot
    Constant constant;
    const Function* function = nullptr;
    std::shared_ptr<Pipeline> pipeline; ///< of Parenthesized
    std::vector<std::string> fields;
};

/// `name argument …`; the result of the command before it is the last argument.
struct Command {
    std::vector<Operand> words; ///< at least one
};

/// `$v := a | b`. With two variables (range only) the first takes the key.
struct Pipeline {
    std::vector<std::size_t> declares; ///< slots
    std::vector<Command> commands;     ///< at least one
    bool assigns = false;              ///< declares or assigns: prints nothing
};

struct Node {
    enum class Kind : std::uint8_t { Text, Action, If, With, Range };
    Kind kind = Kind::Text;
    std::string text;
    Pipeline pipeline;
    std::vector<Node> body;
    std::vector<Node> otherwise;
};

/// Slots of the variables every template has.
enum PredefinedVariable : std::size_t {
    kRoot,
    kLabels,
    kValue,
    kExternalLabels,
    kExternalUrl,
    kPredefinedCount
};

struct Body {
    std::vector<Node> nodes;
    std::size_t variables = kPredefinedCount;
    bool usesValue = false;
    std::vector<std::string> labels; ///< read as `$labels.name` or `.Labels.name`, each once
};

} // namespace eventflow::rules::tmpl
