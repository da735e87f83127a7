#pragma once

#include "core/rules/rule_set.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace eventflow::rules::testing {

/// A check that does not hold, or why it could not be made.
struct TestFailure {
    SourceLocation location;
    std::string text;             ///< of promtool's checks as promtool words it; may be several lines
    std::size_t missedAlerts = 0; ///< expected, but not firing like that
    std::size_t falseAlerts = 0;  ///< firing, but not expected like that
};

struct TestResult {
    std::string name;
    SourceLocation location;
    std::vector<TestFailure> failures;
};

/// What the tests of a file do with one rule.
struct RuleUse {
    SourceLocation location;
    std::string id;
    std::string group;
    std::string name;
    RuleKind kind = RuleKind::Alert;
    bool touched = false;  ///< its expression returned something at some tick
    bool fired = false;    ///< of an alert
    bool asserted = false; ///< a check names the alert
};

struct FileResult {
    std::filesystem::path path;
    std::vector<std::string> warnings;
    std::vector<TestFailure> failures; ///< of loading: no test was run
    std::vector<TestResult> tests;     ///< those that were run, in the order of the file
    std::size_t skipped = 0;           ///< left out by RunOptions::names
    std::vector<RuleUse> rules;        ///< of every rule file it names

    [[nodiscard]] bool passed() const;
};

/// How much of the rules tests use. A rule that several files load counts once.
class Coverage {
public:
    void add(const FileResult& file);

    struct Share {
        std::size_t part = 0;
        std::size_t whole = 0;
        [[nodiscard]] double percent() const; ///< 100 of nothing
    };
    [[nodiscard]] Share rulesTouched() const;
    [[nodiscard]] Share alertsFired() const;
    [[nodiscard]] Share alertsAsserted() const;
    /// By file and line.
    [[nodiscard]] const std::vector<RuleUse>& rules() const { return m_rules; }
    /// Alerts that no check names or that fire in no test.
    [[nodiscard]] std::vector<RuleUse> untestedAlerts() const;

private:
    std::vector<RuleUse> m_rules;
};

} // namespace eventflow::rules::testing
