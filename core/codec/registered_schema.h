#pragma once

#include <cstdint>
#include <string>
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

} // namespace eventflow::codec
