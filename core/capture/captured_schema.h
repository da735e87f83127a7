#pragma once

#include "core/base/result.h"
#include "core/capture/mcap/records.h"

#include <cstdint>
#include <string>
#include <vector>

namespace eventflow::capture {

enum class SchemaLanguage : std::uint8_t { Avro, Json, Protobuf };

/// What the text of a schema refers to: an import, a named type, a `$ref`.
struct CapturedReference {
    std::string name;    ///< as the text that refers to it writes it
    std::string subject; ///< where it is registered
    std::uint32_t version = 0;
    std::string text;
    bool operator==(const CapturedReference&) const = default;
};

/// A schema of a registry, with everything it needs: what is captured is decoded where no registry is.
struct CapturedSchema {
    std::int32_t registryId = 0;
    SchemaLanguage language = SchemaLanguage::Avro;
    std::string text;
    std::vector<CapturedReference> references; ///< what others need comes first
    bool operator==(const CapturedSchema&) const = default;
};

/// As a Schema record: the registry's id is its name, the language its encoding.
[[nodiscard]] mcap::Schema toRecord(const CapturedSchema& schema, mcap::SchemaId id);
/// Errors: ParseError for a record that is not made so, as schemas of other programs.
Result<CapturedSchema> fromRecord(const mcap::Schema& record);

} // namespace eventflow::capture
