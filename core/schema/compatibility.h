#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace eventflow::schema {

/// One reason why data of the writer's schema cannot be read with the reader's.
struct Incompatibility {
    /// A stable name for scripts, in static memory; schema registries' own where they have one:
    /// `READER_FIELD_MISSING_DEFAULT_VALUE`, `TYPE_MISMATCH`.
    std::string_view kind;
    std::string readerPath; ///< JSON pointer into the reader's schema, or the path that its format has; empty
                            ///< is the top
    std::string writerPath; ///< likewise into the writer's
    std::string message;    ///< plain words, with names and types: fit to be shown alone
};

/// What stands between a reader and a writer. A format that cannot decide says so with an incompatibility:
/// nothing is called compatible on a guess.
struct SchemaCheck {
    static constexpr std::size_t kMaxIncompatibilities = 200;

    std::vector<Incompatibility> incompatibilities;
    std::size_t omitted = 0; ///< found beyond kMaxIncompatibilities, counted only
    /// Readable, but perhaps not what was meant: a timestamp read in another unit. Not in the way of
    /// compatible().
    std::vector<Incompatibility> warnings;

    [[nodiscard]] bool compatible() const { return incompatibilities.empty(); }
    void add(Incompatibility found);
    /// Keeps up to kMaxIncompatibilities, too.
    void warn(Incompatibility found);
};

/// The levels of a schema registry: which schema has to read which before a new version is let in.
enum class CompatibilityMode : std::uint8_t {
    None,
    Backward, ///< the new schema reads data of the latest version: upgrade consumers first
    BackwardTransitive,
    Forward, ///< the latest version reads data of the new schema: upgrade producers first
    ForwardTransitive,
    Full,
    FullTransitive,
};
inline constexpr int kCompatibilityModeCount = 7;
/// As registries write it: `BACKWARD_TRANSITIVE`.
const char* toString(CompatibilityMode mode);
std::optional<CompatibilityMode> parseCompatibilityMode(std::string_view text);

/// Who reads whom.
enum class ReadDirection : std::uint8_t {
    NewReadsOld, ///< backward
    OldReadsNew, ///< forward
};
const char* toString(ReadDirection direction);

[[nodiscard]] bool checksBackward(CompatibilityMode mode);
[[nodiscard]] bool checksForward(CompatibilityMode mode);
/// Against all versions, not only the latest: what reading back old data needs.
[[nodiscard]] bool isTransitive(CompatibilityMode mode);
/// `consumers`, `producers`, `either`: what may be upgraded to the new schema first.
const char* upgradesFirst(CompatibilityMode mode);

/// A version of a subject, parsed. Lifetime: the schema outlives it.
template <typename Schema>
struct SchemaVersion {
    int version = 0;
    const Schema* schema = nullptr;
};

/// What one version says to the new schema.
struct VersionCheck {
    int version = 0;
    ReadDirection direction = ReadDirection::NewReadsOld;
    SchemaCheck check;
};

/// The answer of a registry, with all its reasons: latest version first, backward before forward.
struct CompatibilityReport {
    CompatibilityMode mode = CompatibilityMode::None;
    std::vector<VersionCheck> checks; ///< every check that was made, those without findings too

    [[nodiscard]] bool compatible() const;
};

/// Which checks a mode makes; `index` is the place in the list of old versions.
struct PlannedCheck {
    std::size_t index = 0;
    ReadDirection direction = ReadDirection::NewReadsOld;
};
[[nodiscard]] std::vector<PlannedCheck> planChecks(CompatibilityMode mode, std::size_t oldVersions);

/// Whether `newSchema` may follow `oldVersions` (oldest first; without those that were deleted).
/// `canRead(reader, writer)` is the format's own check.
template <typename Schema, typename CanRead>
requires std::is_invocable_r_v<SchemaCheck, CanRead&, const Schema&, const Schema&>
[[nodiscard]] CompatibilityReport checkCompatibility(CompatibilityMode mode, const Schema& newSchema,
                                                     std::span<const SchemaVersion<Schema>> oldVersions,
                                                     CanRead&& canRead) {
    CompatibilityReport report{mode, {}};
    for (const auto& [index, direction] : planChecks(mode, oldVersions.size())) {
        const SchemaVersion<Schema>& old = oldVersions[index];
        const bool backward = direction == ReadDirection::NewReadsOld;
        report.checks.push_back(
            {old.version, direction,
             backward ? canRead(newSchema, *old.schema) : canRead(*old.schema, newSchema)});
    }
    return report;
}

} // namespace eventflow::schema
