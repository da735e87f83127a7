#pragma once

#include "core/base/result.h"
#include "core/codec/registered_schema.h"
#include "core/schema/compatibility.h"

#include <memory>
#include <span>
#include <string_view>

namespace eventflow::schema {

struct JsonSchemaNode;

/// A JSON Schema, draft 4 to 2020-12, with what it refers to. The draft matters where drafts contradict each
/// other: what stands beside a `$ref` counts since 2019-09 only; a schema that names none is draft 7.
/// Immutable and cheap to copy. Bounds: kMaxBytes of text, 64 levels, kMaxNodes sub-schemas.
class JsonSchema {
public:
    static constexpr std::size_t kMaxBytes = 16 * 1024 * 1024;
    static constexpr std::size_t kMaxNodes = 50'000;

    /// Errors: ParseError with the place of a keyword that breaks the specification; LimitExceeded. A `$ref`
    /// that leads nowhere is none: nothing is proven about such a place.
    static Result<JsonSchema> parse(std::string_view text,
                                    std::span<const codec::ReferencedSchema> references = {});

    /// Lifetime: this schema's.
    [[nodiscard]] const JsonSchemaNode& root() const { return *m_root; }

private:
    JsonSchema(std::shared_ptr<const void> nodes, const JsonSchemaNode* root)
        : m_nodes(std::move(nodes)), m_root(root) {}

    std::shared_ptr<const void> m_nodes;
    const JsonSchemaNode* m_root;
};

/// Whether every value that the writer's schema allows is allowed by the reader's. It proves this keyword by
/// keyword; what it cannot prove it reports. Two things are taken as schema registries take them: a required
/// property that has a default may be missing, and `format` and other annotations do not count. Bounded:
/// after some hundred thousand comparisons it gives up with TOO_COMPLEX. Thread: any.
[[nodiscard]] SchemaCheck canRead(const JsonSchema& reader, const JsonSchema& writer);

} // namespace eventflow::schema
