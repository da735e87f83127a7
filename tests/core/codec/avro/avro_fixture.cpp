#include "tests/core/codec/avro/avro_fixture.h"

#include "core/base/json_writer.h"

#include <QtGlobal>

#include <array>
#include <charconv>
#include <utility>

namespace eventflow::test {

namespace {

using namespace codec;

constexpr std::array<const char*, 17> kFormats{
    "",   "enum", "decimal", "uuid", "date", "ms-of-day", "us-of-day", "ns-of-day", "s",
    "ms", "us",   "ns",      "lms",  "lus",  "lns",       "duration",  "extension"};

void renderValue(const ValueView& value, std::string& out) {
    switch (value->kind) {
    case ValueKind::Null:
        out += "null";
        break;
    case ValueKind::Boolean:
        out += value->boolean ? "true" : "false";
        break;
    case ValueKind::Integer:
        out += std::to_string(value->integer);
        break;
    case ValueKind::Unsigned:
        out += std::to_string(value->unsignedInteger);
        break;
    case ValueKind::Real:
        out += formatDouble(value->real);
        break;
    case ValueKind::Text:
        appendJsonString(out, value->text());
        break;
    case ValueKind::Bytes:
        out += "x'" + hex(value->text()) + '\'';
        break;
    case ValueKind::Array:
    case ValueKind::Object: {
        const bool array = value->kind == ValueKind::Array;
        out += array ? '[' : '{';
        bool first = true;
        for (const ValueView child : value.children()) {
            if (!std::exchange(first, false)) out += ',';
            if (!array) out += std::string(child->memberName()) + ':';
            renderValue(child, out);
        }
        out += array ? ']' : '}';
    }
    }
    if (value->format != ValueFormat::Plain)
        out += std::string(" ") + kFormats[static_cast<std::size_t>(value->format)];
}

} // namespace

std::string unhex(std::string_view digits) {
    std::string bytes;
    while (digits.size() > 1) {
        if (digits.front() == ' ') {
            digits.remove_prefix(1);
            continue;
        }
        unsigned byte = 0;
        std::from_chars(digits.data(), digits.data() + 2, byte, 16);
        bytes += static_cast<char>(static_cast<unsigned char>(byte));
        digits.remove_prefix(2);
    }
    return bytes;
}

std::string hex(std::string_view bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string digits;
    for (const char c : bytes) {
        digits += kDigits[static_cast<unsigned char>(c) >> 4];
        digits += kDigits[static_cast<unsigned char>(c) & 0xF];
    }
    return digits;
}

std::shared_ptr<const avro::Schema> avroSchema(std::string_view text) {
    auto schema = avro::Schema::parse(text);
    if (!schema) qFatal("%s", schema.error().detail.c_str());
    return *schema;
}

std::string render(const ValueTape& tape) {
    std::string out;
    if (!tape.empty()) renderValue({tape, 0}, out);
    return out;
}

std::string decoded(std::string_view writer, std::string_view reader, std::string_view bytes) {
    const auto program = avro::Program::compile(avroSchema(writer), avroSchema(reader));
    if (!program) return program.error().detail;
    avro::Decoder decoder;
    ValueTape tape;
    if (const auto failure = decoder.decode(**program, bytes, 0, tape)) {
        if (!tape.empty()) qFatal("a failure leaves the tape empty");
        const std::string place = failure->path.empty() ? "" : " at " + failure->path;
        return "byte " + std::to_string(failure->byte) + place + ": " + failure->reason;
    }
    if (!isSound(tape, bytes.size())) qFatal("the tape is not sound");
    return render(tape);
}

std::string decoded(std::string_view writer, std::string_view bytes) {
    return decoded(writer, writer, bytes);
}

bool isSound(const ValueTape& tape, std::size_t payloadBytes) {
    std::uint32_t offset = 0;
    for (std::uint32_t i = 0; i < tape.nodes().size(); ++i) {
        const ValueNode& node = tape[i];
        if (node.offset < offset || node.offset > payloadBytes) return false;
        offset = node.offset;
        if (node.end <= i || node.end > tape.nodes().size()) return false;
        const bool container = node.kind == ValueKind::Array || node.kind == ValueKind::Object;
        if (!container && node.end != i + 1) return false;
        if (node.kind == ValueKind::Text && !isValidUtf8(node.text())) return false;
        std::uint32_t children = 0;
        for (const ValueView child : ValueView(tape, i).children()) {
            if (child->end > node.end) return false;
            ++children;
        }
        if (container && children != node.size) return false;
    }
    return !tape.empty() && tape.root().end == tape.nodes().size();
}

} // namespace eventflow::test
