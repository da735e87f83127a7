#include "core/base/json_writer.h"
#include "core/rules/testing/test_file_reader.h"
#include "core/series/anchored_pattern.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace eventflow::rules::testing {

namespace {

using Key = std::string_view;
using config::YamlNode;

constexpr std::array<Key, 7> kStateCheckKeys{"at",    "alert",       "state", "labels",
                                             "match", "annotations", "value"};
constexpr std::array<Key, 4> kTimelineKeys{"alert", "labels", "match", "states"};
constexpr std::array<Key, 3> kNeverKeys{"alert", "labels", "match"};
constexpr std::array<Key, 5> kEventKeys{"at", "arrive", "topic", "key", "value"};
constexpr std::array<Key, 2> kValueKeys{"approx", "tol"};

struct CountedName {
    Key name;
    BudgetCheck::Counted counted;
};
constexpr std::array kCounted{CountedName{"firings", BudgetCheck::Counted::Firings},
                              CountedName{"notifications", BudgetCheck::Counted::Notifications},
                              CountedName{"late", BudgetCheck::Counted::Late},
                              CountedName{"late_dropped", BudgetCheck::Counted::LateDropped}};

struct ComparisonName {
    Key text;
    BudgetCheck::Comparison comparison;
};
// The longer ones first: `<=` begins with `<`.
constexpr std::array kComparisons{ComparisonName{"<=", BudgetCheck::Comparison::LessEqual},
                                  ComparisonName{">=", BudgetCheck::Comparison::GreaterEqual},
                                  ComparisonName{"==", BudgetCheck::Comparison::Equal},
                                  ComparisonName{"<", BudgetCheck::Comparison::Less},
                                  ComparisonName{">", BudgetCheck::Comparison::Greater}};

/// Whether JSON reads the text as a number, true, false or null. YAML's quotes are not known any more.
bool isJsonLiteral(const std::string& text) {
    if (text == "true" || text == "false" || text == "null") return true;
    double value = 0;
    const char* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, value);
    const std::size_t digit = text.starts_with('-') ? 1 : 0;
    const bool number = error == std::errc{} && end == last && digit < text.size();
    // JSON has no 007, .5, 5., inf or nan.
    const auto isDigit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
    return number && isDigit(digit) && !(text[digit] == '0' && isDigit(digit + 1)) &&
           isDigit(text.size() - 1) && text.find(".e") == std::string::npos &&
           text.find(".E") == std::string::npos;
}

void writeJson(const YamlNode& node, JsonWriter& out) {
    switch (node.kind) {
    case YamlNode::Kind::Null:
        out.null();
        return;
    case YamlNode::Kind::Scalar:
        if (isJsonLiteral(node.scalar))
            out.raw(node.scalar);
        else
            out.string(node.scalar);
        return;
    case YamlNode::Kind::Sequence:
        out.beginArray();
        for (const auto& item : node.items)
            writeJson(*item, out);
        out.endArray();
        return;
    case YamlNode::Kind::Mapping:
        break;
    }
    out.beginObject();
    for (const auto& entry : node.entries) {
        out.key(entry.key->scalar);
        writeJson(*entry.value, out);
    }
    out.endObject();
}

} // namespace

bool AlertSelector::selects(const Alert& candidate) const {
    if (candidate.rule != alert) return false;
    for (const Label& label : labels)
        if (candidate.labels.get(label.name) != label.value) return false;
    // `alertname` is always there; naming it is allowed.
    return !exact || candidate.labels.size() == labels.size() + (labels.has("alertname") ? 0 : 1);
}

std::string AlertSelector::toString() const {
    return labels.empty() && !exact ? alert : alert + labels.toString();
}

void TestFileReader::readOurKeys(const Node& node, RuleTest& test) {
    if (const Node* end = node.find("end")) test.end = readDuration(*end, "end");
    if (const Node* lateness = node.find("lateness"))
        test.lateness = readDuration(*lateness, "lateness").value_or(Duration::zero());
    readCapture(node, test);
    for (const Node* item : itemsOf(node, "input_events"))
        readEvent(*item, test);
    std::ranges::stable_sort(test.events, {}, [](const InputEvent& event) { return event.at + event.delay; });
    for (const Node* item : itemsOf(node, "expect"))
        readStateCheck(*item, test);
    for (const Node* item : itemsOf(node, "timeline"))
        readTimeline(*item, test);
    for (const Node* item : itemsOf(node, "never"))
        readNever(*item, test);
    if (const Node* budget = node.find("budget")) readBudget(*budget, test);
}

void TestFileReader::readCapture(const Node& node, RuleTest& test) {
    const Node* input = node.find("input_capture");
    if (input != nullptr) {
        if (const auto text = m_yaml.name(*input, "input_capture")) {
            const std::filesystem::path path(*text);
            test.capture = path.is_absolute() ? path : m_path.parent_path() / path;
        }
        if (node.find("input_events") != nullptr)
            m_yaml.fail(*input, "a test has either input_capture or input_events, not both");
    } else {
        input = node.find("input_events");
    }
    if (input == nullptr) return;
    if (!test.series.empty())
        m_yaml.fail(*input,
                    "a test has either input_series or records (input_capture, input_events), not both");
    if (!test.alertChecks.empty() || !test.expressionChecks.empty())
        m_yaml.fail(*input,
                    "alert_rule_test and promql_expr_test need input_series; with records use expect, "
                    "timeline, never and budget");
}

void TestFileReader::readEvent(const Node& node, RuleTest& test) {
    if (!m_yaml.isMapping(node, "an item of input_events")) return;
    m_yaml.checkKeys(node, kEventKeys, "an item of input_events");
    InputEvent event;
    event.at = timeOf(node, "at");
    event.delay = delayOf(node);
    event.topic = "test";
    if (const Node* topic = node.find("topic")) event.topic = m_yaml.name(*topic, "topic").value_or("");
    if (const Node* key = node.find("key")) event.key = m_yaml.text(*key, "key").value_or("");
    const Node* value = node.find("value");
    if (value == nullptr) return m_yaml.fail(node, "an item of input_events needs the key \"value\"");
    JsonWriter json;
    writeJson(*value, json);
    event.value = json.text();
    event.needsTime = value->kind == Node::Kind::Mapping && value->find("ts_event") == nullptr;
    test.events.push_back(std::move(event));
}

AlertSelector TestFileReader::readAlerts(const Node& node) {
    AlertSelector alerts;
    if (const Node* name = node.find("alert"))
        alerts.alert = m_yaml.name(*name, "alert").value_or("");
    else
        m_yaml.fail(node, "the key \"alert\" is missing: the name of an alert");
    alerts.labels = readLabels(node.find("labels"), "labels");
    if (const Node* match = node.find("match")) {
        const std::string text = m_yaml.text(*match, "match").value_or("");
        if (text != "subset" && text != "exact") m_yaml.fail(*match, "match must be subset or exact");
        alerts.exact = text == "exact";
    }
    return alerts;
}

void TestFileReader::readStateCheck(const Node& node, RuleTest& test) {
    if (!m_yaml.isMapping(node, "an item of expect")) return;
    m_yaml.checkKeys(node, kStateCheckKeys, "an item of expect");
    StateCheck check;
    check.location = locationOf(node);
    check.alerts = readAlerts(node);
    if (node.find("at") == nullptr) m_yaml.fail(node, "an item of expect needs the key \"at\"");
    check.at = timeOf(node, "at");
    if (const Node* state = node.find("state")) {
        const std::string text = m_yaml.text(*state, "state").value_or("");
        check.none = text == "none" || text == "inactive";
        check.state = alertStateFromString(text);
        if (!check.none && !check.state)
            m_yaml.fail(*state, "state must be pending, firing, recovering, resolved or none, not " +
                                    eventflow::quoted(text));
    }
    readAnnotations(node, check);
    readValue(node, check);
    test.stateChecks.push_back(std::move(check));
}

void TestFileReader::readAnnotations(const Node& node, StateCheck& check) {
    const Node* annotations = node.find("annotations");
    for (const Label& annotation : readLabels(annotations, "annotations")) {
        AnnotationMatch match{annotation.name, annotation.value, nullptr};
        if (annotation.value.starts_with('~')) {
            auto pattern = compileRegex(std::string_view(annotation.value).substr(1));
            if (pattern)
                match.contains = std::move(*pattern);
            else
                m_yaml.fail(*annotations->find(annotation.name), pattern.error().detail);
        }
        check.annotations.push_back(std::move(match));
    }
}

void TestFileReader::readValue(const Node& node, StateCheck& check) {
    const Node* value = node.find("value");
    if (value == nullptr) return;
    StateCheck::Value expected;
    if (value->kind != Node::Kind::Mapping) {
        expected.expected = readFloat(*value, "value").value_or(0);
    } else {
        m_yaml.checkKeys(*value, kValueKeys, "value");
        if (const Node* approx = value->find("approx"))
            expected.expected = readFloat(*approx, "approx").value_or(0);
        else
            m_yaml.fail(*value, "value needs the key \"approx\"");
        if (const Node* tolerance = value->find("tol"))
            expected.tolerance = readFloat(*tolerance, "tol").value_or(0);
    }
    check.value = expected;
}

void TestFileReader::readTimeline(const Node& node, RuleTest& test) {
    if (!m_yaml.isMapping(node, "an item of timeline")) return;
    m_yaml.checkKeys(node, kTimelineKeys, "an item of timeline");
    TimelineCheck check;
    check.location = locationOf(node);
    check.alerts = readAlerts(node);
    const Node* states = node.find("states");
    if (states == nullptr) return m_yaml.fail(node, "an item of timeline needs the key \"states\"");
    const std::string text = m_yaml.text(*states, "states").value_or("");
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find_first_of(" \t\r\n", at), text.size());
        if (end > at) readStep(*states, std::string_view(text).substr(at, end - at), at, check);
        at = end + 1;
    }
    test.timelines.push_back(std::move(check));
}

void TestFileReader::readStep(const Node& node, std::string_view word, std::size_t at, TimelineCheck& check) {
    const std::size_t sign = word.find('@');
    const auto state = alertStateFromString(word.substr(0, sign));
    const auto time = sign == std::string_view::npos ? std::nullopt : parseDuration(word.substr(sign + 1));
    if (!state || !time)
        return failInside(node, at,
                          "states are written like pending@9m firing@12m resolved@27m, not " +
                              eventflow::quoted(word.substr(0, 100)));
    check.steps.push_back({*state, *time});
}

void TestFileReader::readNever(const Node& node, RuleTest& test) {
    NeverCheck check;
    check.location = locationOf(node);
    if (node.kind == Node::Kind::Mapping) {
        m_yaml.checkKeys(node, kNeverKeys, "an item of never");
        check.alerts = readAlerts(node);
    } else {
        check.alerts.alert = m_yaml.name(node, "an item of never").value_or("");
    }
    test.nevers.push_back(std::move(check));
}

void TestFileReader::readBudget(const Node& node, RuleTest& test) {
    if (node.kind == Node::Kind::Null || !m_yaml.isMapping(node, "budget")) return;
    std::vector<Key> known;
    for (const CountedName& counted : kCounted)
        known.push_back(counted.name);
    m_yaml.checkKeys(node, known, "budget");
    for (const CountedName& counted : kCounted) {
        const Node* bound = node.find(counted.name);
        if (bound == nullptr) continue;
        BudgetCheck check;
        check.counted = counted.counted;
        check.location = locationOf(*bound);
        const std::string text = m_yaml.text(*bound, counted.name).value_or("");
        std::string_view rest = text;
        check.comparison = BudgetCheck::Comparison::Equal;
        for (const ComparisonName& name : kComparisons) {
            if (!rest.starts_with(name.text)) continue;
            check.comparison = name.comparison;
            rest.remove_prefix(name.text.size());
            break;
        }
        while (rest.starts_with(' '))
            rest.remove_prefix(1);
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), check.bound);
        if (rest.empty() || error != std::errc{} || end != rest.data() + rest.size())
            m_yaml.fail(*bound, std::string(counted.name) + " must be a bound like \"<= 3\" or 0, not " +
                                    eventflow::quoted(text));
        test.budgets.push_back(check);
    }
}

} // namespace eventflow::rules::testing
