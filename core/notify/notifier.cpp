#include "core/notify/notifier.h"

#include "core/model/alert_order.h"

#include <algorithm>
#include <utility>

namespace eventflow::notify {

namespace {

/// Alertmanager keeps its log at least so long; longer where a repetition needs it.
constexpr Duration kLogRetention = std::chrono::hours(120);

Labels groupLabels(const Route& route, const Labels& labels) {
    if (route.groupByAll) return labels;
    std::vector<Label> out;
    for (const std::string& name : route.groupBy)
        if (labels.has(name)) out.push_back({name, std::string(labels.get(name))});
    return Labels(std::move(out));
}

const Route* find(const Route& node, const std::string& id) {
    if (node.id == id) return &node;
    for (const Route& child : node.routes)
        if (const Route* found = find(child, id)) return found;
    return nullptr;
}

std::set<Labels> labelsOf(const std::vector<Alert>& alerts) {
    std::set<Labels> out;
    for (const Alert& alert : alerts)
        out.insert(alert.labels);
    return out;
}

/// Alertmanager's rule of deduplication (notify, DedupStage); nothing: there is no need to tell anybody.
std::optional<Notification::Reason> reasonFor(const LogEntry* last, const std::set<Labels>& firing,
                                              const std::set<Labels>& resolved, bool repeatIsDue) {
    using Reason = Notification::Reason;
    if (last == nullptr) return firing.empty() ? std::nullopt : std::optional(Reason::NewGroup);
    if (!std::ranges::includes(last->firing, firing))
        return last->firing.empty() ? Reason::NewGroup : Reason::NewAlerts;
    if (firing.empty()) return last->firing.empty() ? std::nullopt : std::optional(Reason::AllResolved);
    if (!std::ranges::includes(last->resolved, resolved)) return Reason::SomeResolved;
    return repeatIsDue ? std::optional(Reason::Repeat) : std::nullopt;
}

} // namespace

void Notifier::advance(std::span<const AlertTransition> transitions, Timestamp watermark,
                       std::vector<Notification>& out) {
    take(transitions, watermark, out);
    flushUntil(watermark, true, out);
}

void Notifier::take(std::span<const AlertTransition> transitions, Timestamp tick,
                    std::vector<Notification>& out) {
    for (const AlertTransition& transition : transitions) {
        flushUntil(transition.tick, false, out);
        take(transition);
    }
    flushUntil(tick, false, out);
    m_changed = m_changed || !transitions.empty();
}

void Notifier::refresh(const Alert& current) {
    const auto known = m_state.alerts.find(current.labels);
    if (known == m_state.alerts.end()) return;
    Alert& alert = known->second;
    // Of two rules whose alerts have the same labels the one that moved last is told.
    if (!isFiring(alert.state) || alert.ruleId != current.ruleId) return;
    if (alert.value == current.value && alert.annotations == current.annotations) return;
    alert.value = current.value;
    alert.annotations = current.annotations;
    m_changed = true;
}

void Notifier::take(const AlertTransition& transition) {
    const Alert& alert = transition.alert;
    if (!alert.level.empty()) endOtherLevels(alert, transition.tick);
    if (isFiring(alert.state)) {
        const auto [known, isNew] = m_state.alerts.try_emplace(alert.labels);
        const bool again = isNew || !isFiring(known->second.state);
        known->second = alert;
        if (again) insertIntoGroups(alert.labels, transition.tick);
        return;
    }
    const auto known = m_state.alerts.find(alert.labels);
    if (known == m_state.alerts.end()) return;
    // Also when a firing alert went back to pending, because its `for` was raised.
    known->second = alert;
    known->second.state = AlertState::Resolved;
}

/// To receivers an alert of another severity is another alert, as it is to Alertmanager.
void Notifier::endOtherLevels(const Alert& alert, Timestamp at) {
    const Labels identity = identityOf(alert);
    for (auto& [labels, known] : m_state.alerts) {
        if (labels == alert.labels || known.ruleId != alert.ruleId || !isFiring(known.state)) continue;
        Labels other = labels;
        other.remove(kLevelLabel);
        if (other != identity) continue;
        known.state = AlertState::Resolved;
        known.resolvedAt = at;
    }
}

void Notifier::insertIntoGroups(const Labels& labels, Timestamp at) {
    for (const Route* route : m_config.routesOf(labels)) {
        const auto [group, isNew] =
            m_state.groups.try_emplace(GroupKey{route->id, groupLabels(*route, labels)});
        if (isNew) group->second.nextFlush = at + route->groupWait;
        group->second.members.insert(labels);
    }
}

Timestamp Notifier::nextDue() const {
    Timestamp due = Timestamp::max();
    for (const auto& [key, group] : m_state.groups)
        due = std::min(due, group.nextFlush);
    return due;
}

void Notifier::flushUntil(Timestamp until, bool inclusive, std::vector<Notification>& out) {
    for (;;) {
        const Timestamp due = nextDue();
        if (due == Timestamp::max() || due > until || (due == until && !inclusive)) return;
        for (auto it = m_state.groups.begin(); it != m_state.groups.end();) {
            if (it->second.nextFlush == due) flush(it->first, it->second, out);
            it = it->second.members.empty() ? m_state.groups.erase(it) : std::next(it);
        }
        forgetOldEntries(due);
    }
}

void Notifier::flush(const GroupKey& key, AlertGroup& group, std::vector<Notification>& out) {
    const Route* route = routeById(key.route);
    if (route == nullptr) { // cannot be after reload(), which routes anew
        group.members.clear();
        return;
    }
    if (auto notification = decide(key, *route, group)) {
        m_state.log[key] = {notification->at, labelsOf(notification->firing),
                            labelsOf(notification->resolved)};
        out.push_back(std::move(*notification));
        m_changed = true;
    }
    forgetResolved(group);
    group.nextFlush += route->groupInterval;
}

std::optional<Notification> Notifier::decide(const GroupKey& key, const Route& route,
                                             const AlertGroup& group) {
    const Timestamp at = group.nextFlush;
    if (mutingOf(route, at)) return std::nullopt;
    Notification notification;
    notification.at = at;
    notification.receiver = route.receiver;
    notification.route = key.route;
    notification.group = key.labels;
    const Inhibitor inhibiting = inhibitor();
    bool acknowledged = true;
    for (const Labels& labels : group.members) {
        const Alert& member = m_state.alerts.at(labels);
        if (inhibiting.inhibitorOf(labels) != nullptr || silenceOf(labels, at)) continue;
        if (!isFiring(member.state)) {
            notification.resolved.push_back(member);
            continue;
        }
        notification.firing.push_back(member);
        acknowledged = acknowledged && isAcknowledged(member, at);
    }
    const auto last = m_state.log.find(key);
    const bool known = last != m_state.log.end();
    const bool repeatIsDue = known && !acknowledged && at - last->second.at >= route.repeatInterval;
    const auto reason = reasonFor(known ? &last->second : nullptr, labelsOf(notification.firing),
                                  labelsOf(notification.resolved), repeatIsDue);
    if (!reason) return std::nullopt;
    notification.reason = *reason;
    return notification;
}

void Notifier::forgetResolved(AlertGroup& group) {
    for (auto it = group.members.begin(); it != group.members.end();) {
        const auto known = m_state.alerts.find(*it);
        if (isFiring(known->second.state)) {
            ++it;
            continue;
        }
        const Labels labels = *it;
        it = group.members.erase(it);
        const bool elsewhere = std::ranges::any_of(
            m_state.groups, [&](const auto& entry) { return entry.second.members.contains(labels); });
        if (!elsewhere) m_state.alerts.erase(known);
    }
}

void Notifier::forgetOldEntries(Timestamp now) {
    std::erase_if(m_state.log, [&](const auto& entry) {
        const Route* route = routeById(entry.first.route);
        const Duration keep =
            route == nullptr ? kLogRetention : std::max(kLogRetention, 2 * route->repeatInterval);
        return now - entry.second.at > keep && !m_state.groups.contains(entry.first);
    });
}

const Route* Notifier::routeById(const std::string& id) const {
    return find(m_config.root, id);
}

Inhibitor Notifier::inhibitor() const {
    Inhibitor inhibitor(m_config.inhibitRules);
    for (const auto& [labels, known] : m_state.alerts)
        if (isFiring(known.state)) inhibitor.add(labels);
    return inhibitor;
}

std::optional<Suppression> Notifier::silenceOf(const Labels& labels, Timestamp t) const {
    for (const std::vector<Silence>* silences : {&m_config.silences, &m_marks.silences}) {
        const auto silence = std::ranges::find_if(
            *silences, [&](const Silence& s) { return s.activeAt(t) && matchesAll(s.matchers, labels); });
        if (silence != silences->end()) return Suppression{Suppression::Kind::Silenced, silence->id};
    }
    return std::nullopt;
}

bool Notifier::isAcknowledged(const Alert& alert, Timestamp t) const {
    if (m_marks.acknowledgements.empty()) return false;
    return m_marks.acknowledgementOf(fingerprint(alert), alert.firedAt, t) != nullptr;
}

void Notifier::setMarks(Marks marks) {
    m_marks = std::move(marks);
}

std::optional<Suppression> Notifier::mutingOf(const Route& route, Timestamp t) const {
    const auto contains = [&](std::size_t index) { return m_config.timeIntervals[index].contains(t); };
    const auto muting = std::ranges::find_if(route.muteIntervals, contains);
    if (muting != route.muteIntervals.end())
        return Suppression{Suppression::Kind::Muted, m_config.timeIntervals[*muting].name};
    if (route.activeIntervals.empty() || std::ranges::any_of(route.activeIntervals, contains))
        return std::nullopt;
    return Suppression{Suppression::Kind::Muted, m_config.timeIntervals[route.activeIntervals.front()].name};
}

std::optional<Suppression> Notifier::suppressionOf(const Labels& labels, Timestamp t) const {
    if (const Labels* by = inhibitor().inhibitorOf(labels))
        return Suppression{Suppression::Kind::Inhibited, by->toString()};
    if (auto silence = silenceOf(labels, t)) return silence;
    std::optional<Suppression> muting;
    for (const Route* route : m_config.routesOf(labels))
        if (!(muting = mutingOf(*route, t))) return std::nullopt; // one receiver hears of it
    return muting;
}

void Notifier::reload(Config config, Timestamp now) {
    m_config = std::move(config);
    restore(std::move(m_state), now);
}

void Notifier::restore(NotifierState state, Timestamp now) {
    const std::map<GroupKey, AlertGroup> before = std::exchange(state.groups, {});
    m_state = std::move(state);
    for (const auto& [labels, known] : m_state.alerts)
        for (const Route* route : m_config.routesOf(labels)) {
            GroupKey key{route->id, groupLabels(*route, labels)};
            const auto old = before.find(key);
            AlertGroup& group = m_state.groups[key];
            if (old != before.end())
                group.nextFlush = old->second.nextFlush;
            else if (group.members.empty())
                group.nextFlush = now + route->groupWait;
            group.members.insert(labels);
        }
}

} // namespace eventflow::notify
