#pragma once

#include "core/codec/decode_failure.h"
#include "core/codec/value_tape.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace eventflow::codec {

/// What a payload turned out to be.
enum class PayloadFormat : std::uint8_t {
    Null,  ///< no payload; not the same as an empty one
    Empty, ///< no bytes
    Avro,  ///< of a registered schema, likewise Protobuf
    Protobuf,
    AvroSingleObject,
    AvroContainer,
    Json,
    Xml, ///< as text
    Msgpack,
    Cbor,
    ProtobufRaw, ///< Protobuf without a schema: fields by number
    Logfmt,
    Text,
    Hex,         ///< nothing else: bytes
    SchemaFrame, ///< never a result: names an attempt that ended at the frame
};

/// For reports and files: `json`, `protobuf-raw`.
const char* toString(PayloadFormat format);

/// Decodes a payload as one of the formats that need nothing but the bytes: Json, Xml, Msgpack, Cbor,
/// ProtobufRaw, Logfmt, Text and Hex. Nothing on success.
std::optional<DecodeFailure> decodeAs(PayloadFormat format, std::string_view payload, ValueTape& tape);

/// Like decodeAs, but only when it is plausible that the payload is meant so: a MessagePack integer followed
/// by nothing or a line with one `=` could be anything. Says why not.
std::optional<DecodeFailure> decodeIfPlausible(PayloadFormat format, std::string_view payload,
                                               ValueTape& tape);

} // namespace eventflow::codec
