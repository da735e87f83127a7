#pragma once

#include "core/base/result.h"
#include "core/config/workspace.h"
#include "core/model/alert.h"
#include "core/rules/rule_engine.h"
#include "core/rules/rule_set.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace eventflow::app {

/// What one rule cost over the whole input.
struct RuleCost {
    std::string ruleId;
    std::string group;
    std::string name;
    std::uint64_t evaluations = 0;
    std::uint64_t errors = 0;
    std::string lastError;
    std::uint64_t samples = 0; ///< that its selectors gave it
    std::chrono::nanoseconds spent{};
};

struct BacktestResult {
    std::uint64_t records = 0;
    std::uint64_t events = 0;
    std::uint64_t deadLetters = 0;
    std::string firstDeadLetter; ///< where it stood, and why it was rejected
    std::uint64_t duplicates = 0;
    std::uint64_t late = 0;
    std::uint64_t notifications = 0; ///< that tell of something firing
    Timestamp firstEvent = kNoTime;
    Timestamp lastEvent = kNoTime;
    std::vector<AlertTransition> transitions;
    std::vector<RuleCost> costs; ///< in the order of the rules

    [[nodiscard]] std::chrono::nanoseconds spent() const;
};

struct BacktestOptions {
    std::vector<std::filesystem::path> captures; ///< read one after another
    /// Limits, tags and lookups to read them with; its rules are not used.
    config::Workspace workspace;
    std::stop_token stop;
    /// From 0 to 1, from time to time. Thread: the caller's.
    std::function<void(double)> progress;
};

/// Plays captures through the same steps and the same engine as a replay does, but stores nothing, and tells
/// what rules made of them. The transitions are those of the replay. Runs on the caller's thread, which may
/// be any: nothing is shared. Fails with Cancelled when it was stopped.
Result<BacktestResult> runBacktest(std::shared_ptr<const rules::RuleSet> rules,
                                   const BacktestOptions& options);

} // namespace eventflow::app
