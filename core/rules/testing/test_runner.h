#pragma once

#include "core/rules/rule_engine.h"
#include "core/rules/testing/test_file.h"
#include "core/rules/testing/test_result.h"

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace re2 {
class RE2;
}

namespace eventflow::rules::testing {

/// What records led to under some rules.
struct CaptureOutcome {
    Timestamp firstEvent = kNoTime;
    std::vector<AlertTransition> transitions;
    std::vector<RuleHealth> health;
    std::uint64_t notifications = 0; ///< that tell of something firing
    std::uint64_t late = 0;
    std::uint64_t rejected = 0; ///< records that became dead letters
    std::string firstRejected;  ///< where it stood, and why
};
/// What a test feeds the engine with instead of series.
struct RecordInput {
    std::filesystem::path capture;      ///< empty: events
    std::span<const InputEvent> events; ///< at `start` plus their times
    Timestamp start{};
    std::optional<Duration> lateness; ///< absent: that of a replay
};
/// Plays records through the engine. They are read by the pipelines, which core does not know.
using PlayRecords =
    std::function<Result<CaptureOutcome>(const RecordInput& input, std::shared_ptr<const RuleSet> rules)>;

struct RunOptions {
    std::shared_ptr<const re2::RE2> names; ///< only tests in whose name it is found; nullptr: all
    PlayRecords playRecords;               ///< empty: tests with input_capture or input_events fail
    std::stop_token stop;                  ///< ends the run: what was not run is skipped
};

/// Runs the tests of a file on the rule files it names, which are loaded here. A file that does not load is a
/// failure of its result. Thread: the caller's. Bounded: kMaxTicks a test.
FileResult runTests(const TestFile& file, const RunOptions& options);
/// Loads and runs; what is wrong with the file is in the result.
FileResult runTestFile(const std::filesystem::path& path, const RunOptions& options);

inline constexpr std::int64_t kMaxTicks = 5'000'000;

} // namespace eventflow::rules::testing
