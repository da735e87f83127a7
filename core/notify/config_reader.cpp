#include "core/notify/config_reader.h"

#include "core/notify/matcher_text.h"
#include "core/notify/time_interval_reader.h"

#include <algorithm>

namespace eventflow::notify {

namespace {

using config::YamlNode;
using Key = std::string_view;

constexpr std::array<Key, 8> kInhibitKeys{
    "name",         "source_matchers", "source_match", "source_match_re", "target_matchers",
    "target_match", "target_match_re", "equal"};
constexpr std::array<Key, 6> kSilenceKeys{"id", "matchers", "startsAt", "endsAt", "createdBy", "comment"};
constexpr std::array<Key, 12> kRouteKeys{"receiver",
                                         "group_by",
                                         "matchers",
                                         "match",
                                         "match_re",
                                         "continue",
                                         "group_wait",
                                         "group_interval",
                                         "repeat_interval",
                                         "routes",
                                         "mute_time_intervals",
                                         "active_time_intervals"};
constexpr std::size_t kMaxRoutes = 1000;
constexpr std::size_t kMaxDepth = 16;
constexpr std::size_t kMaxItems = 10'000;

bool isAbsent(const YamlNode* node) {
    return node == nullptr || node->kind == YamlNode::Kind::Null;
}

} // namespace

template <typename Read>
void ConfigReader::forEach(const YamlNode& root, Key key, Read readItem) {
    const YamlNode* list = root.find(key);
    if (isAbsent(list) || !m_yaml.isList(*list, key)) return;
    if (list->items.size() > kMaxItems)
        return m_yaml.fail(*list, std::string(key) + " has more than 10000 items; remove some");
    for (const auto& item : list->items)
        (this->*readItem)(*item);
}

void ConfigReader::read(const YamlNode& root) {
    // Routes name time intervals, so these come first. The second key is the one of older Alertmanagers.
    forEach(root, "time_intervals", &ConfigReader::readTimeIntervals);
    forEach(root, "mute_time_intervals", &ConfigReader::readTimeIntervals);
    forEach(root, "inhibit", &ConfigReader::readInhibitRule);
    readSilences(root);
    if (const YamlNode* route = root.find("route"); !isAbsent(route)) readRoot(*route);
}

void ConfigReader::readSilences(const YamlNode& root) {
    forEach(root, "silences", &ConfigReader::readSilence);
}

void ConfigReader::readInhibitRule(const YamlNode& node) {
    if (!m_yaml.isMapping(node, "an inhibition")) return;
    m_yaml.checkKeys(node, kInhibitKeys, "an inhibition");
    InhibitRule rule;
    if (const YamlNode* name = node.find("name")) rule.name = m_yaml.text(*name, "name").value_or("");
    rule.source = readMatchers(node, "source_");
    rule.target = readMatchers(node, "target_");
    if (rule.source.empty()) m_yaml.fail(node, "an inhibition needs source_matchers: which alerts inhibit");
    if (rule.target.empty())
        m_yaml.fail(node, "an inhibition needs target_matchers: which alerts are inhibited");
    if (const YamlNode* equal = node.find("equal"); !isAbsent(equal))
        rule.equal = m_yaml.texts(*equal, "equal");
    m_config.inhibitRules.push_back(std::move(rule));
}

void ConfigReader::readSilence(const YamlNode& node) {
    if (!m_yaml.isMapping(node, "a silence")) return;
    m_yaml.checkKeys(node, kSilenceKeys, "a silence");
    Silence silence;
    silence.id = std::to_string(m_config.silences.size() + 1);
    if (const YamlNode* id = node.find("id")) silence.id = m_yaml.name(*id, "id").value_or(silence.id);
    silence.matchers = readMatchers(node, "");
    if (silence.matchers.empty())
        m_yaml.fail(node, "a silence needs matchers; without any it would hide everything");
    silence.startsAt = readTime(node.find("startsAt"), "startsAt", kNoTime);
    silence.endsAt = readTime(node.find("endsAt"), "endsAt", Timestamp::max());
    if (silence.endsAt <= silence.startsAt) m_yaml.fail(node, "the silence ends before it starts");
    if (const YamlNode* by = node.find("createdBy"))
        silence.createdBy = m_yaml.text(*by, "createdBy").value_or("");
    if (const YamlNode* why = node.find("comment"))
        silence.comment = m_yaml.text(*why, "comment").value_or("");
    m_config.silences.push_back(std::move(silence));
}

Timestamp ConfigReader::readTime(const YamlNode* node, std::string_view what, Timestamp fallback) {
    if (node == nullptr) return fallback;
    const auto text = m_yaml.name(*node, what);
    if (!text) return fallback;
    const auto time = parseIso8601(*text);
    if (!time) m_yaml.fail(*node, std::string(what) + " is not a time such as 2026-01-31T12:00:00Z");
    return time.value_or(fallback);
}

void ConfigReader::readTimeIntervals(const YamlNode& node) {
    auto intervals = readNamedTimeIntervals(m_yaml, node);
    if (!intervals) return;
    if (std::ranges::find(m_config.timeIntervals, intervals->name, &NamedTimeIntervals::name) !=
        m_config.timeIntervals.end())
        return m_yaml.fail(node,
                           "the time intervals \"" + intervals->name + "\" are there twice; rename one");
    m_config.timeIntervals.push_back(std::move(*intervals));
}

void ConfigReader::readRoot(const YamlNode& node) {
    if (m_config.hasRoute)
        return m_yaml.fail(
            node, "another rule file has a route already; there can be only one tree, put both into one");
    m_config.hasRoute = true;
    Route root;
    root.id = "0";
    readRoute(node, root, 1);
    if (root.receiver.empty()) m_yaml.fail(node, "the route at the root needs a receiver");
    if (!root.matchers.empty())
        m_yaml.fail(node, "the route at the root takes every alert; move its matchers to a child");
    if (root.continues)
        m_yaml.fail(node, "the route at the root cannot continue: there is nothing behind it");
    m_config.root = std::move(root);
}

void ConfigReader::readRoute(const YamlNode& node, Route& route, std::size_t depth) {
    if (!m_yaml.isMapping(node, "a route")) return;
    if (depth > kMaxDepth) return m_yaml.fail(node, "routes nest deeper than 16 levels");
    if (++m_routes > kMaxRoutes) return m_yaml.fail(node, "there are more than 1000 routes; remove some");
    m_yaml.checkKeys(node, kRouteKeys, "a route");
    if (const YamlNode* receiver = node.find("receiver"))
        route.receiver = m_yaml.name(*receiver, "receiver").value_or(route.receiver);
    route.matchers = readMatchers(node, "");
    if (const YamlNode* groupBy = node.find("group_by"); !isAbsent(groupBy)) readGroupBy(*groupBy, route);
    if (const YamlNode* next = node.find("continue")) {
        const std::string text = m_yaml.text(*next, "continue").value_or("");
        route.continues = text == "true";
        if (text != "true" && text != "false") m_yaml.fail(*next, "continue is true or false");
    }
    readRouteTimes(node, route);
    route.muteIntervals = readIntervalNames(node.find("mute_time_intervals"), "mute_time_intervals");
    route.activeIntervals = readIntervalNames(node.find("active_time_intervals"), "active_time_intervals");
    const YamlNode* children = node.find("routes");
    if (isAbsent(children) || !m_yaml.isList(*children, "routes")) return;
    for (const auto& item : children->items) {
        Route child = route;
        child.routes.clear();
        child.continues = false;
        child.id = route.id + '/' + std::to_string(route.routes.size());
        readRoute(*item, child, depth + 1);
        route.routes.push_back(std::move(child));
    }
}

void ConfigReader::readGroupBy(const YamlNode& node, Route& route) {
    route.groupBy = m_yaml.texts(node, "group_by");
    const auto all = std::ranges::find(route.groupBy, "...");
    route.groupByAll = all != route.groupBy.end();
    if (route.groupByAll && route.groupBy.size() > 1)
        m_yaml.fail(node, "\"...\" groups by every label; remove the other labels");
}

void ConfigReader::readRouteTimes(const YamlNode& node, Route& route) {
    const auto readDuration = [&](const char* key, Duration& target, bool positive) {
        const YamlNode* value = node.find(key);
        if (value == nullptr) return;
        const auto duration = m_yaml.duration(*value, key);
        if (duration && positive && *duration <= Duration::zero())
            return m_yaml.fail(*value, std::string(key) + " must be longer than 0s");
        target = duration.value_or(target);
    };
    readDuration("group_wait", route.groupWait, false);
    readDuration("group_interval", route.groupInterval, true);
    readDuration("repeat_interval", route.repeatInterval, true);
}

std::vector<std::size_t> ConfigReader::readIntervalNames(const YamlNode* node, std::string_view what) {
    std::vector<std::size_t> out;
    if (isAbsent(node)) return out;
    for (const std::string& name : m_yaml.texts(*node, what)) {
        const auto found = std::ranges::find(m_config.timeIntervals, name, &NamedTimeIntervals::name);
        if (found == m_config.timeIntervals.end())
            m_yaml.fail(*node,
                        "there are no time_intervals named \"" + name + "\" in this or an earlier file");
        else
            out.push_back(static_cast<std::size_t>(found - m_config.timeIntervals.begin()));
    }
    return out;
}

Matchers ConfigReader::readMatchers(const YamlNode& node, const std::string& prefix) {
    Matchers out;
    if (const YamlNode* list = node.find(prefix + "matchers");
        !isAbsent(list) && m_yaml.isList(*list, prefix + "matchers"))
        for (const auto& item : list->items)
            appendMatcher(*item, out);
    appendOldMatchers(node.find(prefix + "match"), prefix + "match", MatchOp::Equal, out);
    appendOldMatchers(node.find(prefix + "match_re"), prefix + "match_re", MatchOp::Regex, out);
    return out;
}

void ConfigReader::appendMatcher(const YamlNode& node, Matchers& out) {
    const auto text = m_yaml.name(node, "a matcher");
    if (!text) return;
    auto matchers = parseMatchers(*text);
    if (!matchers) return m_yaml.fail(node, "a matcher: " + matchers.error().detail);
    out.insert(out.end(), std::make_move_iterator(matchers->begin()),
               std::make_move_iterator(matchers->end()));
}

void ConfigReader::appendOldMatchers(const YamlNode* node, std::string_view what, MatchOp op, Matchers& out) {
    if (isAbsent(node) || !m_yaml.isMapping(*node, what)) return;
    for (const auto& entry : node->entries) {
        const auto value = m_yaml.text(*entry.value, what);
        if (!value) continue;
        auto matcher = LabelMatcher::create(entry.key->scalar, op, *value);
        if (matcher)
            out.push_back(std::move(*matcher));
        else
            m_yaml.fail(*entry.value, std::string(what) + ": " + matcher.error().detail);
    }
}

} // namespace eventflow::notify
