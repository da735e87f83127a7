#pragma once

#include "app/session/change_trail.h"
#include "core/config/connection.h"
#include "core/feed/schema_registry.h"
#include "pipelines/registry/registry_reader.h"

#include <memory>

namespace eventflow::app {

/// The registry of one connection. Thread: any.
class AppSchemaRegistry final : public feed::SchemaRegistry {
public:
    AppSchemaRegistry(std::shared_ptr<registry::RegistryConnection> registry, config::Connection connection,
                      ChangeTrail trail)
        : m_registry(std::move(registry)),
          m_reader(m_registry),
          m_connection(std::move(connection)),
          m_trail(std::move(trail)) {}

    [[nodiscard]] std::string name() const override { return m_registry->name(); }
    Result<std::vector<std::string>> subjects(registry::Deleted deleted) override;
    Result<std::vector<std::int32_t>> versions(const std::string& subject,
                                               registry::Deleted deleted) override;
    Result<registry::SubjectSchema> schema(const std::string& subject, registry::VersionSelector version,
                                           registry::Deleted deleted) override;
    Result<std::vector<codec::ReferencedSchema>>
    references(const registry::SchemaDefinition& schema) override;
    Result<std::vector<std::int32_t>> referencedBy(const std::string& subject, int version) override;
    Result<std::vector<registry::SubjectVersion>> versionsOf(std::int32_t id) override;
    Result<registry::RegistryConfig> config(const std::string& subject) override;
    Result<std::string> mode(const std::string& subject) override;
    Result<registry::CompatibilityAnswer>
    testCompatibility(const std::string& subject, const registry::SchemaDefinition& schema) override;
    Result<std::int32_t> registerSchema(const std::string& subject, const registry::SchemaDefinition& schema,
                                        const std::string& confirmation) override;
    Status setCompatibility(const std::string& subject, const std::string& level,
                            const std::string& confirmation) override;

private:
    const std::shared_ptr<registry::RegistryConnection> m_registry;
    const registry::RegistryReader m_reader;
    const config::Connection m_connection;
    const ChangeTrail m_trail;
};

} // namespace eventflow::app
