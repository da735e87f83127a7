#include "app/clusters/app_schema_registry.h"

#include "app/session/registry_changes.h"
#include "pipelines/registry/reference_resolver.h"

namespace eventflow::app {

Result<std::vector<std::string>> AppSchemaRegistry::subjects(registry::Deleted deleted) {
    return m_reader.subjects({{}, deleted});
}

Result<std::vector<std::int32_t>> AppSchemaRegistry::versions(const std::string& subject,
                                                              registry::Deleted deleted) {
    return m_reader.versions(subject, deleted);
}

Result<registry::SubjectSchema> AppSchemaRegistry::schema(const std::string& subject,
                                                          registry::VersionSelector version,
                                                          registry::Deleted deleted) {
    return m_reader.schema(subject, version, deleted);
}

Result<std::vector<codec::ReferencedSchema>>
AppSchemaRegistry::references(const registry::SchemaDefinition& schema) {
    return registry::resolveReferences(
        schema, [this](const registry::SchemaReference& reference) -> Result<registry::SchemaDefinition> {
            // What refers to a version outlives that version's deletion.
            auto found = m_reader.schema(reference.subject, reference.version, registry::Deleted::Include);
            if (!found) return found.error();
            return std::move(found->schema);
        });
}

Result<std::vector<std::int32_t>> AppSchemaRegistry::referencedBy(const std::string& subject, int version) {
    return m_reader.referencedBy(subject, version);
}

Result<std::vector<registry::SubjectVersion>> AppSchemaRegistry::versionsOf(std::int32_t id) {
    return m_reader.versionsOf(id);
}

Result<registry::RegistryConfig> AppSchemaRegistry::config(const std::string& subject) {
    if (subject.empty()) return m_reader.config();
    auto config = m_reader.config(subject);
    // Some registries know no inheritance and say that the subject has no level of its own.
    return config || config.error().code != ErrorCode::NotFound ? std::move(config) : m_reader.config();
}

Result<std::string> AppSchemaRegistry::mode(const std::string& subject) {
    auto mode = m_reader.mode(subject);
    return mode || mode.error().code != ErrorCode::NotFound ? std::move(mode) : m_reader.mode();
}

Result<registry::CompatibilityAnswer>
AppSchemaRegistry::testCompatibility(const std::string& subject, const registry::SchemaDefinition& schema) {
    return m_reader.testCompatibility(subject, schema);
}

Result<std::int32_t> AppSchemaRegistry::registerSchema(const std::string& subject,
                                                       const registry::SchemaDefinition& schema,
                                                       const std::string& confirmation) {
    const auto permit = config::WritePermit::forConnection(m_connection);
    if (!permit) return permit.error();
    return app::registerSchema(m_registry, {*permit, m_trail, confirmation}, subject, schema);
}

Status AppSchemaRegistry::setCompatibility(const std::string& subject, const std::string& level,
                                           const std::string& confirmation) {
    const auto permit = config::WritePermit::forConnection(m_connection);
    if (!permit) return permit.error();
    return app::setCompatibility(m_registry, {*permit, m_trail, confirmation}, subject, level);
}

} // namespace eventflow::app
