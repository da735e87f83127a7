#include "core/schema/parsed_schema.h"

#include "core/codec/avro/schema.h"
#include "core/codec/protobuf/message_pool.h"
#include "core/schema/avro_compatibility.h"
#include "core/schema/protobuf_compatibility.h"

namespace eventflow::schema {

namespace {

const char* nameOf(codec::SchemaType type) {
    switch (type) {
    case codec::SchemaType::Avro:
        return "Avro";
    case codec::SchemaType::Json:
        return "JSON Schema";
    case codec::SchemaType::Protobuf:
        return "Protobuf";
    }
    return "Avro";
}

} // namespace

Result<ParsedSchema> ParsedSchema::parse(const codec::RegisteredSchema& schema) {
    switch (schema.type) {
    case codec::SchemaType::Avro: {
        std::vector<std::string_view> references;
        for (const codec::ReferencedSchema& reference : schema.references)
            references.emplace_back(reference.text);
        auto parsed = codec::avro::Schema::parse(schema.text, references, codec::avro::BadDefaults::Keep);
        if (!parsed) return parsed.error();
        return ParsedSchema(std::move(*parsed));
    }
    case codec::SchemaType::Json: {
        auto parsed = JsonSchema::parse(schema.text, schema.references);
        if (!parsed) return parsed.error();
        return ParsedSchema(std::move(*parsed));
    }
    case codec::SchemaType::Protobuf:
        break;
    }
    auto parsed = codec::protobuf::MessagePool::fromRegistered(schema);
    if (!parsed) return parsed.error();
    return ParsedSchema(std::move(*parsed));
}

codec::SchemaType ParsedSchema::type() const {
    if (std::holds_alternative<Avro>(m_schema)) return codec::SchemaType::Avro;
    return std::holds_alternative<JsonSchema>(m_schema) ? codec::SchemaType::Json
                                                        : codec::SchemaType::Protobuf;
}

SchemaTree ParsedSchema::tree() const {
    if (const Avro* avro = std::get_if<Avro>(&m_schema)) return treeOf(**avro);
    if (const JsonSchema* json = std::get_if<JsonSchema>(&m_schema)) return treeOf(*json);
    return treeOf(*std::get<Protobuf>(m_schema));
}

SchemaCheck canRead(const ParsedSchema& reader, const ParsedSchema& writer) {
    if (reader.type() != writer.type()) {
        SchemaCheck check;
        check.add({"SCHEMA_TYPE_CHANGED",
                   {},
                   {},
                   std::string("the writer's schema is ") + nameOf(writer.type()) + ", the reader's " +
                       nameOf(reader.type())});
        return check;
    }
    if (const auto* avro = std::get_if<ParsedSchema::Avro>(&reader.m_schema))
        return canRead(**avro, *std::get<ParsedSchema::Avro>(writer.m_schema));
    if (const auto* json = std::get_if<JsonSchema>(&reader.m_schema))
        return canRead(*json, std::get<JsonSchema>(writer.m_schema));
    return canRead(*std::get<ParsedSchema::Protobuf>(reader.m_schema),
                   *std::get<ParsedSchema::Protobuf>(writer.m_schema));
}

} // namespace eventflow::schema
