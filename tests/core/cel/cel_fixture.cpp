#include "tests/core/cel/cel_fixture.h"

#include "core/cel/value_text.h"

namespace eventflow::cel {

namespace {

std::string firstLine(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

} // namespace

FixedFields::FixedFields(std::initializer_list<std::pair<const char*, Value>> fields) {
    for (const auto& [name, value] : fields) {
        table.add(name);
        values.push_back(value);
    }
}

std::string evaluateText(const std::string& expression, const FixedFields& fields,
                         const CompileOptions& options, const EvaluationLimits& limits) {
    const auto program = Program::compile(expression, fields.table, options);
    if (!program) return "refused: " + firstLine(program.error().detail);
    Evaluator evaluator(limits);
    const Value value = evaluator.evaluate(**program, fields);
    if (value.isError()) return "error: " + firstLine(evaluator.error(**program).detail);
    return toText(value);
}

std::string evaluateLeniently(const std::string& expression, const FixedFields& fields) {
    CompileOptions options;
    options.strict = false;
    return evaluateText(expression, fields, options);
}

} // namespace eventflow::cel
