#include "core/rules/testing/test_runner.h"

#include "core/notify/notifier.h"
#include "core/rules/testing/promtool_text.h"
#include "core/rules/testing/rule_files.h"
#include "core/rules/testing/test_bench.h"
#include "core/rules/testing/test_checks.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <set>

namespace eventflow::rules::testing {

namespace {

/// Records of 1970 are taken for those of a broken clock, so events do not begin at the epoch: 2026-01-01.
constexpr Timestamp kStartOfEvents = timestampFromNs(1'767'225'600'000'000'000);

template <typename Failure>
void add(TestResult& result, std::optional<Failure> failure) {
    if (failure) result.failures.push_back(std::move(*failure));
}

/// When the last tick of a test is due.
Timestamp endOf(const RuleTest& test, Timestamp start) {
    Duration last = test.end.value_or(Duration::zero());
    for (const AlertCheck& check : test.alertChecks)
        last = std::max(last, check.at);
    for (const ExpressionCheck& check : test.expressionChecks)
        last = std::max(last, check.at);
    for (const StateCheck& check : test.stateChecks)
        last = std::max(last, check.at);
    for (const TimelineCheck& check : test.timelines)
        for (const TimelineCheck::Step& step : check.steps)
            last = std::max(last, step.at);
    // What must not happen must not happen as long as there is data.
    const bool wholeInput = !test.timelines.empty() || !test.nevers.empty() || !test.budgets.empty();
    if (wholeInput && !test.end) last = std::max(last, TestBench::lastSampleTime(test, start) - start);
    return start + last;
}

std::uint64_t firingsIn(std::span<const AlertTransition> transitions) {
    return static_cast<std::uint64_t>(
        std::ranges::count_if(transitions, [](const AlertTransition& transition) {
            return transition.alert.state == AlertState::Firing && transition.from != AlertState::Recovering;
        }));
}

/// What the route of the rule files would have sent until the end.
std::uint64_t pagesFor(const RuleSet& rules, std::span<const AlertTransition> transitions, Timestamp end) {
    notify::Notifier notifier(rules.notifications);
    std::vector<notify::Notification> sent;
    notifier.advance(transitions, end, sent);
    return static_cast<std::uint64_t>(std::ranges::count_if(sent, &notify::Notification::pages));
}

/// Checks by the tick that judges them: the last one at or before their time.
template <typename Check>
std::multimap<Timestamp, const Check*> byTick(const std::vector<Check>& checks, Timestamp start,
                                              Duration interval) {
    std::multimap<Timestamp, const Check*> out;
    // promtool reports in the order of times, and within one in that of the file.
    std::vector<const Check*> ordered;
    for (const Check& check : checks)
        ordered.push_back(&check);
    std::ranges::stable_sort(ordered, {}, [](const Check* check) { return check->at; });
    for (const Check* check : ordered)
        out.emplace(start + check->at - check->at % interval, check);
    return out;
}

/// Runs one test.
class TestRun {
public:
    TestRun(const TestFile& file, const RuleTest& test, std::shared_ptr<const RuleSet> rules,
            const RunOptions& options, std::map<std::string, RuleUse>& uses)
        : m_file(file), m_test(test), m_rules(std::move(rules)), m_options(options), m_uses(uses) {
        m_result.name = test.name;
        m_result.location = test.location;
    }

    TestResult run() {
        if (m_test.capture.empty() && m_test.events.empty())
            runOnSeries();
        else
            runOnRecords();
        return std::move(m_result);
    }

private:
    void runOnSeries();
    void runOnRecords();
    /// False when the test cannot go on.
    bool runTicks(TestBench& bench, Timestamp start, Timestamp end);
    bool noteHealth(const std::vector<RuleHealth>& health, Timestamp tick, Timestamp start);
    void noteFirings(std::span<const AlertTransition> transitions);
    void judgeWhole(std::span<const AlertTransition> transitions, Timestamp start, const RunCounts& counts);
    void fail(std::string text) { m_result.failures.push_back({m_test.location, std::move(text)}); }

    const TestFile& m_file;
    const RuleTest& m_test;
    std::shared_ptr<const RuleSet> m_rules;
    const RunOptions& m_options;
    std::map<std::string, RuleUse>& m_uses; ///< by rule id
    TestResult m_result;
};

void TestRun::runOnSeries() {
    const Timestamp start = m_test.start.value_or(Timestamp{});
    const Timestamp end = endOf(m_test, start);
    if ((end - start) / m_file.interval > kMaxTicks)
        return fail("    the test has more than " + std::to_string(kMaxTicks) +
                    " evaluations; give it an \"end\" or the file a longer evaluation_interval");
    TestBench bench(m_test, *m_rules, start, m_file.interval);
    const bool finished = runTicks(bench, start, end);
    noteFirings(bench.transitions());
    if (!finished) return;
    for (const ExpressionCheck& check : m_test.expressionChecks)
        add(m_result, judge(check, bench.series(), start, m_file.interval, m_file.fuzzyCompare));
    judgeWhole(bench.transitions(), start,
               {firingsIn(bench.transitions()), pagesFor(*m_rules, bench.transitions(), end), bench.late(),
                bench.lateDropped()});
}

bool TestRun::runTicks(TestBench& bench, Timestamp start, Timestamp end) {
    const auto alertChecks = byTick(m_test.alertChecks, start, m_file.interval);
    const auto stateChecks = byTick(m_test.stateChecks, start, m_file.interval);
    for (Timestamp tick = start; tick <= end; tick += m_file.interval) {
        if (m_options.stop.stop_requested()) {
            fail("    interrupted");
            return false;
        }
        if (Status status = bench.evaluate(tick); !status) {
            fail("    " + status.error().detail);
            return false;
        }
        if (!noteHealth(bench.health(), tick, start)) return false;
        const auto [alertFirst, alertLast] = alertChecks.equal_range(tick);
        const auto [stateFirst, stateLast] = stateChecks.equal_range(tick);
        if (alertFirst == alertLast && stateFirst == stateLast) continue;
        const std::vector<Alert> alerts = bench.alerts();
        for (auto check = alertFirst; check != alertLast; ++check)
            add(m_result, judge(m_test, *check->second, alerts));
        for (auto check = stateFirst; check != stateLast; ++check)
            add(m_result, judge(*check->second, alerts));
    }
    return true;
}

bool TestRun::noteHealth(const std::vector<RuleHealth>& health, Timestamp tick, Timestamp start) {
    bool healthy = true;
    for (const RuleHealth& rule : health) {
        if (rule.seriesReturned > 0) m_uses[rule.ruleId].touched = true;
        if (rule.lastError.empty()) continue;
        healthy = false;
        fail("    rule: " + rule.name + ", time: " + goDuration(tick - start) + ", err: " + rule.lastError);
    }
    return healthy;
}

void TestRun::noteFirings(std::span<const AlertTransition> transitions) {
    for (const AlertTransition& transition : transitions) {
        RuleUse& use = m_uses[transition.alert.ruleId];
        use.touched = true;
        use.fired |= transition.alert.state == AlertState::Firing;
    }
}

void TestRun::runOnRecords() {
    if (!m_options.playRecords) return fail("    input_capture and input_events cannot be played here");
    RecordInput input;
    input.capture = m_test.capture;
    input.events = m_test.events;
    input.start = m_test.start.value_or(kStartOfEvents);
    const bool events = m_test.capture.empty();
    if (events || m_test.lateness > Duration::zero()) input.lateness = m_test.lateness;
    // A capture shows what happened, at the rules' own intervals; events are as artificial as series.
    const auto outcome =
        m_options.playRecords(input, events ? everyTick(*m_rules, m_file.interval) : m_rules);
    if (!outcome) return fail("    " + outcome.error().detail);
    // A capture may hold damaged records. An event that was written for the test and is none proves nothing.
    if (events && outcome->rejected > 0)
        fail("    input_events: " + std::to_string(outcome->rejected) + " of " +
             std::to_string(m_test.events.size()) + " were rejected, as a replay would, the first at " +
             outcome->firstRejected);
    const Timestamp start = m_test.start.value_or(events ? kStartOfEvents : outcome->firstEvent);
    noteHealth(outcome->health, outcome->firstEvent, start);
    noteFirings(outcome->transitions);
    for (const StateCheck& check : m_test.stateChecks) {
        std::map<std::pair<std::string, Labels>, Alert> alerts;
        for (const AlertTransition& transition : outcome->transitions)
            if (transition.tick <= start + check.at)
                alerts[{transition.alert.ruleId, transition.alert.labels}] = transition.alert;
        std::vector<Alert> there;
        for (auto& [key, alert] : alerts)
            there.push_back(std::move(alert));
        add(m_result, judge(check, there));
    }
    judgeWhole(outcome->transitions, start,
               {firingsIn(outcome->transitions), outcome->notifications, outcome->late, outcome->late});
}

void TestRun::judgeWhole(std::span<const AlertTransition> transitions, Timestamp start,
                         const RunCounts& counts) {
    for (const TimelineCheck& check : m_test.timelines)
        add(m_result, judge(check, transitions, start));
    for (const NeverCheck& check : m_test.nevers)
        add(m_result, judge(check, transitions, start));
    for (const BudgetCheck& check : m_test.budgets)
        add(m_result, judge(check, counts));
}

std::set<std::string> namedAlerts(const RuleTest& test) {
    std::set<std::string> names;
    for (const AlertCheck& check : test.alertChecks)
        names.insert(check.alert);
    for (const StateCheck& check : test.stateChecks)
        names.insert(check.alerts.alert);
    for (const TimelineCheck& check : test.timelines)
        names.insert(check.alerts.alert);
    for (const NeverCheck& check : test.nevers)
        names.insert(check.alerts.alert);
    return names;
}

/// Runs the tests of one file: loads the rules once for each set of external labels.
class FileRun {
public:
    FileRun(const TestFile& file, const RunOptions& options) : m_file(file), m_options(options) {
        m_result.path = file.path;
    }

    FileResult run();

private:
    std::shared_ptr<const RuleSet> rulesFor(const RuleTest& test);
    void noteRules(const RuleSet& rules);

    const TestFile& m_file;
    const RunOptions& m_options;
    FileResult m_result;
    std::vector<std::filesystem::path> m_ruleFiles;
    std::shared_ptr<const RuleSet> m_rules;
    std::shared_ptr<const TemplateGlobals> m_globals; ///< of m_rules
    std::map<std::string, RuleUse> m_uses;            ///< by rule id
};

std::shared_ptr<const RuleSet> FileRun::rulesFor(const RuleTest& test) {
    if (m_rules != nullptr && m_globals->externalLabels == test.globals->externalLabels &&
        m_globals->externalUrl == test.globals->externalUrl)
        return m_rules;
    LoadOptions options;
    options.globals = test.globals;
    LoadResult loaded = loadRuleFiles(m_ruleFiles, options);
    if (loaded.rules == nullptr) {
        for (Finding& finding : loaded.findings)
            if (finding.severity == Severity::Error)
                m_result.failures.push_back({finding.location, std::move(finding.message)});
        return nullptr;
    }
    auto ordered = std::make_shared<RuleSet>(*loaded.rules);
    orderGroups(*ordered, m_file.groupOrder);
    if (m_rules == nullptr) noteRules(*ordered);
    m_rules = std::move(ordered);
    m_globals = test.globals;
    return m_rules;
}

void FileRun::noteRules(const RuleSet& rules) {
    for (const RuleGroup& group : rules.groups)
        for (const Rule& rule : group.rules)
            m_uses[rule.id] = {rule.location, rule.id, group.name, rule.name, rule.kind};
}

FileResult FileRun::run() {
    MatchedFiles matched = matchRuleFiles(m_file.ruleFiles);
    m_ruleFiles = std::move(matched.files);
    for (const std::string& pattern : matched.unmatched)
        m_result.warnings.push_back("no file match pattern " + pattern);
    std::set<std::string> asserted;
    for (const RuleTest& test : m_file.tests) {
        const bool wanted = m_options.names == nullptr || re2::RE2::PartialMatch(test.name, *m_options.names);
        if (!wanted || m_options.stop.stop_requested()) {
            ++m_result.skipped;
            continue;
        }
        auto rules = rulesFor(test);
        if (rules == nullptr) return std::move(m_result);
        asserted.merge(namedAlerts(test));
        m_result.tests.push_back(TestRun(m_file, test, std::move(rules), m_options, m_uses).run());
    }
    for (auto& [id, use] : m_uses) {
        use.asserted = use.kind == RuleKind::Alert && asserted.contains(use.name);
        m_result.rules.push_back(std::move(use));
    }
    return std::move(m_result);
}

} // namespace

FileResult runTests(const TestFile& file, const RunOptions& options) {
    return FileRun(file, options).run();
}

FileResult runTestFile(const std::filesystem::path& path, const RunOptions& options) {
    const LoadedTests loaded = loadTestFile(path);
    if (loaded.file) return runTests(*loaded.file, options);
    FileResult result;
    result.path = path;
    for (const Finding& finding : loaded.findings)
        result.failures.push_back({finding.location, finding.message});
    return result;
}

} // namespace eventflow::rules::testing
