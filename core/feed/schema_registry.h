#pragma once

#include "core/base/result.h"
#include "core/registry/registry_model.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace eventflow::feed {

/// A Confluent-compatible schema registry, as the desktop uses it. Every call blocks. Thread: any. Errors:
/// Unavailable, it does not answer; PermissionDenied; NotFound; Unsupported, it does not offer the call.
class SchemaRegistry {
public:
    SchemaRegistry() = default;
    SchemaRegistry(const SchemaRegistry&) = delete;
    SchemaRegistry& operator=(const SchemaRegistry&) = delete;
    virtual ~SchemaRegistry() = default;

    /// The address, for messages.
    [[nodiscard]] virtual std::string name() const = 0;
    virtual Result<std::vector<std::string>> subjects(registry::Deleted deleted) = 0;
    virtual Result<std::vector<std::int32_t>> versions(const std::string& subject,
                                                       registry::Deleted deleted) = 0;
    virtual Result<registry::SubjectSchema>
    schema(const std::string& subject, registry::VersionSelector version, registry::Deleted deleted) = 0;
    /// What the schema needs from others, directly or not; what others need comes first.
    virtual Result<std::vector<codec::ReferencedSchema>>
    references(const registry::SchemaDefinition& schema) = 0;
    virtual Result<std::vector<std::int32_t>> referencedBy(const std::string& subject, int version) = 0;
    /// Where a schema is registered; more than one subject may have it.
    virtual Result<std::vector<registry::SubjectVersion>> versionsOf(std::int32_t id) {
        return Error{ErrorCode::Unsupported, "where the schema " + std::to_string(id) + " is registered"};
    }
    /// The subject's own level, or the global one, as also of the empty subject.
    virtual Result<registry::RegistryConfig> config(const std::string& subject) = 0;
    virtual Result<std::string> mode(const std::string& subject) = 0;
    /// The registry's own opinion on a next version.
    virtual Result<registry::CompatibilityAnswer>
    testCompatibility(const std::string& subject, const registry::SchemaDefinition& schema) = 0;

    // Changes, audited each. PermissionDenied on a connection that only reads; InvalidArgument when the typed
    // confirmation is not right (in production: the subject; of the empty one, which is all, the name()).
    virtual Result<std::int32_t> registerSchema(const std::string& subject,
                                                const registry::SchemaDefinition& schema,
                                                const std::string& confirmation) = 0;
    virtual Status setCompatibility(const std::string& subject, const std::string& level,
                                    const std::string& confirmation) = 0;
};

} // namespace eventflow::feed
