#pragma once

#include "core/base/time.h"
#include "core/schema/inference.h"
#include "core/schema/schema_history.h"
#include "core/schema/schema_tree.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace eventflow::schema {

enum class DriftKind : std::uint8_t {
    ForbiddenField,  ///< seen, but the schema allows no such field
    UndeclaredField, ///< seen, and allowed only because the schema is open
    UndeclaredType,  ///< a type that the schema does not declare there
    MissingRequired, ///< required, but some values lack it
    NeverSeen,       ///< declared, but no value has it: no fault
};
/// `undeclared_field`
const char* toString(DriftKind kind);

/// Where a stream and its schema part.
struct DriftFinding {
    DriftKind kind = DriftKind::UndeclaredField;
    std::string path;         ///< as childPath() writes it; empty: the value itself
    std::uint64_t values = 0; ///< how many show it
    std::string message;
    std::optional<Timestamp> firstSeen; ///< of the field
};

inline constexpr std::size_t kMaxDriftFindings = 500;

/// The observed shape against a registered schema, worst kinds first. `history` may be null. A shape that
/// overflowed says nothing about what is missing.
std::vector<DriftFinding> findDrift(const SchemaTree& schema, const Inference& observed,
                                    const SchemaHistory* history = nullptr);

} // namespace eventflow::schema
