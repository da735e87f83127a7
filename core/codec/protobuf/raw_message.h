#pragma once

#include "core/codec/decode_failure.h"
#include "core/codec/protobuf/wire_reader.h"
#include "core/codec/tape_writer.h"

#include <optional>
#include <string_view>

namespace eventflow::codec::protobuf {

/// Reads a message without its schema as an Object in wire order: a member is called by number and wire type,
/// `#17:varint`, and comes as often as it is there. Varints and fixed values are unsigned integers; what has
/// a length is Text where it can be read as one, else an Object where it has the form of a message, else
/// Bytes: a guess that only a schema can better. Nothing on success. Lifetime: the tape points into the
/// payload.
std::optional<DecodeFailure> decodeRawMessage(std::string_view payload, ValueTape& tape);

/// Why the bytes are hardly meant as a message, though they may have its form: text, field numbers above
/// 4095, or varints longer than they need to be. Nothing when they may be one.
std::optional<DecodeFailure> doubtRawMessage(std::string_view payload);

/// Writes one field, whose tag has just been read, in that manner. False when the reader or the writer
/// failed.
bool writeRawField(WireReader& in, const WireTag& tag, TapeWriter& out, std::size_t depth);

} // namespace eventflow::codec::protobuf
