#pragma once

#include "core/base/result.h"
#include "core/model/alert.h"
#include "core/notify/config.h"
#include "core/notify/marks.h"
#include "core/notify/notification.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace eventflow::notify {

/// Which route's group, by the values of the labels it groups by.
struct GroupKey {
    std::string route;
    Labels labels;
    auto operator<=>(const GroupKey&) const = default;
};

struct AlertGroup {
    Timestamp nextFlush;
    std::set<Labels> members;
};

/// What was told last about a group; it outlives the group, so that an alert that comes again is not told
/// twice.
struct LogEntry {
    Timestamp at;
    std::set<Labels> firing;
    std::set<Labels> resolved;
};

/// Everything a notifier carries over a restart.
struct NotifierState {
    std::map<Labels, Alert> alerts; ///< by their labels: firing, or resolved and not yet told
    std::map<GroupKey, AlertGroup> groups;
    std::map<GroupKey, LogEntry> log;
};

std::string toJson(const NotifierState& state);
/// Fails with ParseError for anything that toJson() would not write.
Result<NotifierState> notifierStateFromJson(std::string_view text);

/// Decides who is told what, from the alerts' transitions alone: Alertmanager's routing, grouping,
/// inhibition, silences, muting and deduplication, in event time. Two deliberate differences: inhibition
/// looks at all alerts of the moment it decides, so there is no race between source and target; and a
/// repetition is left out while every alert of the group that fires is acknowledged. Nothing is sent from
/// here. Deterministic. Thread: confined.
class Notifier {
public:
    explicit Notifier(Config config) : m_config(std::move(config)) {}

    /// Takes transitions, ordered by tick, and appends what is due until `watermark`.
    void advance(std::span<const AlertTransition> transitions, Timestamp watermark,
                 std::vector<Notification>& out);
    /// Takes transitions until `tick` and appends what is due before it. A look at `tick` itself waits for
    /// refresh() and advance(), so that it tells the alerts as this evaluation left them.
    void take(std::span<const AlertTransition> transitions, Timestamp tick, std::vector<Notification>& out);
    /// The value and annotations a firing alert has now, which change without a transition. One that is
    /// resolved keeps those of its end.
    void refresh(const Alert& current);
    /// Whether what state() gives has changed since the last call in more than the times of looks at which
    /// nothing was to be told.
    [[nodiscard]] bool takeChanged() { return std::exchange(m_changed, false); }
    /// When the next group is looked at; Timestamp::max() when there is none.
    [[nodiscard]] Timestamp nextDue() const;

    /// Takes over another configuration. Active alerts are routed anew, groups that are new by it are first
    /// looked at group_wait after `now`; what was told before is not told again to a route at the same place
    /// of the tree.
    void reload(Config config, Timestamp now);
    /// Replaces what people have said about alerts; in force from the next look on.
    void setMarks(Marks marks);

    /// What would keep an alert with these labels from being notified at `t`; nothing when nothing would.
    [[nodiscard]] std::optional<Suppression> suppressionOf(const Labels& labels, Timestamp t) const;
    [[nodiscard]] const Config& config() const { return m_config; }
    [[nodiscard]] const std::map<Labels, Alert>& alerts() const { return m_state.alerts; }

    [[nodiscard]] const NotifierState& state() const { return m_state; }
    void restore(NotifierState state, Timestamp now);

private:
    void take(const AlertTransition& transition);
    void endOtherLevels(const Alert& alert, Timestamp at);
    void insertIntoGroups(const Labels& labels, Timestamp at);
    void flushUntil(Timestamp until, bool inclusive, std::vector<Notification>& out);
    void flush(const GroupKey& key, AlertGroup& group, std::vector<Notification>& out);
    [[nodiscard]] std::optional<Notification> decide(const GroupKey& key, const Route& route,
                                                     const AlertGroup& group);
    void forgetResolved(AlertGroup& group);
    void forgetOldEntries(Timestamp now);
    [[nodiscard]] const Route* routeById(const std::string& id) const;
    [[nodiscard]] Inhibitor inhibitor() const;
    [[nodiscard]] std::optional<Suppression> silenceOf(const Labels& labels, Timestamp t) const;
    [[nodiscard]] bool isAcknowledged(const Alert& alert, Timestamp t) const;
    [[nodiscard]] std::optional<Suppression> mutingOf(const Route& route, Timestamp t) const;

    Config m_config;
    Marks m_marks;
    NotifierState m_state;
    bool m_changed = false;
};

} // namespace eventflow::notify
