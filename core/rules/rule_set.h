#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/model/labels.h"
#include "core/notify/config.h"
#include "core/promql/query.h"
#include "core/rules/sequence.h"
#include "core/rules/template.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::rules {

/// Where something stands in a rule file, for messages and editors. Lines and columns count from 1.
struct SourceLocation {
    std::string file;
    int line = 0;
    int column = 0;
};

enum class RuleKind : std::uint8_t { Alert, Recording };

/// What becomes of an alert whose series has no value: `on_missing`.
enum class OnMissing : std::uint8_t {
    Resolve, ///< it ends, as in Prometheus
    Keep,    ///< it stays as it is
    Alert,   ///< it fires
    Zero,    ///< the series counts as 0
};
const char* toString(OnMissing policy);

/// When a rule is evaluated: `evaluate`.
enum class EvaluateAt : std::uint8_t { Tick, EachSample };
const char* toString(EvaluateAt when);

/// A label or annotation of an alerting rule.
struct TemplatedText {
    std::string name;
    Template text;
};

/// What raises an alert, and what ends it. A rule with `levels` has one for each, others have one in all.
struct Condition {
    std::string severity;                         ///< of a level; else empty
    std::optional<promql::Expression> expression; ///< set, but for a sequence's
    std::optional<promql::Expression> resolveWhen;
    /// Whether they hold for the value 0; nothing where that depends on more than the value.
    std::optional<bool> raisesAtZero;
    std::optional<bool> resolvesAtZero;
};

/// One rule as loaded; texts are as written, expressions are parsed.
struct Rule {
    RuleKind kind = RuleKind::Alert;
    std::string id;   ///< `id:`, else `group/name` (plus `#n` for the n-th of that name)
    std::string name; ///< `alert:` or `record:`
    /// Set after loading, but for a sequence; of a rule with levels the lowest level's, and so is
    /// `resolveWhen`.
    std::optional<promql::Expression> expression;
    Duration holdFor{};
    Duration keepFiringFor{};
    std::optional<promql::Expression> resolveWhen;
    std::vector<Condition> conditions; ///< of an alert; levels from the lowest to the highest
    OnMissing onMissing = OnMissing::Resolve;
    unsigned missingEvals = 1; ///< evaluations without a value before `onMissing` acts
    EvaluateAt evaluateAt = EvaluateAt::Tick;
    std::shared_ptr<const Sequence> sequence; ///< instead of an expression; else nullptr
    Labels labels;                            ///< templates for alerts; group labels already merged in
    Labels annotations;                       ///< templates
    SourceLocation location;

    std::string source;                             ///< the rule's own lines of the file
    std::vector<TemplatedText> labelTemplates;      ///< `labels` of an alert, parsed
    std::vector<TemplatedText> annotationTemplates; ///< `annotations`, parsed
    /// Written with an empty value: taken off the result.
    std::vector<std::string> removedLabels;
    /// The expression without the comparisons that filter it, where it has that shape: what an alert is worth
    /// while its condition does not hold.
    std::optional<promql::Expression> currentValue;

    [[nodiscard]] bool hasLevels() const {
        return !conditions.empty() && !conditions.front().severity.empty();
    }
};

struct RuleGroup {
    std::string name;
    std::string file;
    Duration interval{};
    Duration queryOffset{};
    std::size_t limit = 0; ///< 0: none
    std::vector<Rule> rules;
    SourceLocation location;
};

/// Everything that was loaded, immutable; swapped whole on reload.
struct RuleSet {
    std::vector<RuleGroup> groups;
    notify::Config notifications; ///< `route`, `inhibit`, `silences`, `time_intervals` of all files
    [[nodiscard]] std::size_t ruleCount() const;
    /// The furthest back any rule looks, so that the head knows what to keep.
    [[nodiscard]] Duration maxLookback(Duration lookback) const;
};

enum class Severity : std::uint8_t { Error, Warning };

/// One finding of loading or linting a rule file.
struct Finding {
    Severity severity = Severity::Error;
    SourceLocation location;
    std::string message; ///< what is wrong, and the next step
};

struct LoadResult {
    std::shared_ptr<const RuleSet> rules; ///< what could be loaded; nullptr when there is any Error
    std::vector<Finding> findings;
};

struct LoadOptions {
    Duration defaultInterval = std::chrono::seconds(15);
    std::shared_ptr<const TemplateGlobals> globals{}; ///< of the templates; nullptr: none
};

inline constexpr std::size_t kMaxRuleFileBytes = 4 * 1024 * 1024;
inline constexpr std::size_t kMaxRules = 10'000;
inline constexpr std::size_t kMaxLevels = 16;
inline constexpr unsigned kMaxMissingEvals = 10'000;

/// Loads rule files in the given order. `text` variant: for editors and tests. Findings come by file and
/// place. No exception leaves them.
LoadResult loadRuleFiles(std::span<const std::filesystem::path> files, const LoadOptions& options = {});
LoadResult loadRuleText(std::string_view text, const std::string& fileName, const LoadOptions& options = {});

} // namespace eventflow::rules
