#pragma once

#include "core/codec/schema_lookup.h"

#include <memory>
#include <string>

namespace eventflow::testing {

/// Knows one Avro schema, by the id 7: a record with the int `code`.
class OneSchema final : public codec::SchemaLookup {
public:
    Result<std::shared_ptr<const codec::RegisteredSchema>> find(std::int32_t id) override {
        if (id != 7) return Error{ErrorCode::NotFound, "no such schema"};
        codec::RegisteredSchema schema;
        schema.id = 7;
        schema.text = R"({"type":"record","name":"R","fields":[{"name":"code","type":"int"}]})";
        return std::make_shared<const codec::RegisteredSchema>(schema);
    }
    Result<std::shared_ptr<const codec::RegisteredSchema>> findByGuid(std::string_view) override {
        return Error{ErrorCode::NotFound, "no such schema"};
    }
};

/// What the header `__value_schema_id` says for it, and a body without a frame: {"code": 500}.
inline const std::string kSchemaHeader("\0\0\0\0\7", 5);
inline const std::string kBodyOf500("\xe8\x07", 2);

} // namespace eventflow::testing
