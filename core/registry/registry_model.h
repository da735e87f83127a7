#pragma once

#include "core/codec/registered_schema.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace eventflow::registry {

/// How a schema names another one that it needs.
struct SchemaReference {
    std::string name; ///< as the schema's text writes it
    std::string subject;
    int version = 0;
    bool operator==(const SchemaReference&) const = default;
};

/// A schema as it is sent to a registry and as a registry gives it back.
struct SchemaDefinition {
    codec::SchemaType type = codec::SchemaType::Avro;
    std::string text;
    std::vector<SchemaReference> references;
};

/// A schema in its place: a version of a subject.
struct SubjectSchema {
    std::string subject;
    int version = 0;
    std::int32_t id = 0;
    SchemaDefinition schema;
};

struct SubjectVersion {
    std::string subject;
    int version = 0;
};

/// What is marked deleted can be read, but not written to; it is gone only after a permanent deletion.
enum class Deleted : std::uint8_t { Exclude, Include, Only };
enum class Deletion : std::uint8_t { Soft, Permanent };

/// A version of a subject, by number or the latest.
class VersionSelector {
public:
    static VersionSelector latest() { return {}; }
    VersionSelector(int number)
        : m_number(number) {} // NOLINT: a number is a version wherever one is asked for
    /// As in a path: `latest`, `3`.
    [[nodiscard]] std::string text() const { return m_number ? std::to_string(*m_number) : "latest"; }

private:
    VersionSelector() = default;
    std::optional<int> m_number;
};

/// The registry's own opinion on a schema.
struct CompatibilityAnswer {
    bool compatible = false;
    std::vector<std::string> messages; ///< what is wrong, where the registry says it
};

/// What a registry checks before it takes a schema, by its own names: `BACKWARD_TRANSITIVE`.
struct RegistryConfig {
    std::string compatibility;
    std::optional<bool> normalize;
};

/// `AVRO`, `JSON`, `PROTOBUF`.
const char* toString(codec::SchemaType type);
std::optional<codec::SchemaType> schemaTypeFromName(std::string_view name);

} // namespace eventflow::registry
