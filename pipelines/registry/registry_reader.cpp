#include "pipelines/registry/registry_reader.h"

#include "core/base/percent_encoding.h"
#include "pipelines/registry/registry_paths.h"
#include "pipelines/registry/registry_responses.h"
#include "pipelines/registry/registry_url.h"

#include <set>
#include <utility>

namespace eventflow::registry {

namespace {

template <typename T>
Result<T> parse(const Result<std::string>& body, Result<T> (*parser)(std::string_view)) {
    if (!body) return body.error();
    return parser(*body);
}

std::string settingPath(const char* setting, std::string_view subject, Inheritance inherit) {
    Query query(std::string("/") + setting + '/' + percentEncode(subject));
    if (inherit == Inheritance::Global) query.add("defaultToGlobal", "true");
    return query.take();
}

} // namespace

Result<std::string> RegistryReader::get(std::string path) const {
    return m_connection->send({HttpMethod::Get, std::move(path), {}, Repeatable::Yes});
}

Result<std::vector<std::string>> RegistryReader::subjects(const SubjectFilter& filter) const {
    Query query("/subjects");
    if (!filter.prefix.empty()) query.add("subjectPrefix", filter.prefix);
    query.add(filter.deleted);
    auto names = parse(get(query.take()), parseNames);
    // Not every registry knows the parameter.
    if (names)
        std::erase_if(*names, [&](const std::string& name) { return !name.starts_with(filter.prefix); });
    return names;
}

Result<std::vector<std::int32_t>> RegistryReader::versions(std::string_view subject, Deleted deleted) const {
    return parse(get(Query(subjectPath(subject) + "/versions").add(deleted).take()), parseNumbers);
}

Result<SubjectSchema> RegistryReader::schema(std::string_view subject, VersionSelector version,
                                             Deleted deleted) const {
    return parse(get(Query(versionPath(subject, version)).add(deleted).take()), parseSubjectSchema);
}

Result<std::string> RegistryReader::schemaText(std::string_view subject, VersionSelector version) const {
    return get(versionPath(subject, version) + "/schema");
}

Result<std::vector<std::int32_t>> RegistryReader::referencedBy(std::string_view subject,
                                                               VersionSelector version) const {
    return parse(get(versionPath(subject, version) + "/referencedby"), parseNumbers);
}

Result<SubjectSchema> RegistryReader::lookup(std::string_view subject, const SchemaDefinition& schema,
                                             const LookupOptions& options) const {
    Query query(subjectPath(subject));
    if (options.normalize) query.add("normalize", "true");
    if (options.deleted != Deleted::Exclude) query.add(Deleted::Include);
    return parse(
        m_connection->send({HttpMethod::Post, query.take(), definitionJson(schema), Repeatable::Yes}),
        parseSubjectSchema);
}

Result<SchemaDefinition> RegistryReader::schemaById(std::int32_t id) const {
    return parse(get("/schemas/ids/" + std::to_string(id)), parseDefinition);
}

Result<SchemaDefinition> RegistryReader::schemaByGuid(std::string_view guid) const {
    return parse(get("/schemas/guids/" + percentEncode(guid)), parseDefinition);
}

Result<std::vector<std::string>> RegistryReader::subjectsOf(std::int32_t id) const {
    auto names = parse(get("/schemas/ids/" + std::to_string(id) + "/subjects"), parseNames);
    if (names || names.error().code != ErrorCode::Unsupported) return names;
    // Older registries and Apicurio only know the versions.
    const auto versions = versionsOf(id);
    if (!versions) return versions.error();
    std::set<std::string> subjects;
    for (const SubjectVersion& version : *versions)
        subjects.insert(version.subject);
    return std::vector<std::string>(subjects.begin(), subjects.end());
}

Result<std::vector<SubjectVersion>> RegistryReader::versionsOf(std::int32_t id) const {
    return parse(get("/schemas/ids/" + std::to_string(id) + "/versions"), parseSubjectVersions);
}

Result<std::vector<std::string>> RegistryReader::types() const {
    return parse(get("/schemas/types"), parseNames);
}

Result<std::vector<std::string>> RegistryReader::contexts() const {
    return parse(get("/contexts"), parseNames);
}

Result<CompatibilityAnswer> RegistryReader::testCompatibility(std::string_view subject,
                                                              const SchemaDefinition& schema,
                                                              std::optional<VersionSelector> against) const {
    std::string path = "/compatibility" + subjectPath(subject) + "/versions";
    if (against) path += '/' + against->text();
    return parse(m_connection->send(
                     {HttpMethod::Post, path + "?verbose=true", definitionJson(schema), Repeatable::Yes}),
                 parseCompatibility);
}

Result<RegistryConfig> RegistryReader::config() const {
    return parse(get("/config"), parseConfig);
}

Result<RegistryConfig> RegistryReader::config(std::string_view subject, Inheritance inherit) const {
    return parse(get(settingPath("config", subject, inherit)), parseConfig);
}

Result<std::string> RegistryReader::mode() const {
    return parse(get("/mode"), parseMode);
}

Result<std::string> RegistryReader::mode(std::string_view subject, Inheritance inherit) const {
    return parse(get(settingPath("mode", subject, inherit)), parseMode);
}

} // namespace eventflow::registry
