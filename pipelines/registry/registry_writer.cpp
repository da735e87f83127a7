#include "pipelines/registry/registry_writer.h"

#include "core/base/json_writer.h"
#include "core/base/percent_encoding.h"
#include "pipelines/registry/registry_paths.h"
#include "pipelines/registry/registry_responses.h"
#include "pipelines/registry/registry_url.h"

namespace eventflow::registry {

namespace {

std::string deletionPath(std::string path, Deletion deletion) {
    Query query(std::move(path));
    if (deletion == Deletion::Permanent) query.add("permanent", "true");
    return query.take();
}

} // namespace

Result<std::int32_t> RegistryWriter::registerSchema(std::string_view subject, const SchemaDefinition& schema,
                                                    bool normalize) {
    Query query(subjectPath(subject) + "/versions");
    if (normalize) query.add("normalize", "true");
    const auto body =
        m_connection->send({HttpMethod::Post, query.take(), definitionJson(schema), Repeatable::Yes});
    if (!body) return body.error();
    return parseId(*body);
}

Result<std::vector<std::int32_t>> RegistryWriter::deleteSubject(std::string_view subject, Deletion deletion) {
    const auto body = m_connection->send(
        {HttpMethod::Delete, deletionPath(subjectPath(subject), deletion), {}, Repeatable::No});
    if (!body) return body.error();
    return parseNumbers(*body);
}

Result<std::int32_t> RegistryWriter::deleteVersion(std::string_view subject, VersionSelector version,
                                                   Deletion deletion) {
    const auto body = m_connection->send(
        {HttpMethod::Delete, deletionPath(versionPath(subject, version), deletion), {}, Repeatable::No});
    if (!body) return body.error();
    return parseNumber(*body);
}

Status RegistryWriter::setCompatibility(std::optional<std::string_view> subject, std::string_view level) {
    return put("/config", subject, "compatibility", level);
}

Status RegistryWriter::setMode(std::optional<std::string_view> subject, std::string_view mode) {
    return put("/mode", subject, "mode", mode);
}

Status RegistryWriter::clearCompatibility(std::string_view subject) {
    return clear("/config/", subject);
}

Status RegistryWriter::clearMode(std::string_view subject) {
    return clear("/mode/", subject);
}

Status RegistryWriter::put(const char* setting, std::optional<std::string_view> subject, const char* key,
                           std::string_view value) {
    std::string path = setting;
    if (subject) path += '/' + percentEncode(*subject);
    JsonWriter json;
    json.beginObject().key(key).string(value).endObject();
    const auto body =
        m_connection->send({HttpMethod::Put, std::move(path), std::move(json).take(), Repeatable::Yes});
    return body ? Status() : Status(body.error());
}

Status RegistryWriter::clear(const char* setting, std::string_view subject) {
    const auto body =
        m_connection->send({HttpMethod::Delete, setting + percentEncode(subject), {}, Repeatable::No});
    return body ? Status() : Status(body.error());
}

} // namespace eventflow::registry
