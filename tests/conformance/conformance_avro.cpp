// Runs the Avro cases of a folder, one a line of each file that is there:
//   schema_parse.jsonl           {"schema_text", "valid"}
//   canonical_fingerprint.jsonl  {"input", "canonical", "crc64_avro": "signed number" | null}
//   binary_encoding.jsonl        {"schema", "datum", "binary_hex"}, the datum with {"$bytes": hex},
//                                {"$decimal": text} and {"$iso": date}
//   reader_writer_compat.jsonl   {"reader", "writer", "compatible"}
//   conformance_avro FOLDER
// Lists what disagrees, then the figures of each file. Exit code 0 when all agree, 1 when some do not, 2 when
// the folder cannot be read.

#include "core/base/time.h"
#include "core/codec/avro/decoder.h"
#include "core/schema/avro_compatibility.h"

#include <simdjson.h>

#include <charconv>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

namespace {

using namespace eventflow;
using namespace eventflow::codec;
using simdjson::dom::element;

std::string unhex(std::string_view digits) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        unsigned byte = 0;
        std::from_chars(digits.data() + i, digits.data() + i + 2, byte, 16);
        bytes += static_cast<char>(static_cast<unsigned char>(byte));
    }
    return bytes;
}

/// The days of an `$iso` date.
std::int64_t daysOf(std::string_view date) {
    const auto time = parseIso8601(std::string(date) + "T00:00:00Z");
    return time ? toNs(*time) / 86'400'000'000'000 : -1;
}

bool sameValue(const ValueView& value, const element& expected);

bool sameTagged(const ValueNode& node, std::string_view tag, const element& expected) {
    const std::string_view text = expected;
    if (tag == "$bytes") return node.kind == ValueKind::Bytes && node.text() == unhex(text);
    if (tag == "$decimal") return node.format == ValueFormat::Decimal && node.text() == text;
    return tag == "$iso" && node.format == ValueFormat::Date && node.integer == daysOf(text);
}

bool sameObject(const ValueView& value, const simdjson::dom::object& expected) {
    if (expected.size() == 1)
        for (const auto [key, tagged] : expected)
            if (key.starts_with('$')) return sameTagged(value.node(), key, tagged);
    if (value->kind != ValueKind::Object || value->size != expected.size()) return false;
    for (const ValueView member : value.children()) {
        element wanted;
        if (expected.at_key(member->memberName()).get(wanted) != simdjson::SUCCESS) return false;
        if (!sameValue(member, wanted)) return false;
    }
    return true;
}

bool sameValue(const ValueView& value, const element& expected) {
    if (expected.is_object()) return sameObject(value, simdjson::dom::object(expected));
    if (expected.is_null()) return value->kind == ValueKind::Null;
    if (expected.is_bool()) return value->kind == ValueKind::Boolean && value->boolean == bool(expected);
    if (expected.is_string())
        return value->kind == ValueKind::Text && value->text() == std::string_view(expected);
    if (value->kind == ValueKind::Integer)
        return expected.is_int64() && value->integer == std::int64_t(expected);
    return value->kind == ValueKind::Real && value->real == double(expected);
}

/// What a case came to.
struct Outcome {
    std::string failure; ///< empty: it agrees
    bool falselyCompatible = false;
};

Outcome runParse(const element& test) {
    const auto schema = avro::Schema::parse(std::string_view(test["schema_text"]));
    const bool valid{test["valid"]};
    if (schema.has_value() == valid) return {};
    return {valid ? "refused: " + schema.error().detail : "accepted"};
}

Outcome runCanonical(const element& test) {
    const auto schema = avro::Schema::parse(std::string_view(test["input"]));
    if (!schema) return {schema.error().detail};
    const std::string canonical = avro::canonicalForm(**schema);
    if (canonical != std::string_view(test["canonical"])) return {"gives " + canonical};
    std::string_view wanted;
    if (test["crc64_avro"].get(wanted) != simdjson::SUCCESS) return {};
    const std::string crc = std::to_string(static_cast<std::int64_t>(avro::crc64Avro(canonical)));
    return {crc == wanted ? "" : "gives fingerprint " + crc};
}

Outcome runBinary(const element& test) {
    const auto schema = avro::Schema::parse(simdjson::to_string(element(test["schema"])));
    if (!schema) return {schema.error().detail};
    const auto program = avro::Program::compile(*schema);
    if (!program) return {program.error().detail};
    const std::string bytes = unhex(test["binary_hex"]);
    avro::Decoder decoder;
    ValueTape tape;
    if (const auto failure = decoder.decode(**program, bytes, 0, tape))
        return {"byte " + std::to_string(failure->byte) + ": " + failure->reason};
    return {sameValue({tape, 0}, element(test["datum"])) ? "" : "gives another value"};
}

Outcome runCompatibility(const element& test) {
    const auto reader = avro::Schema::parse(simdjson::to_string(element(test["reader"])));
    const auto writer = avro::Schema::parse(simdjson::to_string(element(test["writer"])));
    if (!reader) return {"reader: " + reader.error().detail};
    if (!writer) return {"writer: " + writer.error().detail};
    const schema::SchemaCheck check = schema::canRead(**reader, **writer);
    const bool compatible{test["compatible"]};
    if (check.compatible() == compatible) return {};
    if (!compatible) return {"called compatible", true};
    return {std::string(check.incompatibilities.front().kind) + ": " +
            check.incompatibilities.front().message};
}

struct Suite {
    const char* file;
    Outcome (*run)(const element&);
};
constexpr Suite kSuites[] = {{"schema_parse.jsonl", runParse},
                             {"canonical_fingerprint.jsonl", runCanonical},
                             {"binary_encoding.jsonl", runBinary},
                             {"reader_writer_compat.jsonl", runCompatibility}};

struct Figures {
    std::size_t passed = 0;
    std::size_t total = 0;
    std::size_t falselyCompatible = 0;

    void add(const Figures& other) {
        passed += other.passed;
        total += other.total;
        falselyCompatible += other.falselyCompatible;
    }
};

Figures runSuite(const Suite& suite, const std::filesystem::path& file) {
    Figures figures;
    simdjson::dom::parser parser;
    simdjson::dom::document_stream lines = parser.load_many(file.string());
    for (auto line : lines) {
        const element test = line.value();
        ++figures.total;
        const Outcome outcome = suite.run(test);
        figures.falselyCompatible += outcome.falselyCompatible ? 1 : 0;
        if (outcome.failure.empty())
            ++figures.passed;
        else
            std::printf("%s:%zu: %s\n", suite.file, figures.total, outcome.failure.c_str());
    }
    return figures;
}

} // namespace

int main(int argc, char** argv) {
    Figures all;
    std::string summary;
    try {
        for (const Suite& suite : kSuites) {
            const std::filesystem::path file = std::filesystem::path(argc == 2 ? argv[1] : "") / suite.file;
            if (argc != 2 || !std::filesystem::exists(file)) continue;
            const Figures figures = runSuite(suite, file);
            all.add(figures);
            summary += file.stem().string() + ": " + std::to_string(figures.passed) + " of " +
                       std::to_string(figures.total) + '\n';
        }
    } catch (const simdjson::simdjson_error& broken) {
        std::fprintf(stderr, "%s: %s\n", argv[1], broken.what());
        return 2;
    }
    if (all.total == 0) {
        std::fprintf(stderr, "usage: conformance_avro FOLDER (with .jsonl files in it)\n");
        return 2;
    }
    std::printf("%swrongly called compatible %zu\npassed %zu of %zu\n", summary.c_str(),
                all.falselyCompatible, all.passed, all.total);
    return all.passed == all.total ? 0 : 1;
}
