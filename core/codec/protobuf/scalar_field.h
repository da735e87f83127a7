#pragma once

#include "core/codec/protobuf/message_plan.h"
#include "core/codec/protobuf/wire_reader.h"
#include "core/codec/tape_writer.h"

#include <string_view>

namespace eventflow::codec::protobuf {

/// How one value of the type stands on the wire.
WireType wireTypeOf(FieldType type);
/// Whether many values may stand in one field of type Len.
bool isPackable(FieldType type);
/// `int32`, `sfixed64`: as .proto files write them.
const char* toString(FieldType type);

/// Reads one value, no message or group, and writes it as the node at `place`. A varint is cut to the type's
/// width, as the format demands. False when the reader failed; a string of proto3 that is not UTF-8 is a
/// failure, one of proto2 becomes Bytes.
bool writeScalar(const FieldPlan& field, WireReader& in, TapeWriter& out, const NodePlace& place);

/// What an absent value counts as: 0, false, empty, and the symbol of 0.
void writeDefault(const FieldPlan& field, TapeWriter& out, const NodePlace& place, std::size_t end);

/// A map's key as the name of a member; without a reader its default.
bool readMapKey(const FieldPlan& key, WireReader* in, Arena& arena, std::string_view& name);

} // namespace eventflow::codec::protobuf
