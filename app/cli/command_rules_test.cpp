#include "app/cli/command.h"
#include "app/session/backtest.h"
#include "app/session/events_capture.h"
#include "core/base/text_file.h"
#include "core/rules/testing/junit.h"
#include "core/rules/testing/test_runner.h"
#include "core/series/anchored_pattern.h"

#include <CLI/CLI.hpp>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

namespace eventflow::app {

namespace testing = rules::testing;

namespace {

std::string placeOf(const rules::SourceLocation& location) {
    if (location.line == 0) return location.file;
    return location.file + ':' + std::to_string(location.line) + ':' + std::to_string(location.column);
}

std::string shareText(const char* what, const testing::Coverage::Share& share) {
    std::array<char, 32> percent{};
    std::snprintf(percent.data(), percent.size(), "%.1f %%", share.percent());
    return std::string(what) + ": " + std::to_string(share.part) + " of " + std::to_string(share.whole) +
           " (" + percent.data() + ')';
}

/// What promtool prints, in the same places: names and verdicts on standard output, problems on standard
/// error.
void printAsPromtool(const testing::FileResult& result) {
    for (const std::string& warning : result.warnings)
        printNote("  WARNING: " + warning);
    if (result.passed()) {
        printLine("  SUCCESS");
    } else {
        printNote("  FAILED:");
        const auto print = [](const std::string& text) {
            printNote(text);
            printLine("");
        };
        for (const testing::TestFailure& failure : result.failures)
            print(placeOf(failure.location) + ": " + failure.text);
        for (const testing::TestResult& test : result.tests)
            for (const testing::TestFailure& failure : test.failures)
                print(failure.text);
    }
    printLine("");
}

void printCoverage(const testing::Coverage& coverage) {
    printLine(shareText("rules whose expression returned something", coverage.rulesTouched()));
    printLine(shareText("alerts that fired", coverage.alertsFired()));
    printLine(shareText("alerts that a check names", coverage.alertsAsserted()));
    const auto untested = coverage.untestedAlerts();
    if (!untested.empty()) printLine("untested alerts:");
    for (const testing::RuleUse& use : untested)
        printLine("  " + placeOf(use.location) + ": " + use.name +
                  (use.asserted ? " is named, but never fires"
                   : use.fired  ? " fires, but no check names it"
                                : ""));
}

void writeShare(JsonWriter& json, const char* key, const testing::Coverage::Share& share) {
    json.key(key).beginObject();
    json.key("part").number(static_cast<std::uint64_t>(share.part));
    json.key("whole").number(static_cast<std::uint64_t>(share.whole));
    json.key("percent").number(share.percent()).endObject();
}

void writeFailures(JsonWriter& json, const std::vector<testing::TestFailure>& failures) {
    json.key("failures").beginArray();
    for (const testing::TestFailure& failure : failures) {
        json.beginObject().key("file").string(failure.location.file);
        json.key("line").number(failure.location.line).key("column").number(failure.location.column);
        json.key("text").string(failure.text).endObject();
    }
    json.endArray();
}

void writeFile(JsonWriter& json, const testing::FileResult& result) {
    json.beginObject().key("file").string(result.path.string()).key("ok").boolean(result.passed());
    json.key("warnings").beginArray();
    for (const std::string& warning : result.warnings)
        json.string(warning);
    json.endArray();
    writeFailures(json, result.failures);
    json.key("tests").beginArray();
    for (const testing::TestResult& test : result.tests) {
        json.beginObject().key("name").string(test.name).key("line").number(test.location.line);
        json.key("ok").boolean(test.failures.empty());
        writeFailures(json, test.failures);
        json.endObject();
    }
    json.endArray().key("skipped").number(static_cast<std::uint64_t>(result.skipped)).endObject();
}

void writeCoverage(JsonWriter& json, const testing::Coverage& coverage) {
    json.key("coverage").beginObject();
    writeShare(json, "rules_touched", coverage.rulesTouched());
    writeShare(json, "alerts_fired", coverage.alertsFired());
    writeShare(json, "alerts_asserted", coverage.alertsAsserted());
    json.key("rules").beginArray();
    for (const testing::RuleUse& use : coverage.rules()) {
        json.beginObject().key("file").string(use.location.file).key("line").number(use.location.line);
        json.key("group").string(use.group).key("name").string(use.name);
        json.key("kind").string(use.kind == rules::RuleKind::Alert ? "alert" : "record");
        json.key("touched").boolean(use.touched);
        if (use.kind == rules::RuleKind::Alert)
            json.key("fired").boolean(use.fired).key("asserted").boolean(use.asserted);
        json.endObject();
    }
    json.endArray().endObject();
}

/// The input of a test on the rules under test.
Result<testing::CaptureOutcome> play(const testing::RecordInput& input,
                                     std::shared_ptr<const rules::RuleSet> ruleSet, std::stop_token stop) {
    BacktestOptions options;
    options.stop = std::move(stop);
    if (input.lateness) options.workspace.limits.lateness = *input.lateness;
    std::optional<EventsCapture> events;
    if (input.capture.empty()) {
        auto written = EventsCapture::write(input.events, input.start);
        if (!written) return written.error();
        events = std::move(*written);
    }
    options.captures = {events ? events->path() : input.capture};
    auto result = runBacktest(std::move(ruleSet), options);
    if (!result) return result.error();
    testing::CaptureOutcome outcome;
    outcome.firstEvent = result->firstEvent;
    outcome.transitions = std::move(result->transitions);
    outcome.notifications = result->notifications;
    outcome.late = result->late;
    outcome.rejected = result->deadLetters;
    outcome.firstRejected = std::move(result->firstDeadLetter);
    for (const RuleCost& cost : result->costs) {
        rules::RuleHealth health;
        health.ruleId = cost.ruleId;
        health.name = cost.name;
        health.lastError = cost.lastError;
        outcome.health.push_back(std::move(health));
    }
    return outcome;
}

class RulesTestCommand final : public Command {
public:
    explicit RulesTestCommand(CLI::App& parser) {
        parser.add_option("FILE", m_files, "promtool test files")->required();
        parser.add_option("--run", m_names, "Run only tests in whose name this regular expression is found");
        parser.add_option("--junit", m_junit, "Write the results as JUnit XML, too");
        parser.add_flag("--coverage", m_coverage,
                        "Say which rules the tests use and which alerts they do not");
        parser.add_flag("--json", m_json, "Print JSON");
        parser.footer("\nPrints what promtool test rules prints. Exit code 1 when a test fails.");
    }

    int run(const CommandContext& context) override {
        testing::RunOptions options;
        options.stop = context.stop;
        options.playRecords = [stop = context.stop](const testing::RecordInput& input,
                                                    std::shared_ptr<const rules::RuleSet> ruleSet) {
            return play(input, std::move(ruleSet), stop);
        };
        if (!m_names.empty()) {
            auto pattern = compileRegex(m_names);
            if (!pattern) {
                printNote("eventflow: --run: " + pattern.error().detail);
                return kUsage;
            }
            options.names = std::move(*pattern);
        }
        for (const std::string& file : m_files) {
            std::error_code error;
            if (!std::filesystem::is_regular_file(file, error))
                return reportError({ErrorCode::NotFound, file + ": there is no such file"}, m_json);
        }
        std::vector<testing::FileResult> results;
        for (const std::string& file : m_files) {
            if (!m_json) printLine("Unit Testing:  " + file);
            results.push_back(testing::runTestFile(file, options));
            if (!m_json) printAsPromtool(results.back());
        }
        return report(results, context);
    }

private:
    int report(const std::vector<testing::FileResult>& results, const CommandContext& context) const {
        testing::Coverage coverage;
        for (const testing::FileResult& result : results)
            coverage.add(result);
        const bool passed = std::ranges::all_of(results, [](const auto& result) { return result.passed(); });
        if (m_json)
            printJson(results, passed, coverage);
        else if (m_coverage)
            printCoverage(coverage);
        if (!m_junit.empty())
            if (const Status status = writeTextFile(m_junit, testing::toJunitXml(results)); !status)
                return reportError(status.error(), false);
        if (context.stop.stop_requested()) return kInterrupted;
        return passed ? kSuccess : kFailure;
    }

    void printJson(const std::vector<testing::FileResult>& results, bool passed,
                   const testing::Coverage& coverage) const {
        JsonWriter json;
        json.beginObject().key("ok").boolean(passed).key("files").beginArray();
        for (const testing::FileResult& result : results)
            writeFile(json, result);
        json.endArray();
        if (m_coverage) writeCoverage(json, coverage);
        json.endObject();
        printLine(json.text());
    }

    std::vector<std::string> m_files;
    std::string m_names;
    std::string m_junit;
    bool m_coverage = false;
    bool m_json = false;
};

} // namespace

std::unique_ptr<Command> addRulesTest(CLI::App& parser) {
    return std::make_unique<RulesTestCommand>(parser);
}

} // namespace eventflow::app
