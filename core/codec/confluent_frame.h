#pragma once

#include "core/codec/decode_failure.h"
#include "core/model/record.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::codec {

/// Of a record its key or its value: each has its own framing, schema and decoder.
enum class RecordPart : std::uint8_t { Key, Value };

/// How a payload names its schema.
enum class FrameKind : std::uint8_t {
    None,
    ConfluentId,     ///< 00, int32 id
    ConfluentGuid,   ///< 01, 16-byte GUID
    ConfluentHeader, ///< the same bytes in the header `__key_schema_id` or `__value_schema_id`
    Glue,            ///< 03, compression, 16-byte UUID of an AWS Glue schema version
};

/// A run of bytes of a payload with one meaning, for a ruler below its hex dump.
struct FrameSpan {
    enum class Part : std::uint8_t { Magic, SchemaId, Compression, MessageIndexes, Body };
    Part part = Part::Body;
    std::size_t offset = 0;
    std::size_t size = 0;
};

/// Which message of a .proto file a Confluent-framed Protobuf body is: the index of a top-level message, then
/// of one nested in it, and so on.
struct MessageIndexes {
    std::vector<std::int32_t> path;
    std::size_t size = 0; ///< bytes they take
};

/// What stands in front of a payload's body.
struct SchemaFrame {
    FrameKind kind = FrameKind::None;
    std::optional<std::int32_t> schemaId;
    std::string schemaGuid; ///< as a UUID, where there is no id
    bool zlib = false;      ///< the body is compressed (Glue only)
    std::size_t bodyOffset = 0;
    /// The bytes behind the id where the header carries them: the message indexes of Protobuf. View into the
    /// header; without a header they are in front of the body.
    std::string_view headerRest;

    /// The frame's bytes in the payload, in order; `indexBytes` of the body are message indexes.
    [[nodiscard]] std::vector<FrameSpan> spans(std::size_t payloadBytes, std::size_t indexBytes = 0) const;
};

/// The header that names the schema of that part, and its value in a record's headers; nothing when it is not
/// there or null. Of several with one name Kafka's clients take the last.
std::string_view schemaHeaderName(RecordPart part);
NullableBytes findSchemaHeader(std::span<const Header> headers, RecordPart part);

/// Reads the frame, headers first. Only bytes are looked at: a payload that begins with 00 need not have a
/// frame, that its id is registered and that its body decodes must show it. FrameKind::None when there is
/// none; a header that has neither form counts as absent.
SchemaFrame readSchemaFrame(std::string_view payload, std::span<const Header> headers, RecordPart part);

/// Reads the message indexes of Protobuf: a zig-zag varint count, then as many zig-zag varints. A single 0 is
/// short for [0]. Failures count bytes from the beginning of `bytes`.
std::optional<DecodeFailure> readMessageIndexes(std::string_view bytes, MessageIndexes& out);

/// Inflates a zlib stream into `out`, up to kMaxPayloadBytes: more is refused, as is anything behind the
/// stream's end.
std::optional<DecodeFailure> inflateBounded(std::string_view compressed, std::string& out);

/// 16 bytes as `8-4-4-4-12` hexadecimal digits.
std::string uuidText(std::string_view bytes);

} // namespace eventflow::codec
