#include "app/cli/alert_board.h"

#include "app/cli/command.h"
#include "app/session/session.h"
#include "core/model/alert_order.h"
#include "core/model/labels_json.h"
#include "core/rules/alert_tracker.h"
#include "core/rules/rule_set.h"
#include "pipelines/automate/checkpoint.h"
#include "pipelines/automate/engine.h"
#include "pipelines/automate/marks_file.h"
#include "pipelines/runtime/system_clock.h"
#include "pipelines/store/store_reader.h"

#include <algorithm>
#include <cstdlib>

namespace eventflow::app {

namespace {

AlertMark markOf(const notify::Silence& silence) {
    return {"silenced", silence.id, silence.endsAt, silence.comment};
}

} // namespace

std::string toString(const AlertMark& mark) {
    std::string text = mark.kind;
    if (!mark.by.empty()) text += " by " + mark.by;
    if (mark.until != Timestamp::max()) text += " until " + formatIso8601(mark.until);
    return text;
}

void writeJson(JsonWriter& json, const AlertMark& mark) {
    json.beginObject().key("kind").string(mark.kind).key("by").string(mark.by);
    if (mark.until != Timestamp::max()) json.key("until").string(formatIso8601(mark.until));
    json.key("comment").string(mark.comment).endObject();
}

void writeJson(JsonWriter& json, const Alert& alert, const std::vector<AlertMark>& marks) {
    json.beginObject().key("id").string(fingerprint(alert));
    json.key("rule_id").string(alert.ruleId).key("rule").string(alert.rule);
    json.key("group").string(alert.group).key("state").string(toString(alert.state));
    json.key("since").string(timeText(stateSince(alert))).key("value").number(alert.value);
    writeLabels(json.key("labels"), alert.labels);
    json.key("marks").beginArray();
    for (const AlertMark& mark : marks)
        writeJson(json, mark);
    json.endArray().endObject();
}

std::string timeText(Timestamp t) {
    return t == kNoTime || t == Timestamp::max() ? "-" : formatIso8601(t);
}

std::string userName() {
    const char* name = std::getenv("USER");
    return name == nullptr ? std::string() : name;
}

Result<AlertBoard> AlertBoard::load(const std::string& folder) {
    auto workspace = config::loadWorkspace(folder);
    if (!workspace) return workspace.error();
    AlertBoard board;
    board.m_workspace = std::move(*workspace);
    board.m_now = std::chrono::floor<std::chrono::seconds>(runtime::SystemClock().now());
    auto marks = automate::MarksFile(board.m_workspace.marksFile()).load();
    if (!marks) return marks.error();
    board.m_marks = std::move(*marks);
    if (Status status = board.loadAlerts(); !status) return status.error();
    board.loadNotifier();
    return board;
}

Status AlertBoard::loadAlerts() {
    auto reader = store::StoreReader::open(m_workspace.databaseFile());
    if (!reader) return reader.error().code == ErrorCode::NotFound ? Status() : Status(reader.error());
    auto alerts = (*reader)->alerts();
    if (!alerts) return alerts.error();
    m_alerts = std::move(*alerts);
    const auto text = (*reader)->checkpoint(automate::Engine::kClockCheckpoint);
    if (!text) return text.error();
    if (!*text) return {};
    const auto clock = automate::parseClockCheckpoint(**text);
    if (!clock) return clock.error();
    m_eventTime = std::max(clock->watermark, clock->lastTick);
    return {};
}

void AlertBoard::loadNotifier() {
    rules::LoadResult loaded = rules::loadRuleFiles(m_workspace.ruleFiles);
    if (loaded.rules == nullptr) {
        const auto error =
            std::ranges::find(loaded.findings, rules::Severity::Error, &rules::Finding::severity);
        printNote("warning: routes, inhibitions and silences of the rule files are left out: " +
                  (error == loaded.findings.end() ? std::string("they cannot be loaded") : toString(*error)));
    }
    m_notifier.emplace(loaded.rules != nullptr ? loaded.rules->notifications : notify::Config());
    notify::NotifierState state;
    for (const Alert& alert : m_alerts)
        if (isFiring(alert.state)) state.alerts.emplace(alert.labels, alert);
    m_notifier->restore(std::move(state), m_eventTime);
}

std::vector<AlertMark> AlertBoard::marksOf(const Alert& alert) const {
    std::vector<AlertMark> out;
    if (!rules::isActive(alert.state)) return out;
    if (const auto* one = m_marks.acknowledgementOf(fingerprint(alert), alert.firedAt, m_eventTime))
        out.push_back({"acknowledged", one->createdBy, Timestamp::max(), one->comment});
    for (const auto* silences : {&m_notifier->config().silences, &m_marks.silences})
        for (const notify::Silence& silence : *silences)
            if (isInForce(silence) && matchesAll(silence.matchers, alert.labels))
                out.push_back(markOf(silence));
    const auto held = m_notifier->suppressionOf(alert.labels, m_eventTime);
    if (held && held->kind != notify::Suppression::Kind::Silenced)
        out.push_back({notify::toString(held->kind), held->by, Timestamp::max(), {}});
    return out;
}

} // namespace eventflow::app
