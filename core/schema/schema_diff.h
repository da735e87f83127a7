#pragma once

#include "core/schema/compatibility.h"
#include "core/schema/schema_tree.h"

#include <cstdint>
#include <string>
#include <vector>

namespace eventflow::schema {

enum class ChangeKind : std::uint8_t { Added, Removed, Changed, Moved };
/// `added`
const char* toString(ChangeKind kind);

/// One difference between two versions of a schema, and what it breaks.
struct SchemaChange {
    ChangeKind kind = ChangeKind::Changed;
    std::string path; ///< as childPath() writes it; of something removed in the old version
    std::string from; ///< Moved: where it was. Changed: what it was
    std::string to;   ///< what it is
    std::vector<Incompatibility> backward; ///< why the new version does not read old data
    std::vector<Incompatibility> forward;  ///< why the old version does not read new data

    [[nodiscard]] bool breaks(CompatibilityMode mode) const;
};

/// Findings that belong to no change that is shown are attached to a change of the whole schema, so that
/// nothing that breaks is lost. Bounded by the trees.
struct SchemaDiff {
    std::vector<SchemaChange> changes; ///< in the order of the new version; removed ones at the end
    bool truncated = false;

    [[nodiscard]] bool breaks(CompatibilityMode mode) const;
};

/// `backward` is the check of the new schema as reader of the old one, `forward` the reverse.
SchemaDiff diff(const SchemaTree& oldTree, const SchemaTree& newTree, const SchemaCheck& backward,
                const SchemaCheck& forward);

} // namespace eventflow::schema
