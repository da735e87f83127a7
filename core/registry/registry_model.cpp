#include "core/registry/registry_model.h"

namespace eventflow::registry {

const char* toString(codec::SchemaType type) {
    switch (type) {
    case codec::SchemaType::Avro:
        return "AVRO";
    case codec::SchemaType::Json:
        return "JSON";
    case codec::SchemaType::Protobuf:
        return "PROTOBUF";
    }
    return "AVRO";
}

std::optional<codec::SchemaType> schemaTypeFromName(std::string_view name) {
    for (const auto type : {codec::SchemaType::Avro, codec::SchemaType::Json, codec::SchemaType::Protobuf})
        if (name == toString(type)) return type;
    return std::nullopt;
}

} // namespace eventflow::registry
