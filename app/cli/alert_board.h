#pragma once

#include "core/base/json_writer.h"
#include "core/base/result.h"
#include "core/config/workspace.h"
#include "core/model/alert.h"
#include "core/notify/config.h"
#include "core/notify/marks.h"
#include "core/notify/notifier.h"

#include <optional>
#include <string>
#include <vector>

namespace eventflow::app {

/// Why an alert that is there is not told, or not again.
struct AlertMark {
    std::string kind; ///< acknowledged, silenced, inhibited, muted
    std::string by;   ///< who; the silence's id; the alert that inhibits; the time intervals
    Timestamp until = Timestamp::max();
    std::string comment;
};
/// `silenced by 3fa2b81c until 2026-01-01T12:00:00Z`.
std::string toString(const AlertMark& mark);
void writeJson(JsonWriter& json, const AlertMark& mark);

/// The alerts of a workspace as they are stored, and what is said about them in its rule files and its marks.
/// Only reads, also while another process runs the workspace.
class AlertBoard {
public:
    /// A workspace without a database has no alerts. Rule files that cannot be loaded are told on standard
    /// error, and nothing is inhibited, muted or silenced by them.
    static Result<AlertBoard> load(const std::string& folder);

    [[nodiscard]] const config::Workspace& workspace() const { return m_workspace; }
    [[nodiscard]] const std::vector<Alert>& alerts() const { return m_alerts; }
    /// Of the rule files.
    [[nodiscard]] const std::vector<notify::Silence>& configuredSilences() const {
        return m_notifier->config().silences;
    }
    [[nodiscard]] const notify::Marks& marks() const { return m_marks; }
    [[nodiscard]] Timestamp now() const { return m_now; }
    /// How far the workspace is in event time; kNoTime when nothing has run in it.
    [[nodiscard]] Timestamp eventTime() const { return m_eventTime; }

    /// In force at the workspace's event time or now: what was recorded lies in the past, and a run that
    /// stopped goes on with what is said meanwhile.
    [[nodiscard]] bool isInForce(const notify::Silence& silence) const {
        return silence.activeAt(m_eventTime) || silence.activeAt(m_now);
    }
    /// Of an alert that is pending, firing or recovering; others have none.
    [[nodiscard]] std::vector<AlertMark> marksOf(const Alert& alert) const;

private:
    AlertBoard() = default;
    Status loadAlerts();
    void loadNotifier();

    config::Workspace m_workspace;
    std::vector<Alert> m_alerts;
    notify::Marks m_marks;
    std::optional<notify::Notifier> m_notifier; ///< knows what fires; set after load()
    Timestamp m_now{};
    Timestamp m_eventTime = kNoTime;
};

/// An alert for people and programs: as `alerts list` shows it, marks included.
void writeJson(JsonWriter& json, const Alert& alert, const std::vector<AlertMark>& marks);
/// `2026-01-01T00:00:00Z`, or `-` for no time and for never.
std::string timeText(Timestamp t);
/// Who works here, by the environment; may be empty.
std::string userName();

} // namespace eventflow::app
