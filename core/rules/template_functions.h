#pragma once

#include "core/base/result.h"
#include "core/model/labels.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace eventflow::rules::tmpl {

/// What `.` is at the top of a template.
struct Root {
    const Labels* labels = nullptr;
    double value = 0;
};

/// A value while a template is expanded: Go's nil, bool, int, float64, string, a label map, the root.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string, const Labels*, Root>;

/// Go's name of the type, for messages.
const char* typeName(const Value& value);
/// Go's notion of true: not zero, not empty.
bool isTrue(const Value& value);
/// As `{{ value }}` prints it.
std::string print(const Value& value);
/// A float64 as Go's %v prints it: `1e+06`, `0.5`.
std::string printFloat(double value);
/// Go's fmt.Sprintf for the verbs v s q d f F e g x X t and %%.
Result<std::string> sprintf(std::string_view format, std::span<const Value> arguments);

struct Function {
    std::string_view name;
    std::size_t minArguments;
    std::size_t maxArguments;
    Result<Value> (*call)(std::span<const Value> arguments);
    /// `and` and `or`: the evaluator stops at the first argument that decides.
    enum class Lazy : std::uint8_t { No, And, Or } lazy = Lazy::No;
};

/// nullptr when there is none of that name.
const Function* findFunction(std::string_view name);
std::vector<std::string_view> functionNames();

} // namespace eventflow::rules::tmpl
