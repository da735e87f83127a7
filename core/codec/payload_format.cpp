#include "core/codec/payload_format.h"

#include "core/codec/cbor.h"
#include "core/codec/json_tape.h"
#include "core/codec/logfmt.h"
#include "core/codec/msgpack.h"
#include "core/codec/plain_text.h"
#include "core/codec/protobuf/raw_message.h"
#include "core/codec/tape_writer.h"

#include <cctype>

namespace eventflow::codec {

namespace {

DecodeFailure refuse(ValueTape& tape, std::size_t byte, const char* reason) {
    tape.clear();
    return {byte, reason, {}};
}

std::optional<DecodeFailure> readText(std::string_view payload, ValueTape& tape) {
    TextEncoding encoding{};
    return decodeText(payload, tape, encoding);
}

std::optional<DecodeFailure> readHex(std::string_view payload, ValueTape& tape) {
    TapeWriter(tape).bytes({}, payload, payload.size());
    return std::nullopt;
}

/// Text between `<` and `>`, whose first tag has a name: enough to colour it as XML; it is not parsed.
std::optional<DecodeFailure> readXml(std::string_view payload, ValueTape& tape) {
    if (auto failure = readText(payload, tape)) return failure;
    const std::string_view text = tape.root().text();
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || text[first] != '<')
        return refuse(tape, 0, "does not begin with '<'");
    const char next = first + 1 < text.size() ? text[first + 1] : ' ';
    if (next != '?' && next != '!' && next != '_' && std::isalpha(static_cast<unsigned char>(next)) == 0)
        return refuse(tape, 1, "'<' is followed by no name");
    if (text[text.find_last_not_of(" \t\r\n")] != '>')
        return refuse(tape, payload.size() - 1, "does not end with '>'");
    return std::nullopt;
}

bool isContainer(const ValueTape& tape) {
    return tape.root().kind == ValueKind::Object || tape.root().kind == ValueKind::Array;
}

/// What a binary format makes of text is chance, and so is a value of one byte.
std::optional<DecodeFailure> refuseChance(PayloadFormat format, std::string_view payload, ValueTape& tape) {
    static constexpr std::string_view kSelfDescribedCbor = "\xD9\xD9\xF7";
    if (format == PayloadFormat::Cbor && payload.starts_with(kSelfDescribedCbor)) return std::nullopt;
    if (isPrintable(payload)) return refuse(tape, 0, "printable text throughout");
    if (!isContainer(tape)) return refuse(tape, 0, "a single value, neither map nor array");
    return std::nullopt;
}

std::optional<DecodeFailure> refuseProse(ValueTape& tape) {
    std::size_t pairs = 0;
    for (const ValueView member : ValueView(tape, 0).children())
        if (member->kind == ValueKind::Text) ++pairs;
    if (pairs < 2 || pairs * 2 < tape.root().size)
        return refuse(tape, 0, "fewer than two pairs of key=value, or more words than pairs");
    return std::nullopt;
}

} // namespace

const char* toString(PayloadFormat format) {
    switch (format) {
    case PayloadFormat::Null:
        return "null";
    case PayloadFormat::Empty:
        return "empty";
    case PayloadFormat::Avro:
        return "avro";
    case PayloadFormat::Protobuf:
        return "protobuf";
    case PayloadFormat::AvroSingleObject:
        return "avro-single-object";
    case PayloadFormat::AvroContainer:
        return "avro-container";
    case PayloadFormat::Json:
        return "json";
    case PayloadFormat::Xml:
        return "xml";
    case PayloadFormat::Msgpack:
        return "msgpack";
    case PayloadFormat::Cbor:
        return "cbor";
    case PayloadFormat::ProtobufRaw:
        return "protobuf-raw";
    case PayloadFormat::Logfmt:
        return "logfmt";
    case PayloadFormat::Text:
        return "text";
    case PayloadFormat::Hex:
        return "hex";
    case PayloadFormat::SchemaFrame:
        return "schema-frame";
    }
    return "unknown";
}

std::optional<DecodeFailure> decodeAs(PayloadFormat format, std::string_view payload, ValueTape& tape) {
    switch (format) {
    case PayloadFormat::Json:
        return decodeJson(payload, tape);
    case PayloadFormat::Xml:
        return readXml(payload, tape);
    case PayloadFormat::Msgpack:
        return decodeMsgpack(payload, tape);
    case PayloadFormat::Cbor:
        return decodeCbor(payload, tape);
    case PayloadFormat::ProtobufRaw:
        return protobuf::decodeRawMessage(payload, tape);
    case PayloadFormat::Logfmt:
        return decodeLogfmt(payload, tape);
    case PayloadFormat::Text:
        return readText(payload, tape);
    case PayloadFormat::Hex:
        return readHex(payload, tape);
    default:
        return refuse(tape, 0, "the format needs a decoder of its own");
    }
}

std::optional<DecodeFailure> decodeIfPlausible(PayloadFormat format, std::string_view payload,
                                               ValueTape& tape) {
    if (format == PayloadFormat::ProtobufRaw)
        if (auto failure = protobuf::doubtRawMessage(payload)) return failure;
    if (auto failure = decodeAs(format, payload, tape)) return failure;
    switch (format) {
    case PayloadFormat::Msgpack:
    case PayloadFormat::Cbor:
        return refuseChance(format, payload, tape);
    case PayloadFormat::Logfmt:
        return refuseProse(tape);
    default:
        return std::nullopt;
    }
}

} // namespace eventflow::codec
