#pragma once

#include "core/base/result.h"
#include "core/codec/confluent_frame.h"
#include "core/codec/payload_decoder.h"
#include "core/codec/payload_format.h"
#include "core/codec/registered_schema.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace eventflow::codec {

/// How payloads of one topic are to be read: a format that needs nothing else, or a decoder for a schema that
/// the user chose. A frame in front is skipped for a decoder.
struct FormatOverride {
    PayloadFormat format = PayloadFormat::Json;
    std::shared_ptr<PayloadDecoder> decoder; ///< for Avro and Protobuf, else null
};

/// Where decoders get schemas by the id or GUID that a payload carries.
/// Thread: any. find() may block on the network: a decoder on the hot path asks once for each id and keeps
/// what it made of it. Errors: NotFound, the registry does not know it (remembered for a while); Unavailable,
/// it does not answer; PermissionDenied.
class SchemaLookup {
public:
    SchemaLookup() = default;
    SchemaLookup(const SchemaLookup&) = delete;
    SchemaLookup& operator=(const SchemaLookup&) = delete;
    virtual ~SchemaLookup() = default;

    [[nodiscard]] virtual Result<std::shared_ptr<const RegisteredSchema>> find(std::int32_t id) = 0;
    /// By the 16 bytes of the version 1 framing, written as a UUID.
    [[nodiscard]] virtual Result<std::shared_ptr<const RegisteredSchema>>
    findByGuid(std::string_view guid) = 0;

    /// What payloads of a topic are read with that need not say so themselves; a decoder of null: nothing was
    /// chosen. A detector asks once for each topic and part. Errors: why what was chosen can't be used.
    [[nodiscard]] virtual Result<FormatOverride> chosenFormat(std::string_view topic, RecordPart part) {
        static_cast<void>(topic);
        static_cast<void>(part);
        return FormatOverride{};
    }
};

} // namespace eventflow::codec
