#include "core/rules/testing/test_file_reader.h"

#include "core/base/text_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>
#include <tuple>

namespace eventflow::rules::testing {

namespace {

using Key = std::string_view;

constexpr Duration kMaxDuration = std::chrono::hours(24 * 365 * 50);
constexpr double kMaxStartSeconds = 4.1e9; ///< the year 2099

constexpr std::array<Key, 5> kFileKeys{"rule_files", "evaluation_interval", "group_eval_order",
                                       "fuzzy_compare", "tests"};
constexpr std::array<Key, 17> kTestKeys{"name",
                                        "interval",
                                        "start_timestamp",
                                        "input_series",
                                        "alert_rule_test",
                                        "promql_expr_test",
                                        "external_labels",
                                        "external_url",
                                        "start",
                                        "end",
                                        "lateness",
                                        "input_capture",
                                        "input_events",
                                        "expect",
                                        "timeline",
                                        "never",
                                        "budget"};
constexpr std::array<Key, 3> kSeriesKeys{"series", "values", "arrive"};
constexpr std::array<Key, 3> kAlertCheckKeys{"eval_time", "alertname", "exp_alerts"};
constexpr std::array<Key, 2> kExpectedAlertKeys{"exp_labels", "exp_annotations"};
constexpr std::array<Key, 3> kExpressionCheckKeys{"expr", "eval_time", "exp_samples"};
constexpr std::array<Key, 3> kSampleKeys{"labels", "value", "histogram"};

std::string joined(const std::filesystem::path& folder, const std::string& pattern) {
    const std::filesystem::path path(pattern);
    return path.is_absolute() ? pattern : (folder / path).lexically_normal().string();
}

} // namespace

TestFile TestFileReader::read() {
    TestFile file;
    file.path = m_path;
    const Node& root = m_yaml.document().root();
    if (root.kind == Node::Kind::Null || !m_yaml.isMapping(root, "a test file")) return file;
    m_yaml.checkKeys(root, kFileKeys, "a test file");
    for (const Node* pattern : itemsOf(root, "rule_files"))
        if (const auto text = m_yaml.name(*pattern, "a rule file"))
            file.ruleFiles.push_back(joined(m_path.parent_path(), *text));
    if (const Node* interval = root.find("evaluation_interval")) {
        const auto value = readDuration(*interval, "evaluation_interval");
        if (value && *value > Duration::zero()) file.interval = *value;
    }
    std::set<std::string> ordered;
    for (const Node* group : itemsOf(root, "group_eval_order")) {
        const auto name = m_yaml.name(*group, "a group");
        if (!name) continue;
        if (!ordered.insert(*name).second)
            m_yaml.fail(*group, "group name repeated in evaluation order: " + *name + "; name it once");
        file.groupOrder.push_back(*name);
    }
    if (const Node* fuzzy = root.find("fuzzy_compare")) {
        const std::string value = m_yaml.text(*fuzzy, "fuzzy_compare").value_or("");
        if (value != "true" && value != "false") m_yaml.fail(*fuzzy, "fuzzy_compare must be true or false");
        file.fuzzyCompare = value == "true";
    }
    for (const Node* test : itemsOf(root, "tests"))
        readTest(*test, file);
    return file;
}

void TestFileReader::readTest(const Node& node, TestFile& file) {
    if (!m_yaml.isMapping(node, "a test")) return;
    m_yaml.checkKeys(node, kTestKeys, "a test");
    RuleTest test;
    test.location = locationOf(node);
    test.interval = file.interval;
    if (const Node* name = node.find("name")) test.name = m_yaml.text(*name, "name").value_or("");
    if (const Node* interval = node.find("interval")) {
        test.interval = readDuration(*interval, "interval").value_or(test.interval);
        if (test.interval <= Duration::zero())
            m_yaml.fail(*interval,
                        "interval must be longer than 0s: it is the distance of the values of a series");
    }
    auto globals = std::make_shared<TemplateGlobals>();
    globals->externalLabels = readLabels(node.find("external_labels"), "external_labels");
    if (const Node* url = node.find("external_url"))
        globals->externalUrl = m_yaml.text(*url, "external_url").value_or("");
    test.globals = std::move(globals);
    readStart(node, test);
    for (const Node* series : itemsOf(node, "input_series"))
        readSeries(*series, test);
    for (const Node* check : itemsOf(node, "alert_rule_test"))
        readAlertCheck(*check, test);
    for (const Node* check : itemsOf(node, "promql_expr_test"))
        readExpressionCheck(*check, test);
    readOurKeys(node, test);
    file.tests.push_back(std::move(test));
}

void TestFileReader::readStart(const Node& node, RuleTest& test) {
    const Node* start = node.find("start_timestamp");
    if (start == nullptr) start = node.find("start");
    if (start == nullptr) return;
    const std::string text = m_yaml.text(*start, "start_timestamp").value_or("");
    double seconds = 0;
    const char* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, seconds);
    const auto iso = parseIso8601(text);
    if (iso) seconds = static_cast<double>(toMs(*iso)) / 1000;
    if ((!iso && (error != std::errc{} || end != last)) || !(std::fabs(seconds) < kMaxStartSeconds))
        return m_yaml.fail(*start,
                           "start_timestamp must be a time like 2026-01-01T00:00:00Z or seconds since "
                           "the epoch, before 2099, not " +
                               eventflow::quoted(text));
    // Whole milliseconds, as every time in PromQL.
    test.start = timestampFromMs(static_cast<std::int64_t>(std::llround(seconds * 1000)));
}

void TestFileReader::readSeries(const Node& node, RuleTest& test) {
    if (!m_yaml.isMapping(node, "an input series")) return;
    m_yaml.checkKeys(node, kSeriesKeys, "an input series");
    InputSeries series;
    series.location = locationOf(node);
    if (const Node* name = node.find("series")) {
        const std::string text = m_yaml.text(*name, "series").value_or("");
        if (auto labels = parseSeriesName(text))
            series.labels = std::move(*labels);
        else
            m_yaml.fail(*name, "series: " + labels.error().detail);
    } else {
        m_yaml.fail(node, "an input series needs the key \"series\"");
    }
    if (const Node* values = node.find("values")) {
        NotationProblem problem;
        if (auto runs = parseSeriesValues(m_yaml.text(*values, "values").value_or(""), problem))
            series.values = std::move(*runs);
        else
            failInside(*values, problem.offset, "values: " + problem.message);
    }
    series.delay = delayOf(node);
    test.series.push_back(std::move(series));
}

void TestFileReader::readAlertCheck(const Node& node, RuleTest& test) {
    if (!m_yaml.isMapping(node, "an item of alert_rule_test")) return;
    m_yaml.checkKeys(node, kAlertCheckKeys, "an item of alert_rule_test");
    AlertCheck check;
    check.location = locationOf(node);
    check.at = timeOf(node, "eval_time");
    const Node* name = node.find("alertname");
    check.alert = name != nullptr ? m_yaml.name(*name, "alertname").value_or("") : "";
    if (name == nullptr) m_yaml.fail(node, "an item of alert_rule_test needs the key \"alertname\"");
    for (const Node* item : itemsOf(node, "exp_alerts")) {
        if (!m_yaml.isMapping(*item, "an item of exp_alerts")) continue;
        m_yaml.checkKeys(*item, kExpectedAlertKeys, "an item of exp_alerts");
        AlertCheck::Expected expected;
        expected.labels = readLabels(item->find("exp_labels"), "exp_labels");
        // A rule adds its name by itself, so promtool does too.
        expected.labels.set("alertname", check.alert);
        expected.annotations = readLabels(item->find("exp_annotations"), "exp_annotations");
        check.expected.push_back(std::move(expected));
    }
    test.alertChecks.push_back(std::move(check));
}

void TestFileReader::readExpressionCheck(const Node& node, RuleTest& test) {
    if (!m_yaml.isMapping(node, "an item of promql_expr_test")) return;
    m_yaml.checkKeys(node, kExpressionCheckKeys, "an item of promql_expr_test");
    ExpressionCheck check;
    check.location = locationOf(node);
    check.at = timeOf(node, "eval_time");
    if (const Node* expression = node.find("expr"))
        check.expression = m_yaml.text(*expression, "expr").value_or("");
    for (const Node* item : itemsOf(node, "exp_samples"))
        readExpectedSample(*item, check);
    test.expressionChecks.push_back(std::move(check));
}

void TestFileReader::readExpectedSample(const Node& node, ExpressionCheck& check) {
    if (!m_yaml.isMapping(node, "an item of exp_samples")) return;
    m_yaml.checkKeys(node, kSampleKeys, "an item of exp_samples");
    ExpressionCheck::Expected expected;
    if (const Node* labels = node.find("labels"))
        expected.series = m_yaml.text(*labels, "labels").value_or("");
    if (const Node* value = node.find("value")) expected.value = readFloat(*value, "value").value_or(0);
    if (const Node* histogram = node.find("histogram"))
        m_yaml.fail(*histogram,
                    "native histograms are not supported; test the series of a classic histogram");
    check.expected.push_back(std::move(expected));
}

std::vector<const config::YamlNode*> TestFileReader::itemsOf(const Node& parent, std::string_view key) {
    std::vector<const Node*> items;
    const Node* list = parent.find(key);
    if (list == nullptr || list->kind == Node::Kind::Null || !m_yaml.isList(*list, key)) return items;
    for (const auto& item : list->items)
        items.push_back(item.get());
    return items;
}

Duration TestFileReader::timeOf(const Node& parent, std::string_view key) {
    const Node* node = parent.find(key);
    return node == nullptr ? Duration::zero() : readDuration(*node, key).value_or(Duration::zero());
}

Duration TestFileReader::delayOf(const Node& parent) {
    const Node* arrive = parent.find("arrive");
    if (arrive == nullptr) return Duration::zero();
    std::string text = m_yaml.text(*arrive, "arrive").value_or("");
    if (text.starts_with('+')) text.erase(0, 1);
    const auto delay = parseDuration(text);
    if (delay && *delay <= kMaxDuration) return *delay;
    m_yaml.fail(*arrive, "arrive must be a delay like +90s, not " + eventflow::quoted(text));
    return Duration::zero();
}

std::optional<Duration> TestFileReader::readDuration(const Node& node, std::string_view what) {
    const auto value = m_yaml.duration(node, what);
    if (!value || *value <= kMaxDuration) return value;
    m_yaml.fail(node, std::string(what) + " must not be longer than " + formatDuration(kMaxDuration));
    return std::nullopt;
}

Labels TestFileReader::readLabels(const Node* node, std::string_view what) {
    std::vector<Label> labels;
    if (node == nullptr || node->kind == Node::Kind::Null || !m_yaml.isMapping(*node, what)) return {};
    for (const auto& entry : node->entries)
        if (auto value = m_yaml.text(*entry.value, entry.key->scalar))
            labels.push_back({entry.key->scalar, std::move(*value)});
    return Labels(std::move(labels));
}

std::optional<double> TestFileReader::readFloat(const Node& node, std::string_view what) {
    const auto text = m_yaml.text(node, what);
    if (!text) return std::nullopt;
    std::string_view rest = *text;
    const bool negative = rest.starts_with('-');
    if (negative || rest.starts_with('+')) rest.remove_prefix(1);
    double value = 0;
    if (rest == ".inf" || rest == ".Inf" || rest == ".INF") {
        value = std::numeric_limits<double>::infinity();
    } else if (*text == ".nan" || *text == ".NaN" || *text == ".NAN") {
        return std::numeric_limits<double>::quiet_NaN();
    } else {
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
        if (error != std::errc{} || end != rest.data() + rest.size() || !std::isfinite(value)) {
            m_yaml.fail(node, std::string(what) + " must be a number, .nan, .inf or -.inf, not " +
                                  eventflow::quoted(*text));
            return std::nullopt;
        }
    }
    return negative ? -value : value;
}

void TestFileReader::failInside(const Node& scalar, std::size_t at, std::string message) {
    m_yaml.failAt(m_yaml.document().positionInScalar(scalar, at), std::move(message));
}

SourceLocation TestFileReader::locationOf(const Node& node) const {
    const config::TextPosition position = m_yaml.document().position(node);
    return {m_path.string(), position.line, position.column};
}

std::vector<Finding> TestFileReader::findings() const {
    std::vector<Finding> out;
    for (const config::YamlProblem& problem : m_yaml.problems())
        out.push_back({Severity::Error,
                       {m_path.string(), problem.position.line, problem.position.column},
                       problem.message});
    std::ranges::sort(out, {}, [](const Finding& finding) {
        return std::tie(finding.location.line, finding.location.column, finding.message);
    });
    return out;
}

LoadedTests loadTestText(std::string_view text, const std::filesystem::path& path) {
    LoadedTests loaded;
    config::YamlLimits limits;
    limits.maxBytes = kMaxTestFileBytes;
    config::YamlProblem problem;
    const auto document = config::YamlDocument::parse(text, limits, problem);
    if (!document) {
        loaded.findings.push_back({Severity::Error,
                                   {path.string(), problem.position.line, problem.position.column},
                                   problem.message});
        return loaded;
    }
    TestFileReader reader(*document, path);
    TestFile file = reader.read();
    loaded.findings = reader.findings();
    if (loaded.findings.empty()) loaded.file = std::move(file);
    return loaded;
}

LoadedTests loadTestFile(const std::filesystem::path& path) {
    const auto text = readTextFile(path, kMaxTestFileBytes);
    if (text) return loadTestText(*text, path);
    LoadedTests unread;
    Finding& finding = unread.findings.emplace_back();
    finding.location.file = path.string();
    finding.message = text.error().detail;
    return unread;
}

} // namespace eventflow::rules::testing
