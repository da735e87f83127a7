#include "core/base/json_writer.h"
#include "core/model/labels_json.h"
#include "core/model/labels_reader.h"
#include "core/notify/notifier.h"

#include <simdjson.h>

#include <limits>

namespace eventflow::notify {

namespace {

using simdjson::dom::element;

/// Version 1 had no levels.
constexpr std::int64_t kVersion = 2;
constexpr std::size_t kMaxBytes = 256 * 1024 * 1024;

void write(JsonWriter& json, const std::set<Labels>& labels) {
    json.beginArray();
    for (const Labels& one : labels)
        writeLabels(json, one);
    json.endArray();
}

void write(JsonWriter& json, const Alert& alert) {
    json.beginObject();
    json.key("rule_id").string(alert.ruleId);
    json.key("rule").string(alert.rule);
    json.key("group").string(alert.group);
    json.key("level").string(alert.level);
    json.key("state").string(toString(alert.state));
    writeLabels(json.key("labels"), alert.labels);
    writeLabels(json.key("annotations"), alert.annotations);
    json.key("value").number(alert.value);
    json.key("active_at").number(toNs(alert.activeAt));
    json.key("fired_at").number(toNs(alert.firedAt));
    json.key("resolved_at").number(toNs(alert.resolvedAt));
    json.endObject();
}

void write(JsonWriter& json, const GroupKey& key) {
    json.key("route").string(key.route);
    writeLabels(json.key("labels"), key.labels);
}

/// Reads values and remembers what was not as it should be.
class StateReader {
public:
    explicit StateReader(NotifierState& state) : m_state(state) {}

    bool read(const element& root) {
        m_version = integer(root, "version");
        if (m_version < 1 || m_version > kVersion) return false;
        each(root, "alerts", [&](const element& item) { readAlert(item); });
        each(root, "groups", [&](const element& item) {
            AlertGroup group{time(item, "next"), labelSets(item, "members")};
            for (const Labels& member : group.members)
                m_ok = m_ok && m_state.alerts.contains(member);
            m_state.groups.emplace(key(item), std::move(group));
        });
        each(root, "log", [&](const element& item) {
            m_state.log.emplace(key(item), LogEntry{time(item, "at"), labelSets(item, "firing"),
                                                    labelSets(item, "resolved")});
        });
        return m_ok;
    }

private:
    void readAlert(const element& item) {
        Alert alert;
        alert.ruleId = text(item, "rule_id");
        alert.rule = text(item, "rule");
        alert.group = text(item, "group");
        if (m_version > 1) alert.level = text(item, "level");
        const auto state = alertStateFromString(text(item, "state"));
        m_ok = m_ok && state && *state != AlertState::Inactive && *state != AlertState::Pending;
        alert.state = state.value_or(AlertState::Resolved);
        alert.labels = labels(item["labels"]);
        alert.annotations = labels(item["annotations"]);
        alert.value = number(item, "value");
        alert.activeAt = time(item, "active_at");
        alert.firedAt = time(item, "fired_at");
        alert.resolvedAt = time(item, "resolved_at");
        Labels labels = alert.labels;
        m_state.alerts.emplace(std::move(labels), std::move(alert));
    }

    template <typename Read>
    void each(const element& parent, const char* name, const Read& read) {
        simdjson::dom::array array;
        m_ok = m_ok && parent[name].get(array) == simdjson::SUCCESS;
        if (!m_ok) return;
        for (const element item : array)
            read(item);
    }
    GroupKey key(const element& item) { return {text(item, "route"), labels(item["labels"])}; }
    std::set<Labels> labelSets(const element& item, const char* name) {
        std::set<Labels> out;
        each(item, name, [&](const element& one) {
            out.insert(labels(simdjson::simdjson_result<element>(element(one))));
        });
        return out;
    }
    Labels labels(simdjson::simdjson_result<element> value) {
        simdjson::dom::object object;
        if (m_ok && value.get(object) == simdjson::SUCCESS)
            if (auto labels = readLabels(object)) return std::move(*labels);
        m_ok = false;
        return {};
    }
    std::string text(const element& item, const char* name) {
        std::string_view value;
        m_ok = m_ok && item[name].get(value) == simdjson::SUCCESS;
        return std::string(value);
    }
    std::int64_t integer(const element& item, const char* name) {
        std::int64_t value = 0;
        m_ok = m_ok && item[name].get(value) == simdjson::SUCCESS;
        return value;
    }
    Timestamp time(const element& item, const char* name) {
        const std::int64_t ns = integer(item, name);
        // Half of what a Timestamp holds, so that differences cannot overflow; kNoTime is the one exception.
        constexpr std::int64_t kFurthest = std::numeric_limits<std::int64_t>::max() / 2;
        const Timestamp t = timestampFromNs(ns);
        m_ok = m_ok && (t == kNoTime || (ns <= kFurthest && ns >= -kFurthest));
        return t;
    }
    double number(const element& item, const char* name) {
        double value = 0;
        if (item[name].get(value) == simdjson::SUCCESS) return value;
        const std::string special = text(item, name);
        if (special == "+Inf") return std::numeric_limits<double>::infinity();
        if (special == "-Inf") return -std::numeric_limits<double>::infinity();
        return std::numeric_limits<double>::quiet_NaN();
    }

    NotifierState& m_state;
    std::int64_t m_version = 0;
    bool m_ok = true;
};

} // namespace

std::string toJson(const NotifierState& state) {
    JsonWriter json;
    json.beginObject();
    json.key("version").number(kVersion);
    json.key("alerts").beginArray();
    for (const auto& [labels, known] : state.alerts)
        write(json, known);
    json.endArray();
    json.key("groups").beginArray();
    for (const auto& [key, group] : state.groups) {
        json.beginObject();
        write(json, key);
        json.key("next").number(toNs(group.nextFlush));
        write(json.key("members"), group.members);
        json.endObject();
    }
    json.endArray();
    json.key("log").beginArray();
    for (const auto& [key, entry] : state.log) {
        json.beginObject();
        write(json, key);
        json.key("at").number(toNs(entry.at));
        write(json.key("firing"), entry.firing);
        write(json.key("resolved"), entry.resolved);
        json.endObject();
    }
    json.endArray();
    json.endObject();
    return std::move(json).take();
}

Result<NotifierState> notifierStateFromJson(std::string_view text) {
    const Error wrong{ErrorCode::ParseError, "not the state of a notifier"};
    if (text.size() > kMaxBytes) return wrong;
    simdjson::dom::parser parser;
    element root;
    if (parser.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS) return wrong;
    NotifierState state;
    if (!StateReader(state).read(root)) return wrong;
    return state;
}

} // namespace eventflow::notify
