#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/config/connection.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::config {

/// How events are enriched, in this order: static tags, then lookups in the order given.
struct StaticTag {
    std::string name;
    std::string value;
};
/// A CSV (with a header line) or JSON (array of objects, or object of objects) file of rows. The event's
/// `key` (a tag, or one of tenant, host, metric) selects the row by its `column`; `tags` are copied from the
/// row. An existing tag is not overwritten.
struct LookupTable {
    std::filesystem::path file;
    std::string key;
    std::string column;
    std::vector<std::string> tags;
};

struct PanelConfig {
    std::string title;
    std::string expression;
    std::string unit;
    std::string legendLabel;
    double threshold = 0;
    bool hasThreshold = false;
};

/// The bounds of one pipeline. Defaults suit a laptop.
struct PipelineLimits {
    Duration lateness = std::chrono::seconds(30);
    Duration idleTimeout = std::chrono::seconds(60);
    std::size_t queueBytes = 64 * 1024 * 1024;     ///< of each queue
    std::size_t maxRecordBytes = 16 * 1024 * 1024; ///< larger records become dead letters
    std::size_t maxSeries = 1'000'000;
    std::size_t dedupWindow = 1'000'000; ///< event ids remembered
    std::size_t maxTags = 64;
    unsigned workers = 0; ///< 0: cores − 1, at least 1
};

/// `workspace.yaml`, with paths made absolute.
struct Workspace {
    std::filesystem::path root;
    std::string name;
    std::vector<Connection> connections;
    std::vector<StaticTag> staticTags;
    std::vector<LookupTable> lookups;
    std::vector<PanelConfig> panels;
    PipelineLimits limits;
    Duration ruleInterval = std::chrono::seconds(15);
    /// `rules/*.yaml` and `rules/*.yml`, sorted by name.
    std::vector<std::filesystem::path> ruleFiles;

    [[nodiscard]] std::filesystem::path databaseFile() const { return root / "eventflow.db"; }
    /// Silences and acknowledgements.
    [[nodiscard]] std::filesystem::path marksFile() const { return root / "alert-marks.yaml"; }
};

/// Reads a workspace folder. A folder without workspace.yaml is a workspace with defaults. Unknown keys,
/// wrong types and secrets are errors that name file, line and column.
Result<Workspace> loadWorkspace(const std::filesystem::path& root);
/// The rule files of a folder, by name; none when there is no such folder.
Result<std::vector<std::filesystem::path>> findRuleFiles(const std::filesystem::path& folder);
/// As loadWorkspace for the text of a workspace.yaml; `root` is where relative paths start.
Result<Workspace> parseWorkspace(std::string_view yaml, const std::filesystem::path& root);

} // namespace eventflow::config
