// Evaluates the expressions of every .jsonl file in a folder, one case a line:
//   {"section", "name", "expr", "bindings": {name: value}?, "value": value | "error": true}
// A value names its type: {"int": "1"}, {"string": "a"}, {"bytes": "ff00"}, {"list": […]}, {"map": [[key,
// value] …]}.
//   conformance_cel FOLDER
// Lists what fails, then the figures of each file. Exit code 0 when all pass, 1 when some fail, 2 when the
// folder cannot be read.

#include "core/cel/compare.h"
#include "core/cel/map.h"
#include "core/cel/number_text.h"
#include "core/cel/program.h"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace eventflow;
using namespace eventflow::cel;
using simdjson::dom::element;

constexpr EvaluationLimits kValueLimits{1'000'000, 16 * 1024 * 1024};

/// Throws simdjson_error for a case that is not of the format.
class ValueReader {
public:
    explicit ValueReader(Heap& heap) : m_heap(heap) {}

    Value read(const element& typed) {
        for (const auto [type, value] : simdjson::dom::object(typed))
            return ofType(type, value);
        return Value::absent();
    }

private:
    Value ofType(std::string_view type, const element& value) {
        if (type == "null") return Value::null();
        if (type == "bool") return Value::boolean(bool(value));
        if (type == "list") return list(value);
        if (type == "map") return map(value);
        const std::string text{std::string_view(value)};
        if (type == "int") return Value::integer(std::strtoll(text.c_str(), nullptr, 10));
        if (type == "uint") return Value::unsignedInteger(std::strtoull(text.c_str(), nullptr, 10));
        if (type == "double") return Value::real(parseDouble(text).value_or(0));
        if (type == "string") return m_heap.string(text);
        if (type == "type") return Value::type(m_heap.string(text).text());
        if (type == "bytes") return m_heap.bytes(unhex(text));
        return Value::absent();
    }

    Value list(const element& value) {
        std::vector<Value> items;
        for (const element item : simdjson::dom::array(value))
            items.push_back(read(item));
        return m_heap.list(items);
    }

    Value map(const element& value) {
        const simdjson::dom::array entries(value);
        MapBuilder builder(m_heap, entries.size());
        for (const element entry : entries)
            builder.insert(read(entry.at(0)), read(entry.at(1)));
        return builder.finish();
    }

    static std::string unhex(std::string_view digits) {
        std::string bytes;
        for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
            unsigned byte = 0;
            std::from_chars(digits.data() + i, digits.data() + i + 2, byte, 16);
            bytes += static_cast<char>(static_cast<unsigned char>(byte));
        }
        return bytes;
    }

    Heap& m_heap;
};

class Bindings final : public FieldSource {
public:
    Value read(std::uint32_t slot, std::span<const PathStep>, Heap&) const override { return values[slot]; }
    std::vector<Value> values;
};

/// As a result has to be: of the same type, NaN like NaN, a zero with its sign.
bool sameValue(const Value& a, const Value& b, Heap& heap) {
    if (a.kind() != b.kind()) return false;
    if (a.is(Kind::Double)) return doubleText(a.asDouble()) == doubleText(b.asDouble());
    if (a.is(Kind::List)) {
        if (a.items().size() != b.items().size()) return false;
        for (std::size_t i = 0; i < a.items().size(); ++i)
            if (!sameValue(a.items()[i], b.items()[i], heap)) return false;
        return true;
    }
    return equalValues(a, b, heap);
}

/// Empty when the case passes.
std::string failureOf(const element& test) {
    Heap heap(kValueLimits);
    ValueReader reader(heap);
    FieldTable fields;
    Bindings bindings;
    element bound;
    if (test["bindings"].get(bound) == simdjson::SUCCESS)
        for (const auto [name, value] : simdjson::dom::object(bound)) {
            fields.add(std::string(name));
            bindings.values.push_back(reader.read(value));
        }
    element expected;
    const bool wantsValue = test["value"].get(expected) == simdjson::SUCCESS;
    CompileOptions options;
    options.strict = false; // the cases are for the language without a type checker
    const auto program = Program::compile(std::string_view(test["expr"]), fields, options);
    if (!program) return wantsValue ? program.error().detail : "";
    Evaluator evaluator;
    const Value value = evaluator.evaluate(**program, bindings);
    if (value.isError()) return wantsValue ? evaluator.error(**program).detail : "";
    if (!wantsValue) return "gives a value, not an error";
    return sameValue(value, reader.read(expected), heap)
               ? ""
               : "gives another " + describeKinds(setOf(value.kind()));
}

struct Figures {
    std::size_t passed = 0;
    std::size_t total = 0;
};

Figures runFile(const std::filesystem::path& file) {
    Figures figures;
    simdjson::dom::parser parser;
    simdjson::dom::document_stream lines = parser.load_many(file.string());
    for (auto line : lines) {
        const element test = line.value();
        ++figures.total;
        const std::string failure = failureOf(test);
        if (failure.empty()) {
            ++figures.passed;
            continue;
        }
        const std::string name{std::string_view(test["name"])};
        const std::string expression{std::string_view(test["expr"])};
        std::printf("%s %s: %s\n  %s\n", file.filename().c_str(), name.c_str(), expression.c_str(),
                    failure.c_str());
    }
    return figures;
}

} // namespace

int main(int argc, char** argv) {
    std::error_code error;
    std::vector<std::filesystem::path> files;
    if (argc == 2)
        for (const auto& entry : std::filesystem::directory_iterator(argv[1], error))
            if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
    if (argc != 2 || error || files.empty()) {
        std::fprintf(stderr, "usage: conformance_cel FOLDER (with .jsonl files in it)\n");
        return 2;
    }
    std::ranges::sort(files);
    Figures all;
    std::string summary;
    try {
        for (const auto& file : files) {
            const Figures figures = runFile(file);
            all.passed += figures.passed;
            all.total += figures.total;
            summary += file.stem().string() + ": " + std::to_string(figures.passed) + " of " +
                       std::to_string(figures.total) + '\n';
        }
    } catch (const simdjson::simdjson_error& broken) {
        std::fprintf(stderr, "%s: %s\n", argv[1], broken.what());
        return 2;
    }
    std::printf("%spassed %zu of %zu\n", summary.c_str(), all.passed, all.total);
    return all.passed == all.total ? 0 : 1;
}
