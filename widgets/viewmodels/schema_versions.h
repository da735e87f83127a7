#pragma once

#include "core/feed/schema_registry.h"
#include "core/schema/parsed_schema.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace eventflow::viewmodels {

struct SubjectVersionMark {
    std::int32_t version = 0;
    bool deleted = false;
    bool operator==(const SubjectVersionMark&) const = default;
};

/// What is known of a subject before its schemas are opened. Level and mode may be denied alone.
struct SubjectFacts {
    std::vector<SubjectVersionMark> versions; ///< newest first
    Result<std::string> level = Error{};
    Result<std::string> mode = Error{};
};
/// Blocks. The error is the one of the versions.
Result<SubjectFacts> loadSubjectFacts(feed::SchemaRegistry& registry, const std::string& subject);

/// A version with everything its text needs, parsed as far as it can be. Immutable.
struct OpenedSchema {
    registry::SubjectSchema registered;
    std::vector<codec::ReferencedSchema> references; ///< directly or not; what others need comes first
    std::optional<Error> error;                      ///< why there is no `parsed`, or not even a text
    std::optional<schema::ParsedSchema> parsed;
    std::shared_ptr<const schema::SchemaTree> tree; ///< null as long as there is no `parsed`
};
/// Blocks. Deleted versions are opened as well.
OpenedSchema openSchema(feed::SchemaRegistry& registry, const std::string& subject, int version);

} // namespace eventflow::viewmodels
