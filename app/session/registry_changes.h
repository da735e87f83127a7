#pragma once

#include "app/session/change_trail.h"
#include "core/config/connection.h"
#include "pipelines/registry/registry_writer.h"

#include <cstdint>
#include <string>

// Changes of a schema registry with their confirmation and their line in the audit log. Each blocks. Errors:
// those of RegistryWriter and of admin::carryOut.

namespace eventflow::app {

/// The right, who confirmed, and where it is written down.
struct RegistryChange {
    const config::WritePermit& permit;
    const ChangeTrail& trail;
    const std::string& confirmation; ///< the subject, typed; needed in production
};

/// The id, which is the old one when the schema is registered already.
Result<std::int32_t> registerSchema(const std::shared_ptr<registry::RegistryConnection>& registry,
                                    const RegistryChange& change, const std::string& subject,
                                    const registry::SchemaDefinition& schema, bool normalize = false);
/// Of all subjects without a level of their own when `subject` is empty; what is typed is the registry's name
/// then.
Status setCompatibility(const std::shared_ptr<registry::RegistryConnection>& registry,
                        const RegistryChange& change, const std::string& subject, const std::string& level);

} // namespace eventflow::app
