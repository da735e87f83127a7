#pragma once

#include "core/cel/program.h"

#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace eventflow::cel {

/// Fields with fixed values; paths are not read.
class FixedFields final : public FieldSource {
public:
    FixedFields() = default;
    FixedFields(std::initializer_list<std::pair<const char*, Value>> fields);
    Value read(std::uint32_t slot, std::span<const PathStep>, Heap&) const override { return values[slot]; }

    FieldTable table;
    std::vector<Value> values;
};

/// The value as text, `error: …` with the error's first line, or `refused: …` when it does not compile.
std::string evaluateText(const std::string& expression, const FixedFields& fields = {},
                         const CompileOptions& options = {}, const EvaluationLimits& limits = {});
/// As the language has it: nothing is refused for its types.
std::string evaluateLeniently(const std::string& expression, const FixedFields& fields = {});

} // namespace eventflow::cel
