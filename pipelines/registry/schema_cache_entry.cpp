#include "core/base/hash.h"
#include "core/base/json_writer.h"
#include "core/codec/json_decoder.h"
#include "pipelines/registry/registry_responses.h"
#include "pipelines/registry/schema_cache_folder.h"

#include <limits>

namespace eventflow::registry {

namespace {

constexpr std::string_view kFirstLine = "eventflow schema 1 ";

Error unfit(const char* why) {
    return {ErrorCode::Corrupt, std::string("entry of the schema cache: ") + why};
}

std::string checksum(std::string_view json) {
    const Hash128 hash = hash128(json);
    return std::to_string(hash.high) + '-' + std::to_string(hash.low);
}

bool read(const simdjson::dom::object& members, const char* name, std::string& out) {
    std::string_view text;
    if (members[name].get(text) != simdjson::SUCCESS) return false;
    out = text;
    return true;
}

bool read(const simdjson::dom::object& members, const char* name, std::int32_t& out) {
    std::int64_t number = 0;
    if (members[name].get(number) != simdjson::SUCCESS || number < 0 ||
        number > std::numeric_limits<std::int32_t>::max())
        return false;
    out = static_cast<std::int32_t>(number);
    return true;
}

Result<codec::RegisteredSchema> readEntry(std::string_view key, const simdjson::dom::object& members) {
    codec::RegisteredSchema schema;
    std::string typeName;
    std::string storedKey;
    if (!read(members, "key", storedKey) || storedKey != key) return unfit("it is another schema's");
    if (!read(members, "id", schema.id) || !read(members, "schema", schema.text))
        return unfit("no id or no schema");
    const auto type = read(members, "type", typeName) ? schemaTypeFromName(typeName) : std::nullopt;
    if (!type) return unfit("no type of schema");
    schema.type = *type;
    simdjson::dom::array references;
    if (members["references"].get(references) != simdjson::SUCCESS) return unfit("no list of references");
    for (const auto& element : references) {
        simdjson::dom::object reference;
        codec::ReferencedSchema& out = schema.references.emplace_back();
        if (schema.references.size() > kMaxReferences || element.get(reference) != simdjson::SUCCESS ||
            !read(reference, "name", out.name) || !read(reference, "subject", out.subject) ||
            !read(reference, "version", out.version) || !read(reference, "schema", out.text))
            return unfit("a reference that is none");
    }
    return schema;
}

} // namespace

std::string cacheEntryText(std::string_view key, const codec::RegisteredSchema& schema) {
    JsonWriter json;
    json.beginObject().key("key").string(key).key("id").number(schema.id);
    json.key("type").string(toString(schema.type)).key("schema").string(schema.text);
    json.key("references").beginArray();
    for (const codec::ReferencedSchema& reference : schema.references) {
        json.beginObject().key("name").string(reference.name).key("subject").string(reference.subject);
        json.key("version").number(reference.version).key("schema").string(reference.text).endObject();
    }
    json.endArray().endObject();
    return std::string(kFirstLine) + checksum(json.text()) + '\n' + json.text() + '\n';
}

Result<codec::RegisteredSchema> parseCacheEntry(std::string_view key, std::string_view text) {
    const std::size_t lineEnd = text.find('\n');
    if (!text.starts_with(kFirstLine) || lineEnd == std::string_view::npos || !text.ends_with('\n'))
        return unfit("it does not begin and end like one");
    std::string_view json = text.substr(lineEnd + 1);
    if (json.empty()) return unfit("it is empty");
    json.remove_suffix(1);
    if (text.substr(kFirstLine.size(), lineEnd - kFirstLine.size()) != checksum(json))
        return unfit("its checksum does not fit");
    codec::JsonDecoder decoder(SchemaCacheFolder::kMaxEntryBytes);
    simdjson::dom::element root;
    simdjson::dom::object members;
    if (decoder.decodeUnpadded(json, root) != simdjson::SUCCESS || root.get(members) != simdjson::SUCCESS)
        return unfit("it is no JSON object");
    return readEntry(key, members);
}

} // namespace eventflow::registry
