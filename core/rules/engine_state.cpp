#include "core/rules/engine_state.h"

#include "core/base/json_writer.h"
#include "core/model/labels_json.h"
#include "core/model/labels_reader.h"

#include <simdjson.h>

#include <algorithm>
#include <limits>
#include <optional>

namespace eventflow::rules {

namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::size_t kMaxBytes = 256 * 1024 * 1024;

void writeTime(JsonWriter& json, std::string_view key, Timestamp t) {
    if (t != kNoTime) json.key(key).number(toNs(t));
}

void writeFields(JsonWriter& json, const Alert& alert) {
    json.key("rule_id").string(alert.ruleId);
    json.key("rule").string(alert.rule);
    json.key("group").string(alert.group);
    json.key("state").string(toString(alert.state));
    if (!alert.level.empty()) json.key("level").string(alert.level);
    writeLabels(json.key("labels"), alert.labels);
    writeLabels(json.key("annotations"), alert.annotations);
    json.key("value").number(alert.value);
    writeTime(json, "active_at", alert.activeAt);
    writeTime(json, "fired_at", alert.firedAt);
    writeTime(json, "keep_firing_since", alert.keepFiringSince);
    writeTime(json, "resolved_at", alert.resolvedAt);
}

using simdjson::dom::element;

/// Reads values and remembers whether any of them was not what it should be.
class StateReader {
public:
    [[nodiscard]] bool ok() const { return m_wrong.empty(); }
    [[nodiscard]] const std::string& wrong() const { return m_wrong; }

    std::string text(const element& object, const char* key) {
        std::string_view value;
        if (object[key].get(value) != simdjson::SUCCESS) fail(key);
        return std::string(value);
    }

    Timestamp time(const element& object, const char* key) {
        std::int64_t ns = 0;
        const auto error = object[key].get(ns);
        if (error == simdjson::NO_SUCH_FIELD) return kNoTime;
        // Half of what a Timestamp holds: differences cannot overflow.
        constexpr std::int64_t kFurthest = std::numeric_limits<std::int64_t>::max() / 2;
        if (error != simdjson::SUCCESS || ns > kFurthest || ns < -kFurthest) fail(key);
        return timestampFromNs(ns);
    }

    double number(const element& object, const char* key) {
        double value = 0;
        if (object[key].get(value) == simdjson::SUCCESS) return value;
        std::string_view special;
        if (object[key].get(special) == simdjson::SUCCESS) {
            if (special == "NaN") return std::numeric_limits<double>::quiet_NaN();
            if (special == "+Inf") return std::numeric_limits<double>::infinity();
            if (special == "-Inf") return -std::numeric_limits<double>::infinity();
        }
        fail(key);
        return 0;
    }

    Labels labelsOf(const element& value) {
        simdjson::dom::object object;
        if (value.get(object) != simdjson::SUCCESS)
            fail("labels");
        else
            return labelsOf(object);
        return {};
    }

    Labels labels(const element& parent, const char* key) {
        simdjson::dom::object object;
        if (parent[key].get(object) == simdjson::SUCCESS) return labelsOf(object);
        fail(key);
        return {};
    }

    template <typename Read>
    void each(const element& parent, const char* key, const Read& read) {
        simdjson::dom::array array;
        if (parent[key].get(array) != simdjson::SUCCESS) return fail(key);
        for (const element item : array)
            read(item);
    }

    Alert alert(const element& object) {
        Alert alert;
        alert.ruleId = text(object, "rule_id");
        alert.rule = text(object, "rule");
        alert.group = text(object, "group");
        alert.labels = labels(object, "labels");
        alert.annotations = labels(object, "annotations");
        alert.value = number(object, "value");
        alert.activeAt = time(object, "active_at");
        alert.firedAt = time(object, "fired_at");
        alert.keepFiringSince = time(object, "keep_firing_since");
        alert.resolvedAt = time(object, "resolved_at");
        alert.state = state(object, "state");
        if (has(object, "level")) alert.level = text(object, "level");
        return alert;
    }

    bool has(const element& object, const char* key) { return object[key].error() == simdjson::SUCCESS; }

    unsigned missed(const element& object) {
        std::uint64_t count = 0;
        if (has(object, "missed") &&
            (object["missed"].get(count) != simdjson::SUCCESS || count > kMaxMissingEvals))
            fail("missed");
        return static_cast<unsigned>(std::min<std::uint64_t>(count, kMaxMissingEvals));
    }

    Duration duration(const element& object, const char* key) {
        std::int64_t ns = 0;
        // Less than a time can be apart from another, which time() sees to.
        constexpr std::int64_t kLongest = std::numeric_limits<std::int64_t>::max() / 4;
        if (has(object, key) && (object[key].get(ns) != simdjson::SUCCESS || ns < 0 || ns > kLongest))
            fail(key);
        return Duration(ns);
    }

    AlertState state(const element& object, const char* key) {
        const auto state = alertStateFromString(text(object, key));
        if (!state) fail(key);
        return state.value_or(AlertState::Inactive);
    }

    void fail(std::string_view what) {
        if (m_wrong.empty()) m_wrong = what;
    }

private:
    Labels labelsOf(const simdjson::dom::object& object) {
        std::string_view notText;
        auto labels = readLabels(object, &notText);
        if (labels) return std::move(*labels);
        fail(notText.empty() ? std::string_view("labels") : notText);
        return {};
    }

    std::string m_wrong;
};

/// The times that an alert in this state is calculated with must be there.
bool isComplete(const Alert& alert) {
    if (alert.state == AlertState::Inactive || alert.activeAt == kNoTime) return false;
    if (alert.state == AlertState::Recovering && alert.keepFiringSince == kNoTime) return false;
    return alert.state != AlertState::Resolved || alert.resolvedAt != kNoTime;
}

void read(StateReader& reader, const element& root, EngineState& state) {
    state.lastTick = reader.time(root, "last_tick");
    state.sampledUntil = reader.time(root, "sampled_until");
    reader.each(root, "groups", [&](const element& item) {
        EngineState::GroupPosition position{reader.text(item, "key"), reader.time(item, "last_tick")};
        if (position.lastTick == kNoTime) reader.fail("last_tick");
        state.groups.push_back(std::move(position));
    });
    reader.each(root, "rules", [&](const element& item) {
        RuleMemory memory;
        memory.id = reader.text(item, "id");
        if (reader.has(item, "hash")) memory.hash = reader.text(item, "hash");
        reader.each(item, "alerts", [&](const element& a) {
            TrackedAlert& tracked = memory.alerts.emplace_back();
            tracked.alert = reader.alert(a);
            tracked.series = reader.labels(a, "series");
            tracked.missed = reader.missed(a);
            tracked.notCounted = reader.duration(a, "not_counted");
            if (!isComplete(tracked.alert)) reader.fail("state");
            // Then what is left of the time it was pending cannot overflow.
            const Timestamp since = tracked.alert.activeAt;
            if (tracked.notCounted > Duration::zero() &&
                (state.lastTick < since || tracked.notCounted > state.lastTick - since))
                reader.fail("not_counted");
        });
        reader.each(item, "series", [&](const element& s) { memory.series.push_back(reader.labelsOf(s)); });
        if (reader.has(item, "watched"))
            reader.each(item, "watched", [&](const element& w) {
                memory.watched.push_back(
                    {reader.labels(w, "series"), reader.missed(w), reader.time(w, "missing_since")});
                const WatchedSeries& series = memory.watched.back();
                if ((series.missed > 0) != (series.missingSince != kNoTime)) reader.fail("missing_since");
            });
        if (memory.watched.size() > AlertTracker::kMaxWatched) reader.fail("watched");
        state.rules.push_back(std::move(memory));
    });
    reader.each(root, "announcements", [&](const element& item) {
        state.announcements.push_back(
            {kNoTime, kNoTime, reader.state(item, "from"), reader.alert(item), reader.text(item, "reason")});
    });
    reader.each(root, "ended_series",
                [&](const element& s) { state.endedSeries.push_back(reader.labelsOf(s)); });
}

void writeWatched(JsonWriter& json, const std::vector<WatchedSeries>& watched) {
    json.key("watched").beginArray();
    for (const WatchedSeries& series : watched) {
        json.beginObject();
        writeLabels(json.key("series"), series.series);
        if (series.missed > 0) json.key("missed").number(std::uint64_t{series.missed});
        writeTime(json, "missing_since", series.missingSince);
        json.endObject();
    }
    json.endArray();
}

Error garbage(const std::string& why) {
    return {ErrorCode::ParseError, "not a saved state of the rules: " + why};
}

} // namespace

std::string toJson(const EngineState& state) {
    JsonWriter json;
    json.beginObject().key("version").number(kVersion);
    writeTime(json, "last_tick", state.lastTick);
    writeTime(json, "sampled_until", state.sampledUntil);
    json.key("groups").beginArray();
    for (const auto& group : state.groups) {
        json.beginObject().key("key").string(group.key);
        writeTime(json, "last_tick", group.lastTick);
        json.endObject();
    }
    json.endArray().key("rules").beginArray();
    for (const RuleMemory& rule : state.rules) {
        json.beginObject().key("id").string(rule.id);
        if (!rule.hash.empty()) json.key("hash").string(rule.hash);
        json.key("alerts").beginArray();
        for (const TrackedAlert& tracked : rule.alerts) {
            json.beginObject();
            writeFields(json, tracked.alert);
            writeLabels(json.key("series"), tracked.series);
            if (tracked.missed > 0) json.key("missed").number(std::uint64_t{tracked.missed});
            if (tracked.notCounted > Duration::zero())
                json.key("not_counted").number(std::int64_t{tracked.notCounted.count()});
            json.endObject();
        }
        json.endArray().key("series").beginArray();
        for (const Labels& labels : rule.series)
            writeLabels(json, labels);
        json.endArray();
        if (!rule.watched.empty()) writeWatched(json, rule.watched);
        json.endObject();
    }
    json.endArray().key("announcements").beginArray();
    for (const AlertTransition& transition : state.announcements) {
        json.beginObject().key("from").string(toString(transition.from));
        json.key("reason").string(transition.reason);
        writeFields(json, transition.alert);
        json.endObject();
    }
    json.endArray().key("ended_series").beginArray();
    for (const Labels& labels : state.endedSeries)
        writeLabels(json, labels);
    json.endArray().endObject();
    return std::move(json).take();
}

Result<EngineState> engineStateFromJson(std::string_view text) {
    if (text.size() > kMaxBytes) return garbage("it is larger than " + std::to_string(kMaxBytes) + " bytes");
    simdjson::dom::parser parser(kMaxBytes);
    element root;
    const simdjson::padded_string padded(text);
    if (const auto error = parser.parse(padded).get(root); error != simdjson::SUCCESS)
        return garbage(simdjson::error_message(error));
    std::int64_t version = 0;
    if (root["version"].get(version) != simdjson::SUCCESS) return garbage("it has no version");
    if (version != kVersion) return garbage("its version is " + std::to_string(version));
    EngineState state;
    StateReader reader;
    read(reader, root, state);
    if (!reader.ok()) return garbage("\"" + reader.wrong() + "\" is missing or wrong");
    return state;
}

} // namespace eventflow::rules
