#include "tests/core/codec/avro/avro_generator.h"

#include "core/base/json_writer.h"
#include "core/codec/avro/binary_writer.h"
#include "tests/core/codec/avro/avro_fixture.h"

#include <array>
#include <bit>
#include <cmath>
#include <set>
#include <utility>
#include <vector>

namespace eventflow::test {

using codec::avro::LogicalType;
using codec::avro::Schema;
using codec::avro::SchemaType;
using codec::avro::Type;
using codec::avro::TypeId;

namespace {

constexpr int kMaxValueDepth = 12;

std::string inQuotes(std::string_view text) {
    return '"' + std::string(text) + '"';
}

/// What render() writes behind a number of that meaning.
const char* formatMark(LogicalType logical) {
    switch (logical) {
    case LogicalType::Date:
        return " date";
    case LogicalType::TimestampMillis:
        return " ms";
    default:
        return "";
    }
}

} // namespace

std::int64_t AvroGenerator::anyLong() {
    const auto bits = static_cast<std::int64_t>(m_random());
    return bits >> below(64);
}

std::string AvroGenerator::anyText() {
    static constexpr std::array kPieces{"a", "bc", "0123456789", "é", "€", "😀", "\\", "\"", " ", "\n"};
    std::string text;
    for (std::size_t i = below(5); i > 0; --i)
        text += kPieces[below(kPieces.size())];
    return text;
}

SchemaPair AvroGenerator::primitive() {
    static constexpr std::array kNames{"null",  "boolean", "int",   "long",
                                       "float", "double",  "bytes", "string"};
    if (m_logicalTypes && chance(20)) {
        const char* text = chance(50) ? R"({"type":"int","logicalType":"date"})"
                                      : R"({"type":"long","logicalType":"timestamp-millis"})";
        return {text, text};
    }
    const std::size_t writer = below(kNames.size());
    std::size_t reader = writer;
    if (chance(15)) reader = chance(70) ? std::min(writer + 1, kNames.size() - 1) : below(kNames.size());
    return {inQuotes(kNames[writer]), inQuotes(kNames[reader])};
}

SchemaPair AvroGenerator::named(const char* type, const std::string& writer, const std::string& reader) {
    const std::string head =
        R"({"type":")" + std::string(type) + R"(","name":"T)" + std::to_string(m_names++) + "\",";
    return {head + writer + '}', head + reader + '}'};
}

SchemaPair AvroGenerator::schema(int depth) {
    if (depth == 0) return primitive();
    switch (below(8)) {
    case 0:
    case 1:
        return record(depth);
    case 2: {
        const SchemaPair items = schema(depth - 1);
        return {R"({"type":"array","items":)" + items.writer + '}',
                R"({"type":"array","items":)" + items.reader + '}'};
    }
    case 3: {
        const SchemaPair values = schema(depth - 1);
        return {R"({"type":"map","values":)" + values.writer + '}',
                R"({"type":"map","values":)" + values.reader + '}'};
    }
    case 4:
        return unionOf(depth);
    case 5: {
        const std::string symbols = R"("symbols":["A","B","C"])";
        return named("enum", symbols,
                     chance(80)   ? symbols
                     : chance(50) ? R"("symbols":["C","A"],"default":"A")"
                                  : R"("symbols":["C","A"])");
    }
    case 6: {
        const std::size_t size = below(20);
        return named("fixed", "\"size\":" + std::to_string(size),
                     "\"size\":" + std::to_string(chance(95) ? size : size + 1));
    }
    default:
        return primitive();
    }
}

SchemaPair AvroGenerator::record(int depth) {
    std::string writer;
    std::string reader;
    const std::string name = "T" + std::to_string(m_names);
    SchemaPair made = named("record", "@", "@");
    const std::string outer = std::exchange(m_enclosing, name);
    const auto append = [](std::string& fields, const std::string& field) {
        fields += (fields.empty() ? "" : ",") + field;
    };
    const std::size_t count = below(6);
    for (std::size_t i = 0; i < count; ++i) {
        const SchemaPair type = schema(depth - 1);
        const std::string head = "{\"name\":\"f" + std::to_string(i) + "\",\"type\":";
        append(writer, head + type.writer + '}');
        // A dropped field may have declared a type that a later one names: only unnamed ones go.
        if (type.reader.find("\"name\"") != std::string::npos || !chance(10))
            append(reader, head + type.reader + '}');
    }
    if (chance(30))
        append(reader, R"({"name":"new","type":"int")" + std::string(chance(80) ? R"(,"default":7})" : "}"));
    m_enclosing = outer;
    const auto fill = [](std::string& text, const std::string& fields) {
        text.replace(text.find('@'), 1, "\"fields\":[" + fields + ']');
    };
    fill(made.writer, writer);
    fill(made.reader, reader);
    return made;
}

SchemaPair AvroGenerator::unionOf(int depth) {
    SchemaPair made{"[\"null\"", "[\"null\""};
    const auto append = [&](const std::string& writer, const std::string& reader) {
        made.writer += ',' + writer;
        if (!reader.empty()) made.reader += ',' + reader;
    };
    if (chance(50)) append("\"int\"", chance(80) ? "\"int\"" : chance(50) ? "\"double\"" : "");
    if (chance(50)) append("\"string\"", chance(90) ? "\"string\"" : "");
    if (!m_enclosing.empty() && chance(40))
        append(inQuotes(m_enclosing), inQuotes(m_enclosing));
    else if (chance(40)) {
        const SchemaPair inner = record(depth - 1);
        append(inner.writer, inner.reader);
    }
    made.writer += ']';
    made.reader += ']';
    return made;
}

template <typename Append>
void AvroGenerator::items(std::string& binary, std::string& expected, int depth, Append append) {
    const std::size_t blocks = depth > kMaxValueDepth ? 0 : below(3);
    bool first = true;
    for (std::size_t block = 0; block < blocks; ++block) {
        const auto count = static_cast<std::int64_t>(1 + below(3));
        std::string body;
        for (std::int64_t i = 0; i < count; ++i) {
            if (!std::exchange(first, false)) expected += ',';
            append(body);
        }
        const bool sized = chance(30);
        codec::avro::appendLong(binary, sized ? -count : count);
        if (sized) codec::avro::appendLong(binary, static_cast<std::int64_t>(body.size()));
        binary += body;
    }
    binary += '\0';
}

void AvroGenerator::wholeNumber(const SchemaType& type, std::string& binary, std::string& expected) {
    std::int64_t number = anyLong();
    if (type.type == Type::Int) number = static_cast<std::int32_t>(number);
    codec::avro::appendLong(binary, number);
    expected += std::to_string(number) + formatMark(type.logical);
}

void AvroGenerator::value(const Schema& schema, TypeId id, std::string& binary, std::string& expected,
                          int depth) {
    const SchemaType& type = schema[id];
    switch (type.type) {
    case Type::Null:
        expected += "null";
        break;
    case Type::Boolean: {
        const bool set = chance(50);
        binary += set ? '\1' : '\0';
        expected += set ? "true" : "false";
        break;
    }
    case Type::Int:
    case Type::Long:
        wholeNumber(type, binary, expected);
        break;
    case Type::Float: {
        const auto number = std::bit_cast<float>(static_cast<std::uint32_t>(m_random()));
        codec::avro::appendFloat(binary, number);
        expected += formatDouble(static_cast<double>(number));
        break;
    }
    case Type::Double: {
        const auto number = std::bit_cast<double>(m_random());
        codec::avro::appendDouble(binary, number);
        expected += formatDouble(number);
        break;
    }
    case Type::Bytes: {
        const std::string bytes = unhex("00ff80") + anyText();
        codec::avro::appendSized(binary, bytes);
        expected += "x'" + hex(bytes) + '\'';
        break;
    }
    case Type::String: {
        const std::string text = anyText();
        codec::avro::appendSized(binary, text);
        appendJsonString(expected, text);
        break;
    }
    case Type::Fixed: {
        std::string bytes(type.fixedSize, '\0');
        for (char& byte : bytes)
            byte = static_cast<char>(m_random());
        binary += bytes;
        expected += "x'" + hex(bytes) + '\'';
        break;
    }
    case Type::Enum: {
        const std::size_t symbol = below(type.symbols.size());
        codec::avro::appendLong(binary, static_cast<std::int64_t>(symbol));
        expected += inQuotes(type.symbols[symbol]) + " enum";
        break;
    }
    case Type::Union: {
        const std::size_t branch = depth > kMaxValueDepth ? 0 : below(type.branches.size());
        codec::avro::appendLong(binary, static_cast<std::int64_t>(branch));
        value(schema, type.branches[branch], binary, expected, depth);
        break;
    }
    case Type::Record: {
        expected += '{';
        for (std::size_t i = 0; i < type.fields.size(); ++i) {
            expected += (i > 0 ? "," : "") + type.fields[i].name + ':';
            value(schema, type.fields[i].type, binary, expected, depth + 1);
        }
        expected += '}';
        break;
    }
    case Type::Array:
        expected += '[';
        items(binary, expected, depth,
              [&](std::string& body) { value(schema, type.element, body, expected, depth + 1); });
        expected += ']';
        break;
    case Type::Map: {
        int key = 0;
        expected += '{';
        items(binary, expected, depth, [&](std::string& body) {
            const std::string name = "k" + std::to_string(key++);
            codec::avro::appendSized(body, name);
            expected += name + ':';
            value(schema, type.element, body, expected, depth + 1);
        });
        expected += '}';
    }
    }
}

std::string AvroGenerator::damaged(std::string bytes) {
    if (bytes.empty()) return std::string(1, static_cast<char>(m_random()));
    const std::size_t at = below(bytes.size());
    switch (below(4)) {
    case 0:
        bytes.resize(at);
        break;
    case 1:
        bytes.insert(at, 1, static_cast<char>(m_random()));
        break;
    case 2:
        bytes.erase(at, 1);
        break;
    default:
        bytes[at] = static_cast<char>(m_random());
    }
    return bytes;
}

} // namespace eventflow::test
