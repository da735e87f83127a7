#include "core/codec/all_decoders.h"

#include "core/codec/avro/payload_decoders.h"
#include "core/codec/protobuf/message_pool.h"

namespace eventflow::codec {

DetectionParts withSchemaDecoders(SchemaLookup* schemas) {
    DetectionParts parts;
    parts.schemas = schemas;
    parts.avro = avro::makeSchemaDecoder;
    parts.protobuf = protobuf::makeDecoder;
    return parts;
}

} // namespace eventflow::codec
