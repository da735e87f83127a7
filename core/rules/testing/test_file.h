#pragma once

#include "core/base/time.h"
#include "core/model/alert.h"
#include "core/model/labels.h"
#include "core/rules/rule_set.h"
#include "core/rules/testing/series_notation.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace re2 {
class RE2;
}

namespace eventflow::rules::testing {

struct InputSeries {
    Labels labels;
    std::vector<ValueRun> values; ///< one per interval of the test, from its start on
    Duration delay{};             ///< `arrive:`, by which each sample comes later than its time
    SourceLocation location;
};

/// An item of `input_events`: a record that takes the way of a replay.
struct InputEvent {
    Duration at{};
    Duration delay{}; ///< `arrive:`
    std::string topic;
    std::string key;
    std::string value; ///< JSON; an object without `ts_event` gets the time of the event when it is played
    bool needsTime = false;
};

/// An item of `alert_rule_test`: at this time exactly these alerts of this name fire.
struct AlertCheck {
    struct Expected {
        Labels labels; ///< with `alertname`
        Labels annotations;
    };
    Duration at{};
    std::string alert;
    std::vector<Expected> expected;
    SourceLocation location;
};

/// An item of `promql_expr_test`. Texts are as written: promtool parses them when it runs the test, and a
/// text that is wrong fails only its own check.
struct ExpressionCheck {
    struct Expected {
        std::string series;
        double value = 0;
    };
    std::string expression;
    Duration at{};
    std::vector<Expected> expected;
    SourceLocation location;
};

/// What an annotation has to be: a text, or with `~` before it a regular expression found somewhere in it.
struct AnnotationMatch {
    std::string name;
    std::string text;                         ///< as written
    std::shared_ptr<const re2::RE2> contains; ///< nullptr: equality
};

/// Which alerts a check of ours is about: those of a rule, with (at least) these labels.
struct AlertSelector {
    std::string alert;
    Labels labels;
    bool exact = false; ///< no further label but `alertname`

    [[nodiscard]] bool selects(const Alert& candidate) const;
    [[nodiscard]] std::string toString() const;
};

/// An item of `expect`: at this time there is such an alert, or with `state: none` there is none.
struct StateCheck {
    struct Value {
        double expected = 0;
        double tolerance = 0;
    };
    Duration at{};
    AlertSelector alerts;
    bool none = false;
    std::optional<AlertState> state; ///< absent: pending, firing or recovering
    std::vector<AnnotationMatch> annotations;
    std::optional<Value> value;
    SourceLocation location;
};

/// An item of `timeline`: every state an alert went through, and nothing else.
struct TimelineCheck {
    struct Step {
        AlertState state = AlertState::Inactive;
        Duration at{};
        bool operator==(const Step&) const = default;
    };
    AlertSelector alerts;
    std::vector<Step> steps;
    SourceLocation location;
};

/// An item of `never`: these alerts do not fire at any time of the test.
struct NeverCheck {
    AlertSelector alerts;
    SourceLocation location;
};

/// An entry of `budget`: a bound on something that is counted over the whole test.
struct BudgetCheck {
    enum class Counted : std::uint8_t { Firings, Notifications, Late, LateDropped };
    enum class Comparison : std::uint8_t { Equal, Less, LessEqual, Greater, GreaterEqual };
    Counted counted = Counted::Firings;
    Comparison comparison = Comparison::LessEqual;
    std::uint64_t bound = 0;
    SourceLocation location;
};

/// One item of `tests`: inputs and what they must lead to. Times count from `start`.
struct RuleTest {
    std::string name;
    SourceLocation location;
    Duration interval{};
    std::optional<Timestamp> start; ///< absent: the epoch; of a capture its first event; of events 2026
    std::optional<Duration> end;    ///< absent: the last time a check names
    Duration lateness{};            ///< how long a tick waits for samples that arrive late
    std::shared_ptr<const TemplateGlobals> globals;
    std::vector<InputSeries> series;
    std::filesystem::path capture;  ///< empty: none
    std::vector<InputEvent> events; ///< by arrival
    std::vector<AlertCheck> alertChecks;
    std::vector<ExpressionCheck> expressionChecks;
    std::vector<StateCheck> stateChecks;
    std::vector<TimelineCheck> timelines;
    std::vector<NeverCheck> nevers;
    std::vector<BudgetCheck> budgets;
};

/// A promtool test file, with our keys.
struct TestFile {
    std::filesystem::path path;
    /// Patterns as of glob(7), with the file's folder in front where they are relative.
    std::vector<std::string> ruleFiles;
    Duration interval = std::chrono::minutes(1);
    std::vector<std::string> groupOrder;
    bool fuzzyCompare = false; ///< values may differ in the last bit
    std::vector<RuleTest> tests;
};

struct LoadedTests {
    std::optional<TestFile> file; ///< nothing when there is any finding
    std::vector<Finding> findings;
};

inline constexpr std::size_t kMaxTestFileBytes = 16 * 1024 * 1024;

/// No exception leaves them. `text` variant: for editors and tests.
LoadedTests loadTestFile(const std::filesystem::path& path);
LoadedTests loadTestText(std::string_view text, const std::filesystem::path& path);

} // namespace eventflow::rules::testing
