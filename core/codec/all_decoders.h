#pragma once

#include "core/codec/detection.h"

namespace eventflow::codec {

/// A detector's parts with the decoders for schemas of a registry: Avro and Protobuf. `schemas` may be null.
/// Detection itself knows no decoder, so that each can be tested without the others.
DetectionParts withSchemaDecoders(SchemaLookup* schemas);

} // namespace eventflow::codec
