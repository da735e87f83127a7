#pragma once

#include "core/registry/registry_model.h"

#include <string>
#include <string_view>

namespace eventflow::registry {

/// `/subjects/{subject}`, encoded.
std::string subjectPath(std::string_view subject);
/// `/subjects/{subject}/versions/{version}`, encoded.
std::string versionPath(std::string_view subject, VersionSelector version);
/// What a schema is sent as. A type of Avro is left out, for registries that know no other.
std::string definitionJson(const SchemaDefinition& schema);

/// A path with its query: `Query("/subjects").add("deleted", "true").take()`.
class Query {
public:
    explicit Query(std::string path) : m_text(std::move(path)) {}
    Query& add(std::string_view name, std::string_view value);
    /// `deleted=true` or `deletedOnly=true`, or nothing.
    Query& add(Deleted deleted);
    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    std::string m_text;
    char m_separator = '?';
};

} // namespace eventflow::registry
