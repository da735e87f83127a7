#pragma once

#include "core/base/result.h"
#include "core/registry/registry_model.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What a registry answers, as values. Every text is hostile: a member that is missing, of another type or
/// out of range makes a ParseError that names it; members that nobody asked for are passed over.
namespace eventflow::registry {

inline constexpr std::size_t kMaxReferences = 256; ///< of one schema

/// `["orders-value", …]`
Result<std::vector<std::string>> parseNames(std::string_view json);
/// `[1, 2]`: versions or ids.
Result<std::vector<std::int32_t>> parseNumbers(std::string_view json);
/// `1`
Result<std::int32_t> parseNumber(std::string_view json);
/// `[{"subject": "orders-value", "version": 1}]`
Result<std::vector<SubjectVersion>> parseSubjectVersions(std::string_view json);
/// `{"schema": "…", "schemaType": "AVRO", "references": []}`; a type that is missing is AVRO.
Result<SchemaDefinition> parseDefinition(std::string_view json);
/// That and `subject`, `version`, `id`.
Result<SubjectSchema> parseSubjectSchema(std::string_view json);
/// `{"id": 7}`
Result<std::int32_t> parseId(std::string_view json);
/// `{"is_compatible": false, "messages": ["…"]}`
Result<CompatibilityAnswer> parseCompatibility(std::string_view json);
/// `{"compatibilityLevel": "BACKWARD"}`, or `compatibility` as some say it.
Result<RegistryConfig> parseConfig(std::string_view json);
/// `{"mode": "READWRITE"}`
Result<std::string> parseMode(std::string_view json);

} // namespace eventflow::registry
