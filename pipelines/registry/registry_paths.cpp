#include "pipelines/registry/registry_paths.h"

#include "core/base/json_writer.h"
#include "core/base/percent_encoding.h"
#include "pipelines/registry/registry_url.h"

namespace eventflow::registry {

std::string subjectPath(std::string_view subject) {
    return "/subjects/" + percentEncode(subject);
}

std::string versionPath(std::string_view subject, VersionSelector version) {
    return subjectPath(subject) + "/versions/" + version.text();
}

std::string definitionJson(const SchemaDefinition& schema) {
    JsonWriter json;
    json.beginObject().key("schema").string(schema.text);
    if (schema.type != codec::SchemaType::Avro) json.key("schemaType").string(toString(schema.type));
    if (!schema.references.empty()) {
        json.key("references").beginArray();
        for (const SchemaReference& reference : schema.references) {
            json.beginObject().key("name").string(reference.name);
            json.key("subject").string(reference.subject);
            json.key("version").number(reference.version).endObject();
        }
        json.endArray();
    }
    json.endObject();
    return std::move(json).take();
}

Query& Query::add(std::string_view name, std::string_view value) {
    m_text += m_separator;
    m_text += name;
    m_text += '=';
    m_text += percentEncode(value);
    m_separator = '&';
    return *this;
}

Query& Query::add(Deleted deleted) {
    if (deleted == Deleted::Include) return add("deleted", "true");
    if (deleted == Deleted::Only) return add("deletedOnly", "true");
    return *this;
}

} // namespace eventflow::registry
