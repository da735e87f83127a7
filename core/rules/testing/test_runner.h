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

/// What a capture led to under some rules.
struct CaptureOutcome {
    Timestamp firstEvent = kNoTime;
    std::vector<AlertTransition> transitions;
    std::vector<RuleHealth> health;
    std::uint64_t notifications = 0; ///< that tell of something firing
    std::uint64_t late = 0;
};
/// Plays a capture through the engine. Captures are read by the pipelines, which core does not know.
using PlayCapture = std::function<Result<CaptureOutcome>(const std::filesystem::path& capture,
                                                         std::shared_ptr<const RuleSet> rules)>;

struct RunOptions {
    std::shared_ptr<const re2::RE2> names; ///< only tests in whose name it is found; nullptr: all
    PlayCapture playCapture;               ///< empty: tests with input_capture fail
    std::stop_token stop;                  ///< ends the run: what was not run is skipped
};

/// Runs the tests of a file on the rule files it names, which are loaded here. A file that does not load is a
/// failure of its result. Thread: the caller's. Bounded: kMaxTicks a test.
FileResult runTests(const TestFile& file, const RunOptions& options);
/// Loads and runs; what is wrong with the file is in the result.
FileResult runTestFile(const std::filesystem::path& path, const RunOptions& options);

inline constexpr std::int64_t kMaxTicks = 5'000'000;

} // namespace eventflow::rules::testing
