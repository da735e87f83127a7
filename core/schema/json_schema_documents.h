#pragma once

#include "core/base/result.h"
#include "core/codec/json_decoder.h"
#include "core/codec/registered_schema.h"

#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace eventflow::schema {

/// A place in one of the documents.
struct JsonPlace {
    simdjson::dom::element value;
    std::string pointer; ///< as JsonSchemaNode::pointer
    std::string base;    ///< what references there are relative to
};

/// The documents that make up a JSON Schema while it is parsed: the schema itself and what it refers to, with
/// an index of the names that `$id` and `$anchor` give. Lifetime: elements end with it.
class JsonSchemaDocuments {
public:
    explicit JsonSchemaDocuments(std::size_t maxBytes) : m_maxBytes(maxBytes) {}

    Status add(std::string_view name, std::string_view text);
    /// The first one added.
    [[nodiscard]] JsonPlace root() const;
    /// Where a `$ref` at a place with this base leads.
    [[nodiscard]] std::optional<JsonPlace> resolve(const std::string& base, std::string_view reference) const;

private:
    struct Document {
        std::string name;
        codec::JsonDecoder decoder;
        JsonPlace place;
    };

    void index(const JsonPlace& place, std::size_t depth);
    [[nodiscard]] const JsonPlace* document(const std::string& base, std::string_view reference) const;
    static std::optional<JsonPlace> descend(JsonPlace place, std::string_view pointer);

    std::size_t m_maxBytes;
    std::deque<Document> m_documents;
    std::map<std::string, JsonPlace, std::less<>> m_named; ///< by `$id`, name, and `…#anchor`
};

} // namespace eventflow::schema
