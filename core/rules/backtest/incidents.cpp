#include "core/rules/backtest/incidents.h"

#include "core/base/text_file.h"
#include "core/config/yaml_reader.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace eventflow::rules::backtest {

namespace {

using Key = std::string_view;
using config::YamlNode;

constexpr std::array<Key, 1> kFileKeys{"incidents"};
constexpr std::array<Key, 5> kIncidentKeys{"name", "start", "end", "alert", "labels"};
constexpr std::size_t kMaxFileBytes = 4 * 1024 * 1024;

class IncidentReader {
public:
    explicit IncidentReader(const config::YamlDocument& document) : m_yaml(document) {}

    std::vector<Incident> read() {
        std::vector<Incident> incidents;
        const YamlNode& root = m_yaml.document().root();
        if (!m_yaml.isMapping(root, "a file of incidents")) return incidents;
        m_yaml.checkKeys(root, kFileKeys, "a file of incidents");
        const YamlNode* list = root.find("incidents");
        if (list == nullptr || !m_yaml.isList(*list, "incidents")) return incidents;
        for (const auto& item : list->items)
            readIncident(*item, incidents);
        return incidents;
    }
    [[nodiscard]] const std::vector<config::YamlProblem>& problems() const { return m_yaml.problems(); }

private:
    void readIncident(const YamlNode& node, std::vector<Incident>& out) {
        if (!m_yaml.isMapping(node, "an incident")) return;
        m_yaml.checkKeys(node, kIncidentKeys, "an incident");
        Incident incident;
        if (const YamlNode* name = node.find("name")) incident.name = m_yaml.text(*name, "name").value_or("");
        incident.start = time(node, "start");
        incident.end = time(node, "end");
        if (incident.end < incident.start) m_yaml.fail(node, "the incident ends before it starts");
        if (incident.name.empty()) incident.name = formatIso8601(incident.start);
        if (const YamlNode* alert = node.find("alert"))
            incident.alert = m_yaml.name(*alert, "alert").value_or("");
        if (const YamlNode* labels = node.find("labels");
            labels != nullptr && m_yaml.isMapping(*labels, "labels"))
            for (const auto& entry : labels->entries)
                if (const auto value = m_yaml.text(*entry.value, entry.key->scalar))
                    incident.labels.set(entry.key->scalar, *value);
        out.push_back(std::move(incident));
    }
    Timestamp time(const YamlNode& node, Key key) {
        const YamlNode* value = node.find(key);
        if (value == nullptr) {
            m_yaml.fail(node, "an incident needs the key \"" + std::string(key) + '"');
            return {};
        }
        const std::string text = m_yaml.text(*value, key).value_or("");
        const auto parsed = parseIso8601(text);
        if (!parsed)
            m_yaml.fail(*value, std::string(key) + " must be a time like 2026-01-01T00:00:00Z, not " +
                                    eventflow::quoted(text));
        return parsed.value_or(Timestamp{});
    }

    config::YamlReader m_yaml;
};

bool fits(const Episode& episode, const Incident& incident) {
    const bool overlaps = episode.start <= incident.end && episode.end > incident.start;
    const bool ofRule = incident.alert.empty() || incident.alert == episode.rule;
    return overlaps && ofRule && std::ranges::all_of(incident.labels, [&](const Label& label) {
               return episode.labels.get(label.name) == label.value;
           });
}

} // namespace

Result<std::vector<Incident>> parseIncidents(std::string_view text, const std::string& file) {
    config::YamlProblem problem;
    const auto document = config::YamlDocument::parse(text, {}, problem);
    const auto failed = [&](const config::YamlProblem& what) {
        return Error{ErrorCode::ParseError, file + ':' + std::to_string(what.position.line) + ':' +
                                                std::to_string(what.position.column) + ": " + what.message};
    };
    if (!document) return failed(problem);
    IncidentReader reader(*document);
    std::vector<Incident> incidents = reader.read();
    if (!reader.problems().empty()) return failed(reader.problems().front());
    return incidents;
}

Result<std::vector<Incident>> loadIncidents(const std::filesystem::path& file) {
    const auto text = readTextFile(file, kMaxFileBytes);
    if (!text) return text.error();
    return parseIncidents(*text, file.string());
}

std::vector<Episode> episodesIn(std::span<const AlertTransition> transitions) {
    std::vector<Episode> episodes;
    std::map<std::tuple<std::string, Labels>, std::size_t> open;
    for (const AlertTransition& transition : transitions) {
        const Alert& alert = transition.alert;
        const auto key = std::tuple(alert.ruleId, alert.labels);
        const auto at = open.find(key);
        if (alert.state == AlertState::Firing && at == open.end()) {
            open.emplace(key, episodes.size());
            episodes.push_back({alert.rule, alert.labels, transition.tick});
        } else if (at != open.end() && alert.state != AlertState::Firing &&
                   alert.state != AlertState::Recovering) {
            episodes[at->second].end = transition.tick;
            open.erase(at);
        }
    }
    return episodes;
}

Score scoreOf(std::span<const Episode> episodes, std::span<const Incident> incidents) {
    Score score;
    std::vector<bool> useful(episodes.size(), false);
    for (const Incident& incident : incidents) {
        Score::Detection detection{incident.name, std::nullopt};
        for (std::size_t i = 0; i < episodes.size(); ++i) {
            if (!fits(episodes[i], incident)) continue;
            useful[i] = true;
            // One that fired before counts from the start.
            const Duration delay = std::max(episodes[i].start - incident.start, Duration::zero());
            detection.delay = std::min(detection.delay.value_or(delay), delay);
        }
        score.incidents.push_back(std::move(detection));
    }
    score.trueAlarms = static_cast<std::size_t>(std::ranges::count(useful, true));
    score.falseAlarms = episodes.size() - score.trueAlarms;
    return score;
}

std::size_t Score::detected() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        incidents, [](const Detection& detection) { return detection.delay.has_value(); }));
}

std::optional<double> Score::precision() const {
    const std::size_t alarms = trueAlarms + falseAlarms;
    if (alarms == 0) return std::nullopt;
    return static_cast<double>(trueAlarms) / static_cast<double>(alarms);
}

std::optional<double> Score::recall() const {
    if (incidents.empty()) return std::nullopt;
    return static_cast<double>(detected()) / static_cast<double>(incidents.size());
}

std::optional<Duration> Score::meanDelay() const {
    if (detected() == 0) return std::nullopt;
    double sum = 0;
    for (const Detection& detection : incidents)
        if (detection.delay) sum += static_cast<double>(detection.delay->count());
    return Duration(static_cast<std::int64_t>(sum / static_cast<double>(detected())));
}

} // namespace eventflow::rules::backtest
