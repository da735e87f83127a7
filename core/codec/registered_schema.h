#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::codec {

enum class SchemaType : std::uint8_t { Avro, Json, Protobuf };

/// A schema that another one names: an import of Protobuf, a named type of Avro, a `$ref` of JSON Schema.
struct ReferencedSchema {
    std::string name;    ///< as the text that refers to it writes it
    std::string subject; ///< where it is registered
    int version = 0;
    std::string text;
};

/// A schema as a registry holds it. Immutable: an id never changes its meaning.
struct RegisteredSchema {
    std::int32_t id = 0;
    SchemaType type = SchemaType::Avro;
    std::string text;
    /// Everything that the text needs, directly or not; what others need comes first.
    std::vector<ReferencedSchema> references;
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
};

} // namespace eventflow::codec
