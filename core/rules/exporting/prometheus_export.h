#pragma once

#include "core/rules/rule_set.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::rules::exporting {

/// How well another engine can do what a rule says.
enum class Fidelity : std::uint8_t { Exact, Approximate, Unsupported };
const char* toString(Fidelity fidelity);

/// What became of one rule, or of a key of the file.
struct ExportItem {
    SourceLocation location;
    std::string group;
    std::string name;
    Fidelity fidelity = Fidelity::Exact;
    std::vector<std::string> reasons; ///< why it is not exact; of an exact one what it needs
};

struct ExportedFile {
    std::string text;
    /// Configuration for Alertmanager of the file's `route`, `inhibit` and `time_intervals`; empty: has none.
    /// Its receivers are names only.
    std::string alertmanager;
    std::vector<ExportItem> items; ///< in the order of the file, keys of the file first
    [[nodiscard]] bool hasUnsupported() const;
};

/// Writes a rule file for Prometheus. A file that uses none of our keys comes back byte for byte; else only
/// the rules that use one are written anew, under a comment for each approximation. A rule that Prometheus
/// cannot express is left as a comment. Fails with ParseError for a file that does not load.
Result<ExportedFile> exportToPrometheus(std::string_view text, const std::string& file);

} // namespace eventflow::rules::exporting
