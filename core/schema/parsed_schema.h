#pragma once

#include "core/base/result.h"
#include "core/codec/registered_schema.h"
#include "core/schema/compatibility.h"
#include "core/schema/json_schema.h"
#include "core/schema/schema_tree.h"

#include <memory>
#include <variant>

namespace eventflow::codec::avro {
class Schema;
}
namespace eventflow::codec::protobuf {
class MessagePool;
}

namespace eventflow::schema {

/// A schema of any format, parsed. Immutable and cheap to copy.
class ParsedSchema {
public:
    /// Errors: ParseError with the place; LimitExceeded.
    static Result<ParsedSchema> parse(const codec::RegisteredSchema& schema);

    [[nodiscard]] codec::SchemaType type() const;
    [[nodiscard]] SchemaTree tree() const;

private:
    using Avro = std::shared_ptr<const codec::avro::Schema>;

    using Protobuf = std::shared_ptr<const codec::protobuf::MessagePool>;
    using Any = std::variant<Avro, JsonSchema, Protobuf>;

    explicit ParsedSchema(Any schema) : m_schema(std::move(schema)) {}
    friend SchemaCheck canRead(const ParsedSchema& reader, const ParsedSchema& writer);

    Any m_schema;
};

/// The format's own check. Schemas of different formats read nothing of each other.
[[nodiscard]] SchemaCheck canRead(const ParsedSchema& reader, const ParsedSchema& writer);

} // namespace eventflow::schema
