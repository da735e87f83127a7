#pragma once

#include "core/base/result.h"
#include "core/config/connection.h"
#include "core/registry/registry_model.h"
#include "pipelines/registry/registry_connection.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::registry {

/// Everything that changes a schema registry; what only asks is RegistryReader. Needs a permit, so that what
/// has none cannot write by mistake. Confirmation and audit are the caller's. Thread: any; every call blocks.
/// A request whose fate is unknown is not sent to a second address, except to register, which has the same
/// result twice. Errors: those of RegistryReader.
class RegistryWriter {
public:
    RegistryWriter(std::shared_ptr<RegistryConnection> connection, config::WritePermit permit)
        : m_connection(std::move(connection)), m_permit(std::move(permit)) {}

    [[nodiscard]] const config::WritePermit& permit() const { return m_permit; }

    /// The id, which is the old one when the schema is registered already.
    Result<std::int32_t> registerSchema(std::string_view subject, const SchemaDefinition& schema,
                                        bool normalize = false);

    /// The versions that are deleted now. Permanently only after softly.
    Result<std::vector<std::int32_t>> deleteSubject(std::string_view subject, Deletion deletion);
    Result<std::int32_t> deleteVersion(std::string_view subject, VersionSelector version, Deletion deletion);

    /// Without a subject the global setting.
    Status setCompatibility(std::optional<std::string_view> subject, std::string_view level);
    Status setMode(std::optional<std::string_view> subject, std::string_view mode);
    /// Back to the global setting.
    Status clearCompatibility(std::string_view subject);
    Status clearMode(std::string_view subject);

private:
    Status put(const char* setting, std::optional<std::string_view> subject, const char* key,
               std::string_view value);
    Status clear(const char* setting, std::string_view subject);

    std::shared_ptr<RegistryConnection> m_connection;
    config::WritePermit m_permit;
};

} // namespace eventflow::registry
