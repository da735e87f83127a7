#pragma once

#include "core/base/result.h"
#include "core/registry/registry_model.h"
#include "pipelines/registry/registry_connection.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::registry {

/// Which subjects to list.
struct SubjectFilter {
    std::string prefix;
    Deleted deleted = Deleted::Exclude;
};

/// How to compare a schema with what is registered.
struct LookupOptions {
    bool normalize = false;
    Deleted deleted = Deleted::Exclude; ///< Only is taken as Include
};

/// Where a setting comes from when a subject has none of its own.
enum class Inheritance : std::uint8_t { None, Global };

/// Everything about a Confluent-compatible schema registry that can be asked without changing it. Thread:
/// any; every call blocks. Errors: those of RegistryConnection; ParseError, the answer is not what the API
/// promises; Unsupported, this registry does not offer the call.
class RegistryReader {
public:
    explicit RegistryReader(std::shared_ptr<RegistryConnection> connection)
        : m_connection(std::move(connection)) {}

    Result<std::vector<std::string>> subjects(const SubjectFilter& filter = {}) const;
    Result<std::vector<std::int32_t>> versions(std::string_view subject,
                                               Deleted deleted = Deleted::Exclude) const;
    Result<SubjectSchema> schema(std::string_view subject, VersionSelector version,
                                 Deleted deleted = Deleted::Exclude) const;
    /// The text alone, as it was registered.
    Result<std::string> schemaText(std::string_view subject, VersionSelector version) const;
    /// Ids of the schemas that refer to this version.
    Result<std::vector<std::int32_t>> referencedBy(std::string_view subject, VersionSelector version) const;
    /// Where this very schema is registered below the subject; NotFound when it is not.
    Result<SubjectSchema> lookup(std::string_view subject, const SchemaDefinition& schema,
                                 const LookupOptions& options = {}) const;

    Result<SchemaDefinition> schemaById(std::int32_t id) const;
    /// Registries since Confluent 8.0 only.
    Result<SchemaDefinition> schemaByGuid(std::string_view guid) const;
    Result<std::vector<std::string>> subjectsOf(std::int32_t id) const;
    Result<std::vector<SubjectVersion>> versionsOf(std::int32_t id) const;

    Result<std::vector<std::string>> types() const;
    Result<std::vector<std::string>> contexts() const;

    /// What the registry says to a new version: against one version, or against what registering checks.
    Result<CompatibilityAnswer>
    testCompatibility(std::string_view subject, const SchemaDefinition& schema,
                      std::optional<VersionSelector> against = std::nullopt) const;

    Result<RegistryConfig> config() const;
    Result<RegistryConfig> config(std::string_view subject, Inheritance inherit = Inheritance::Global) const;
    Result<std::string> mode() const;
    Result<std::string> mode(std::string_view subject, Inheritance inherit = Inheritance::Global) const;

    /// The address, for messages.
    [[nodiscard]] std::string name() const { return m_connection->name(); }

private:
    Result<std::string> get(std::string path) const;

    std::shared_ptr<RegistryConnection> m_connection;
};

} // namespace eventflow::registry
