#include "core/rules/rule_loader.h"

#include "core/model/alert.h"
#include "core/notify/config_reader.h"
#include "core/promql/label_flow.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace eventflow::rules {

namespace {

using config::TextPosition;
using config::YamlNode;
using Key = std::string_view;

constexpr std::array<Key, 3> kFileKeys{"groups", "on_missing", "missing_evals"};
constexpr std::array<Key, 8> kGroupKeys{"name",   "interval", "query_offset", "limit",
                                        "labels", "rules",    "on_missing",   "missing_evals"};
constexpr std::array<Key, 14> kRuleKeys{
    "alert", "record",       "expr",   "for",        "keep_firing_for", "labels",   "annotations",
    "id",    "resolve_when", "levels", "on_missing", "missing_evals",   "evaluate", "sequence"};
constexpr std::array<Key, 9> kAlertOnlyKeys{"for",           "keep_firing_for", "annotations",
                                            "levels",        "resolve_when",    "on_missing",
                                            "missing_evals", "evaluate",        "sequence"};

constexpr std::uint64_t kMaxLimit = 1'000'000'000;
constexpr Duration kMaxQueryOffset = std::chrono::hours(24 * 365);

template <std::size_t N, std::size_t M>
std::vector<Key> both(const std::array<Key, N>& a, const std::array<Key, M>& b) {
    std::vector<Key> out(a.begin(), a.end());
    out.insert(out.end(), b.begin(), b.end());
    return out;
}

} // namespace

std::string RuleIds::takeNumbered(const std::string& base) {
    if (take(base)) return base;
    int& number = m_lastNumber.try_emplace(base, 1).first->second;
    std::string id;
    do {
        id = base + '#' + std::to_string(++number);
    } while (!take(id));
    return id;
}

void RuleLoader::load(std::string_view text, const std::string& file) {
    config::YamlLimits limits;
    limits.maxBytes = kMaxRuleFileBytes;
    config::YamlProblem problem;
    const auto document = config::YamlDocument::parse(text, limits, problem);
    if (!document) return fail({file, problem.position.line, problem.position.column}, problem.message);
    RuleFileReader reader(*document, file, m_options, *m_rules, m_ids, m_seen);
    reader.read();
    const auto findings = reader.findings();
    m_findings.insert(m_findings.end(), findings.begin(), findings.end());
}

void RuleLoader::fail(SourceLocation location, std::string message) {
    m_findings.push_back({Severity::Error, std::move(location), std::move(message)});
}

LoadResult RuleLoader::take() && {
    const bool failed =
        std::ranges::find(m_findings, Severity::Error, &Finding::severity) != m_findings.end();
    return {failed ? nullptr : std::move(m_rules), std::move(m_findings)};
}

void RuleFileReader::read() {
    const YamlNode& root = m_yaml.document().root();
    if (root.kind == YamlNode::Kind::Null) return;
    if (!m_yaml.isMapping(root, "a rule file")) return;
    m_yaml.checkKeys(root, both(kFileKeys, notify::kFileKeys), "a rule file");
    notify::ConfigReader(m_yaml, m_rules.notifications).read(root);
    m_missing = readMissing(root, {});
    const YamlNode* groups = root.find("groups");
    if (groups == nullptr || groups->kind == YamlNode::Kind::Null || !m_yaml.isList(*groups, "groups"))
        return;
    for (const auto& group : groups->items)
        readGroup(*group);
}

std::vector<Finding> RuleFileReader::findings() const {
    std::vector<Finding> out;
    const auto add = [&](const std::vector<config::YamlProblem>& problems, Severity severity) {
        for (const auto& problem : problems)
            out.push_back(
                {severity, {m_file, problem.position.line, problem.position.column}, problem.message});
    };
    add(m_yaml.problems(), Severity::Error);
    add(m_warnings, Severity::Warning);
    std::ranges::stable_sort(out, {}, [](const Finding& finding) {
        return std::tuple(finding.location.line, finding.location.column);
    });
    // A group's labels are read once for each of its rules.
    const auto repeated = std::unique(out.begin(), out.end(), [](const Finding& a, const Finding& b) {
        return a.location.line == b.location.line && a.location.column == b.location.column &&
               a.message == b.message;
    });
    out.erase(repeated, out.end());
    return out;
}

SourceLocation RuleFileReader::locationOf(const YamlNode& node) const {
    const TextPosition position = m_yaml.document().position(node);
    return {m_file, position.line, position.column};
}

void RuleFileReader::refuse(const YamlNode& node, std::span<const Key> keys, std::string_view why) {
    for (const auto& entry : node.entries)
        if (std::ranges::find(keys, entry.key->scalar) != keys.end())
            m_yaml.fail(*entry.key, '"' + entry.key->scalar + '"' + std::string(why));
}

void RuleFileReader::warn(TextPosition position, std::string message) {
    if (m_warnings.size() < config::YamlReader::kMaxProblems)
        m_warnings.push_back({position, std::move(message)});
}

void RuleFileReader::failInside(const YamlNode& scalar, std::size_t at, std::string message) {
    m_yaml.failAt(m_yaml.document().positionInScalar(scalar, at), std::move(message));
}

void RuleFileReader::readGroup(const YamlNode& node) {
    if (!m_yaml.isMapping(node, "a group")) return;
    m_yaml.checkKeys(node, kGroupKeys, "a group");
    RuleGroup group;
    group.file = m_file;
    group.location = locationOf(node);
    if (const YamlNode* name = node.find("name")) {
        group.name = m_yaml.name(*name, "the name of a group").value_or("");
        if (!group.name.empty() && !m_groupNames.insert(group.name).second)
            m_yaml.fail(*name, "this file has two groups named \"" + group.name + "\"; rename one");
    } else {
        m_yaml.fail(node, "a group needs the key \"name\"");
    }
    readGroupTimes(node, group);
    if (const YamlNode* limit = node.find("limit"))
        group.limit = static_cast<std::size_t>(m_yaml.integer(*limit, "limit", 0, kMaxLimit).value_or(0));
    const WrittenLabels labels = readLabelNames(node.find("labels"), "the labels of a group");
    m_groupMissing = readMissing(node, m_missing);
    const YamlNode* list = node.find("rules");
    if (list != nullptr && list->kind != YamlNode::Kind::Null && m_yaml.isList(*list, "rules"))
        for (const auto& rule : list->items)
            readRule(*rule, labels, group);
    m_rules.groups.push_back(std::move(group));
}

void RuleFileReader::readGroupTimes(const YamlNode& node, RuleGroup& group) {
    group.interval = m_options.defaultInterval;
    if (const YamlNode* interval = node.find("interval")) {
        const auto value = m_yaml.duration(*interval, "interval");
        if (value && *value <= Duration::zero()) m_yaml.fail(*interval, "interval must be longer than 0s");
        group.interval = value.value_or(group.interval);
    }
    if (const YamlNode* offset = node.find("query_offset")) {
        group.queryOffset = m_yaml.duration(*offset, "query_offset").value_or(Duration::zero());
        if (group.queryOffset > kMaxQueryOffset)
            m_yaml.fail(*offset, "query_offset must not be longer than " + formatDuration(kMaxQueryOffset));
    }
}

void RuleFileReader::readRule(const YamlNode& node, const WrittenLabels& groupLabels, RuleGroup& group) {
    if (!m_yaml.isMapping(node, "a rule")) return;
    if (m_rules.ruleCount() + group.rules.size() >= kMaxRules)
        return m_yaml.fail(node, "there are more than " + std::to_string(kMaxRules) + " rules; remove some");
    m_yaml.checkKeys(node, kRuleKeys, "a rule");
    Rule rule;
    rule.location = locationOf(node);
    rule.source = m_yaml.document().linesOf(node);
    if (!readName(node, rule)) return;
    if (rule.kind == RuleKind::Recording) refuse(node, kAlertOnlyKeys, " is for alerts only; remove it");
    readId(node, group, rule);
    readConditions(node, rule);
    readTimes(node, group, rule);
    if (rule.kind == RuleKind::Alert) {
        readMissingPolicy(node, rule);
        readEvaluate(node, rule);
    }
    readLabels(node, groupLabels, rule);
    readAnnotations(node, rule);
    warnOfDuplicate(rule);
    group.rules.push_back(std::move(rule));
}

bool RuleFileReader::readName(const YamlNode& node, Rule& rule) {
    const YamlNode* alert = node.find("alert");
    const YamlNode* record = node.find("record");
    if ((alert == nullptr) == (record == nullptr)) {
        m_yaml.fail(node, alert ? "a rule has either \"alert\" or \"record\", not both"
                                : "a rule needs the key \"alert\" or \"record\"");
        return false;
    }
    rule.kind = alert ? RuleKind::Alert : RuleKind::Recording;
    const YamlNode& name = alert ? *alert : *record;
    rule.name = m_yaml.name(name, alert ? "alert" : "record").value_or("");
    if (rule.name.empty()) return false;
    if (record && rule.name.find_first_of("{}") != std::string::npos)
        m_yaml.fail(name,
                    "braces in a recorded name; put the expression into \"expr\" and labels into \"labels\"");
    else if (record && !isClassicMetricName(rule.name))
        warn(m_yaml.document().position(name),
             "the name " + eventflow::quoted(rule.name) +
                 " has to be quoted in every expression, and Prometheus before 3 "
                 "refuses it");
    return true;
}

void RuleFileReader::readId(const YamlNode& node, const RuleGroup& group, Rule& rule) {
    if (const YamlNode* id = node.find("id")) {
        rule.id = m_yaml.name(*id, "id").value_or("");
        if (!rule.id.empty() && !m_ids.take(rule.id))
            m_yaml.fail(*id,
                        "another rule has the id \"" + rule.id + "\" too; state is kept by id, change one");
        return;
    }
    rule.id = m_ids.takeNumbered(group.name + '/' + rule.name);
}

void RuleFileReader::readTimes(const YamlNode& node, const RuleGroup& group, Rule& rule) {
    if (const YamlNode* hold = node.find("for")) {
        rule.holdFor = m_yaml.duration(*hold, "for").value_or(Duration::zero());
        if (rule.holdFor > Duration::zero() && rule.holdFor < group.interval)
            warn(m_yaml.document().position(*hold),
                 "for " + formatDuration(rule.holdFor) + " is shorter than the interval of the group, " +
                     formatDuration(group.interval) + ": the alert fires at the second evaluation");
    }
    if (const YamlNode* keep = node.find("keep_firing_for"))
        rule.keepFiringFor = m_yaml.duration(*keep, "keep_firing_for").value_or(Duration::zero());
}

RuleFileReader::WrittenLabels RuleFileReader::readLabelNames(const YamlNode* node, std::string_view what) {
    WrittenLabels labels;
    if (node == nullptr || node->kind == YamlNode::Kind::Null || !m_yaml.isMapping(*node, what))
        return labels;
    for (const auto& entry : node->entries) {
        const std::string& name = entry.key->scalar;
        if (name.empty() || name == kMetricNameLabel) {
            m_yaml.fail(*entry.key, eventflow::quoted(name) + " cannot be the name of a label");
        } else if (m_yaml.text(*entry.value, name)) {
            if (!isClassicLabelName(name))
                warn(m_yaml.document().position(*entry.key),
                     "the name " + eventflow::quoted(name) +
                         " is not made of letters, digits and _: it has to be "
                         "quoted everywhere, and Prometheus before 3 refuses it");
            labels.emplace(name, entry.value.get());
        }
    }
    return labels;
}

void RuleFileReader::readLabels(const YamlNode& node, const WrittenLabels& groupLabels, Rule& rule) {
    WrittenLabels labels = readLabelNames(node.find("labels"), "labels");
    labels.insert(groupLabels.begin(), groupLabels.end()); // the rule's own win
    for (const auto& [name, text] : labels) {
        if (rule.hasLevels() && name == kLevelLabel) {
            m_yaml.fail(*text, "the levels set the label severity; remove it here");
            continue;
        }
        if (text->scalar.empty()) {
            rule.removedLabels.push_back(name);
            continue;
        }
        rule.labels.set(name, text->scalar);
        if (rule.kind == RuleKind::Alert) readAlertLabel(name, *text, rule);
    }
}

void RuleFileReader::readAlertLabel(const std::string& name, const YamlNode& text, Rule& rule) {
    const TextPosition position = m_yaml.document().position(text);
    if (name == "alertname")
        warn(position, "alertname is always the name of the rule; this label has no effect");
    auto parsed = readTemplate(text, "label " + name);
    if (!parsed) return;
    if (parsed->usesValue())
        warn(position,
             "the label " + name +
                 " depends on the value: whenever it changes this is another alert, and for starts again; "
                 "put the value into an annotation");
    warnOfLostLabels(*parsed, text, "label " + name, rule);
    rule.labelTemplates.push_back({name, std::move(*parsed)});
}

void RuleFileReader::readAnnotations(const YamlNode& node, Rule& rule) {
    if (rule.kind != RuleKind::Alert) return;
    for (const auto& [name, text] : readLabelNames(node.find("annotations"), "annotations")) {
        rule.annotations.set(name, text->scalar);
        auto parsed = readTemplate(*text, "annotation " + name);
        if (!parsed) continue;
        warnOfLostLabels(*parsed, *text, "annotation " + name, rule);
        rule.annotationTemplates.push_back({name, std::move(*parsed)});
    }
}

std::optional<Template> RuleFileReader::readTemplate(const YamlNode& text, const std::string& what) {
    TemplateProblem problem;
    auto parsed = Template::parse(text.scalar, problem, m_options.globals);
    if (!parsed) {
        failInside(text, problem.offset, what + ": " + problem.message);
        return std::nullopt;
    }
    // What fails with any data is worth saying now; a label that is not a number may well be one later.
    const auto trial = parsed->expand(Labels(), 0);
    if (!trial && trial.error().code != ErrorCode::ParseError)
        warn(m_yaml.document().position(text),
             what + " will read <error expanding template>: " + trial.error().detail);
    return parsed;
}

void RuleFileReader::warnOfLostLabels(const Template& text, const YamlNode& node, const std::string& what,
                                      const Rule& rule) {
    const auto keeps = [&](const std::string& label) {
        return std::ranges::any_of(rule.conditions, [&](const Condition& condition) {
            return !condition.expression ||
                   promql::LabelFlow::of(condition.expression->root()).mayHave(label);
        });
    };
    if (rule.conditions.empty()) return;
    for (const std::string& label : text.labelsUsed())
        if (!keeps(label))
            warn(m_yaml.document().position(node),
                 what + ": the result of expr has no label " + label +
                     ", so the text is empty there; keep the label, for example with by (" + label + ")");
}

void RuleFileReader::warnOfDuplicate(const Rule& rule) {
    const bool alert = rule.kind == RuleKind::Alert;
    const std::string key = (alert ? "alert " : "record ") + rule.name + rule.labels.toString();
    const auto [first, added] = m_seen.emplace(key, rule.location);
    if (added) return;
    warn({rule.location.line, rule.location.column},
         std::string(alert ? "an alert" : "a recording rule") +
             " of this name and with these labels stands in " + first->second.file + ':' +
             std::to_string(first->second.line) +
             " already; if both return a series with the same labels they cannot be told apart");
}

} // namespace eventflow::rules
