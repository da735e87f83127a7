#include "core/rules/exporting/test_export.h"

#include "core/base/json_writer.h"
#include "core/base/text_file.h"
#include "core/model/alert_order.h"
#include "core/rules/exporting/yaml_lines.h"
#include "core/rules/rule_loader.h"
#include "core/rules/testing/rule_files.h"
#include "core/rules/testing/test_bench.h"
#include "core/rules/testing/test_file.h"
#include "core/rules/testing/test_runner.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace eventflow::rules::exporting {

namespace {

using testing::RuleTest;
using testing::TestBench;
using testing::TestFile;
using testing::ValueRun;

std::string yamlFloat(double value) {
    if (std::isnan(value)) return ".nan";
    if (std::isinf(value)) return value > 0 ? ".inf" : "-.inf";
    return formatDouble(value);
}

std::string notationOf(const std::vector<ValueRun>& runs) {
    std::string out;
    for (const ValueRun& run : runs) {
        if (!out.empty()) out += ' ';
        if (run.kind == ValueRun::Kind::Stale) {
            out += "stale";
        } else if (run.kind == ValueRun::Kind::Gap) {
            out += run.count == 1 ? "_" : "_x" + std::to_string(run.count);
        } else {
            out += formatDouble(run.start);
            if (run.step != 0) out += (run.step < 0 ? "" : "+") + formatDouble(run.step);
            if (run.count > 1 || run.step != 0) out += 'x' + std::to_string(run.count - 1);
        }
    }
    return out;
}

std::string flowMap(const Labels& labels) {
    std::string out = "{";
    for (const Label& label : labels)
        out += (out.size() > 1 ? ", " : "") + yamlQuoted(label.name) + ": " + yamlQuoted(label.value);
    return out + '}';
}

bool usesOurKeys(const RuleTest& test) {
    return test.end || test.lateness > Duration::zero() || !test.capture.empty() ||
           !test.stateChecks.empty() || !test.timelines.empty() || !test.nevers.empty() ||
           !test.budgets.empty() || std::ranges::any_of(test.series, [](const auto& series) {
               return series.delay > Duration::zero();
           });
}

class TestExporter {
public:
    TestExporter(const TestFile& file, std::span<const ExportedRules> rules, bool inPlace)
        : m_file(file), m_exported(rules), m_inPlace(inPlace) {}

    Result<ExportedFile> run();
    /// Of the rule files after the export, as the test file names them.
    void findRuleFiles();
    [[nodiscard]] bool filesStay() const { return m_filesStay; }

private:
    struct Moment {
        Duration at{};
        std::string alert;
        auto operator<=>(const Moment&) const = default;
    };

    Result<std::shared_ptr<RuleSet>> loadRules(const RuleTest& test) const;
    Status exportTest(const RuleTest& test);
    [[nodiscard]] std::set<Moment> momentsOf(const RuleTest& test) const;
    Result<std::map<Moment, std::vector<Alert>>> firingAt(const RuleTest& test,
                                                          const std::set<Moment>& moments) const;
    void writeHead();
    void writeInput(const RuleTest& test);
    void writeAlertCheck(const Moment& moment, const std::vector<testing::AlertCheck::Expected>& expected);
    void writeExpressions(const RuleTest& test);
    void line(std::size_t indent, const std::string& text) {
        m_out.text += std::string(indent, ' ') + text + '\n';
    }

    const TestFile& m_file;
    std::span<const ExportedRules> m_exported;
    bool m_inPlace;
    bool m_filesStay = true;
    std::vector<std::string> m_names;
    std::vector<std::pair<std::string, std::string>> m_texts; ///< file name and text of each rule file
    ExportedFile m_out;
};

void TestExporter::findRuleFiles() {
    for (const std::filesystem::path& file : testing::matchRuleFiles(m_file.ruleFiles).files) {
        const auto exported = std::ranges::find_if(m_exported, [&](const ExportedRules& rules) {
            std::error_code error;
            return std::filesystem::equivalent(rules.original, file, error);
        });
        const bool moved = exported != m_exported.end() && !m_inPlace;
        // A file that stays behind has to be found from elsewhere.
        const std::filesystem::path name =
            moved ? file.filename() : std::filesystem::absolute(file).lexically_normal();
        m_names.push_back(name.string());
        m_filesStay &= m_inPlace || (moved && file.parent_path() == m_file.path.parent_path());
        if (exported != m_exported.end())
            m_texts.emplace_back(file.string(), exported->text);
        else
            m_texts.emplace_back(file.string(), "");
    }
}

Result<std::shared_ptr<RuleSet>> TestExporter::loadRules(const RuleTest& test) const {
    LoadOptions options;
    options.globals = test.globals;
    RuleLoader loader(options);
    for (const auto& [file, text] : m_texts) {
        if (text.empty()) {
            auto read = readTextFile(file, kMaxRuleFileBytes);
            if (!read) return read.error();
            loader.load(*read, file);
        } else {
            loader.load(text, file);
        }
    }
    const LoadResult loaded = std::move(loader).take();
    if (loaded.rules == nullptr)
        return Error{ErrorCode::ParseError, m_file.path.string() + ": its rule files do not load"};
    auto rules = std::make_shared<RuleSet>(*loaded.rules);
    testing::orderGroups(*rules, m_file.groupOrder);
    return rules;
}

std::set<TestExporter::Moment> TestExporter::momentsOf(const RuleTest& test) const {
    std::set<Moment> moments;
    Duration last = test.end.value_or(Duration::zero());
    for (const auto& check : test.stateChecks)
        moments.insert({check.at, check.alerts.alert});
    for (const auto& check : test.timelines)
        for (const auto& step : check.steps)
            moments.insert({step.at, check.alerts.alert});
    for (const auto& check : test.alertChecks)
        last = std::max(last, check.at);
    for (const Moment& moment : moments)
        last = std::max(last, moment.at);
    if (!test.nevers.empty()) {
        const Timestamp start = test.start.value_or(Timestamp{});
        if (!test.end) last = std::max(last, TestBench::lastSampleTime(test, start) - start);
        for (const auto& check : test.nevers)
            moments.insert({last, check.alerts.alert});
    }
    for (const auto& check : test.alertChecks)
        moments.erase({check.at, check.alert});
    return moments;
}

Result<std::map<TestExporter::Moment, std::vector<Alert>>>
TestExporter::firingAt(const RuleTest& test, const std::set<Moment>& moments) const {
    std::map<Moment, std::vector<Alert>> firing;
    if (moments.empty()) return firing;
    const auto rules = loadRules(test);
    if (!rules) return rules.error();
    const Timestamp start = test.start.value_or(Timestamp{});
    const Timestamp end = start + std::ranges::max_element(moments)->at;
    if ((end - start) / m_file.interval > testing::kMaxTicks)
        return Error{ErrorCode::LimitExceeded, m_file.path.string() + ": the test has too many evaluations"};
    TestBench bench(test, **rules, start, m_file.interval);
    for (Timestamp tick = start; tick <= end; tick += m_file.interval) {
        if (Status status = bench.evaluate(tick); !status) return status.error();
        for (const Moment& moment : moments) {
            if (start + moment.at < tick || start + moment.at >= tick + m_file.interval) continue;
            std::vector<Alert>& there = firing[moment];
            for (Alert& alert : bench.alerts())
                if (alert.rule == moment.alert && isFiring(alert.state)) there.push_back(std::move(alert));
        }
    }
    return firing;
}

void TestExporter::writeHead() {
    line(0, "rule_files:");
    for (const std::string& name : m_names)
        line(0, "- " + yamlQuoted(name));
    line(0, "evaluation_interval: " + formatDuration(m_file.interval));
    if (!m_file.groupOrder.empty()) {
        line(0, "group_eval_order:");
        for (const std::string& group : m_file.groupOrder)
            line(0, "- " + yamlQuoted(group));
    }
    if (m_file.fuzzyCompare) line(0, "fuzzy_compare: true");
    line(0, "tests:");
}

void TestExporter::writeInput(const RuleTest& test) {
    line(0, "- interval: " + formatDuration(test.interval));
    if (!test.name.empty()) line(2, "name: " + yamlQuoted(test.name));
    if (test.start) line(2, "start_timestamp: " + formatIso8601(*test.start));
    if (!test.globals->externalLabels.empty())
        line(2, "external_labels: " + flowMap(test.globals->externalLabels));
    if (!test.globals->externalUrl.empty()) line(2, "external_url: " + yamlQuoted(test.globals->externalUrl));
    if (!test.series.empty()) line(2, "input_series:");
    for (const testing::InputSeries& series : test.series) {
        line(2, "- series: " + yamlQuoted(series.labels.toString()));
        line(4, "values: " + yamlQuoted(notationOf(series.values)));
    }
}

void TestExporter::writeAlertCheck(const Moment& moment,
                                   const std::vector<testing::AlertCheck::Expected>& expected) {
    line(2, "- eval_time: " + formatDuration(moment.at));
    line(4, "alertname: " + yamlQuoted(moment.alert));
    line(4, expected.empty() ? "exp_alerts: []" : "exp_alerts:");
    for (const auto& alert : expected) {
        Labels labels = alert.labels;
        labels.remove("alertname");
        line(4, "- exp_labels: " + flowMap(labels));
        if (!alert.annotations.empty()) line(6, "exp_annotations: " + flowMap(alert.annotations));
    }
}

void TestExporter::writeExpressions(const RuleTest& test) {
    if (!test.expressionChecks.empty()) line(2, "promql_expr_test:");
    for (const testing::ExpressionCheck& check : test.expressionChecks) {
        line(2, "- expr: " + yamlQuoted(check.expression));
        line(4, "eval_time: " + formatDuration(check.at));
        line(4, check.expected.empty() ? "exp_samples: []" : "exp_samples:");
        for (const auto& sample : check.expected)
            line(4, "- {labels: " + yamlQuoted(sample.series) + ", value: " + yamlFloat(sample.value) + '}');
    }
}

Status TestExporter::exportTest(const RuleTest& test) {
    ExportItem item{test.location, "", test.name.empty() ? "test" : test.name, Fidelity::Exact, {}};
    const bool late =
        test.lateness > Duration::zero() ||
        std::ranges::any_of(test.series, [](const auto& series) { return series.delay > Duration::zero(); });
    if (late || !test.capture.empty() || !test.events.empty()) {
        item.fidelity = Fidelity::Unsupported;
        item.reasons.emplace_back(late ? "arrive, lateness: promtool has no late samples"
                                       : "input_capture, input_events: promtool reads no records");
        for (const std::string& reason : item.reasons)
            line(0, "# " + item.name + ": unsupported: " + reason);
        m_out.items.push_back(std::move(item));
        return {};
    }
    const auto firing = firingAt(test, momentsOf(test));
    if (!firing) return firing.error();
    if (usesOurKeys(test)) {
        item.fidelity = Fidelity::Approximate;
        item.reasons.emplace_back(
            "expect, timeline and never become what fires at the times they name; promtool "
            "sees no other state, and no budget");
        line(0, "# approximate: " + item.reasons.front());
    }
    writeInput(test);
    if (!test.alertChecks.empty() || !firing->empty()) line(2, "alert_rule_test:");
    for (const testing::AlertCheck& check : test.alertChecks)
        writeAlertCheck({check.at, check.alert}, check.expected);
    for (const auto& [moment, alerts] : *firing) {
        std::vector<testing::AlertCheck::Expected> expected;
        for (const Alert& alert : alerts)
            expected.push_back({alert.labels, alert.annotations});
        writeAlertCheck(moment, expected);
    }
    writeExpressions(test);
    m_out.items.push_back(std::move(item));
    return {};
}

Result<ExportedFile> TestExporter::run() {
    writeHead();
    for (const RuleTest& test : m_file.tests)
        if (Status status = exportTest(test); !status) return status.error();
    return std::move(m_out);
}

} // namespace

Result<ExportedFile> exportTests(std::string_view text, const std::filesystem::path& path,
                                 std::span<const ExportedRules> rules, bool inPlace) {
    const testing::LoadedTests loaded = testing::loadTestText(text, path);
    if (!loaded.file) {
        const Finding& first = loaded.findings.front();
        return Error{ErrorCode::ParseError, first.location.file + ':' + std::to_string(first.location.line) +
                                                ':' + std::to_string(first.location.column) + ": " +
                                                first.message};
    }
    TestExporter exporter(*loaded.file, rules, inPlace);
    exporter.findRuleFiles();
    if (exporter.filesStay() && std::ranges::none_of(loaded.file->tests, usesOurKeys)) {
        ExportedFile same;
        same.text = text;
        for (const RuleTest& test : loaded.file->tests)
            same.items.push_back(
                {test.location, "", test.name.empty() ? "test" : test.name, Fidelity::Exact, {}});
        return same;
    }
    return exporter.run();
}

} // namespace eventflow::rules::exporting
