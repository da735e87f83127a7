#include "widgets/viewmodels/alert_list_model.h"

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/label_text.h"
#include "widgets/viewmodels/roles.h"

#include <algorithm>
#include <tuple>
#include <unordered_set>

namespace eventflow::viewmodels {

namespace {

/// Most urgent first.
int rank(AlertState state) {
    switch (state) {
    case AlertState::Firing:
        return 0;
    case AlertState::Recovering:
        return 1;
    case AlertState::Pending:
        return 2;
    case AlertState::Resolved:
        return 3;
    case AlertState::Inactive:
        break;
    }
    return 4;
}

bool moreUrgent(const AlertRow& a, const AlertRow& b) {
    const auto order = [](const AlertRow& row) { return std::tuple(rank(row.alert->state), row.severity); };
    if (order(a) != order(b)) return order(a) < order(b);
    const Timestamp sinceA = stateSince(*a.alert);
    const Timestamp sinceB = stateSince(*b.alert);
    return sinceA != sinceB ? sinceA > sinceB : a.key < b.key;
}

QString searchText(const Alert& alert) {
    QString text = fromUtf8(alert.rule) + u' ' + alertStateWord(alert.state);
    for (const Label& label : alert.labels)
        text += u' ' + fromUtf8(label.name) + u'=' + fromUtf8(label.value);
    return text;
}

} // namespace

std::string alertKey(const Alert& alert) {
    return alert.ruleId + '/' + fingerprint(alert.labels);
}

QString alertStateWord(AlertState state) {
    switch (state) {
    case AlertState::Inactive:
        return AlertListModel::tr("Inactive");
    case AlertState::Pending:
        return AlertListModel::tr("Pending");
    case AlertState::Firing:
        return AlertListModel::tr("Firing");
    case AlertState::Recovering:
        return AlertListModel::tr("Recovering");
    case AlertState::Resolved:
        return AlertListModel::tr("Resolved");
    }
    return {};
}

QString alertStateIcon(AlertState state) {
    switch (state) {
    case AlertState::Pending:
        return QStringLiteral("state-pending");
    case AlertState::Firing:
        return QStringLiteral("state-firing");
    case AlertState::Recovering:
        return QStringLiteral("state-recovering");
    case AlertState::Resolved:
    case AlertState::Inactive:
        break;
    }
    return QStringLiteral("state-resolved");
}

Timestamp stateSince(const Alert& alert) {
    switch (alert.state) {
    case AlertState::Firing:
        return alert.firedAt;
    case AlertState::Recovering:
        return alert.keepFiringSince;
    case AlertState::Resolved:
        return alert.resolvedAt;
    default:
        return alert.activeAt;
    }
}

void AlertListModel::clear() {
    m_active.clear();
    m_resolved.clear();
    m_counts = {};
    m_notShown = 0;
    m_now = kNoTime;
    m_dirty = false;
    resetRows();
}

void AlertListModel::setActive(std::shared_ptr<const std::vector<Alert>> snapshot) {
    m_active.clear();
    std::unordered_set<std::string> keys;
    for (const Alert& alert : *snapshot) {
        AlertRow row{alertKey(alert), std::shared_ptr<const Alert>(snapshot, &alert),
                     severityOf(alert.labels)};
        if (keys.insert(row.key).second) m_active.push_back(std::move(row));
    }
    std::erase_if(m_resolved, [&](const AlertRow& row) { return keys.contains(row.key); });
    m_dirty = true;
}

void AlertListModel::addResolved(const Alert& alert) {
    AlertRow row{alertKey(alert), std::make_shared<const Alert>(alert), severityOf(alert.labels)};
    const auto sameKey = [&](const AlertRow& other) { return other.key == row.key; };
    if (std::any_of(m_active.begin(), m_active.end(), sameKey)) return;
    std::erase_if(m_resolved, sameKey);
    m_resolved.push_front(std::move(row));
    if (m_resolved.size() > kMaxResolved) m_resolved.pop_back();
    m_dirty = true;
}

void AlertListModel::commit() {
    if (!m_dirty) return;
    m_dirty = false;
    m_counts = {};
    std::vector<AlertRow> rows;
    const auto take = [&](const AlertRow& row) {
        ++m_counts[static_cast<std::size_t>(row.alert->state)];
        if (passes(*row.alert)) rows.push_back(row);
    };
    std::for_each(m_active.begin(), m_active.end(), take);
    std::for_each(m_resolved.begin(), m_resolved.end(), take);
    std::sort(rows.begin(), rows.end(), moreUrgent);
    m_notShown = rows.size() > kMaxRows ? rows.size() - kMaxRows : 0;
    rows.resize(rows.size() - m_notShown);
    setRows(std::move(rows));
}

bool AlertListModel::passes(const Alert& alert) const {
    if (m_stateFilter && alert.state != *m_stateFilter) return false;
    if (m_words.isEmpty()) return true;
    const QString text = searchText(alert);
    return std::all_of(m_words.begin(), m_words.end(),
                       [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

void AlertListModel::setNow(Timestamp now) {
    using std::chrono::seconds;
    const bool sameSecond = std::chrono::floor<seconds>(now) == std::chrono::floor<seconds>(m_now);
    m_now = now;
    if (!sameSecond && rowCount() > 0) announce(0, rowCount() - 1, ActiveFor, ActiveFor);
}

void AlertListModel::setStateFilter(std::optional<AlertState> state) {
    if (state == m_stateFilter) return;
    m_stateFilter = state;
    m_dirty = true;
    commit();
}

void AlertListModel::setTextFilter(const QString& text) {
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    m_dirty = true;
    commit();
}

std::size_t AlertListModel::total() const {
    return m_active.size() + m_resolved.size();
}

std::shared_ptr<const Alert> AlertListModel::find(const std::string& key) const {
    const auto sameKey = [&](const AlertRow& row) { return row.key == key; };
    if (const auto it = std::find_if(m_active.begin(), m_active.end(), sameKey); it != m_active.end())
        return it->alert;
    const auto it = std::find_if(m_resolved.begin(), m_resolved.end(), sameKey);
    return it == m_resolved.end() ? nullptr : it->alert;
}

std::string AlertListModel::keyOfFingerprint(const std::string& fingerprint) const {
    const auto matches = [ending = '/' + fingerprint](const AlertRow& row) {
        return row.key.ends_with(ending);
    };
    if (const auto it = std::find_if(m_active.begin(), m_active.end(), matches); it != m_active.end())
        return it->key;
    const auto it = std::find_if(m_resolved.begin(), m_resolved.end(), matches);
    return it == m_resolved.end() ? std::string() : it->key;
}

Duration AlertListModel::activeFor(const Alert& alert) const {
    const Timestamp end = alert.state == AlertState::Resolved ? alert.resolvedAt : m_now;
    if (alert.activeAt == kNoTime || end <= alert.activeAt) return Duration::zero();
    // Unsigned: the distance between two hostile times may be more than a Duration holds.
    const std::uint64_t distance =
        static_cast<std::uint64_t>(toNs(end)) - static_cast<std::uint64_t>(toNs(alert.activeAt));
    return Duration(static_cast<std::int64_t>(std::min<std::uint64_t>(distance, INT64_MAX)));
}

QVariant AlertListModel::shown(const AlertRow& row, int column) const {
    const Alert& alert = *row.alert;
    switch (column) {
    case State:
        return alertStateWord(alert.state);
    case SeverityColumn:
        return severityWord(row.severity);
    case Name:
        return oneLine(alert.rule);
    case KeyLabels:
        return keyLabelsText(alert.labels);
    case Value:
        return format::compact(alert.value);
    case Since:
        return format::time(stateSince(alert));
    case ActiveFor:
        return format::duration(activeFor(alert));
    default:
        return {};
    }
}

QVariant AlertListModel::raw(const AlertRow& row, int column) const {
    const Alert& alert = *row.alert;
    switch (column) {
    case State:
        return rank(alert.state);
    case SeverityColumn:
        return static_cast<int>(row.severity);
    case Value:
        return alert.value;
    case Since:
        return static_cast<qlonglong>(toNs(stateSince(alert)));
    case ActiveFor:
        return static_cast<qlonglong>(activeFor(alert).count());
    default:
        return shown(row, column);
    }
}

QVariant AlertListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const AlertRow& alertRow = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return shown(alertRow, index.column());
    case SortRole:
        return raw(alertRow, index.column());
    case RecordIdRole:
        return fromUtf8(alertRow.key);
    case SeverityRole:
        return index.column() == SeverityColumn ? QVariant(static_cast<int>(alertRow.severity)) : QVariant();
    case StateRole:
        return index.column() == State ? QVariant(static_cast<int>(alertRow.alert->state)) : QVariant();
    case MutedRole:
        return alertRow.alert->state == AlertState::Resolved || index.column() == KeyLabels;
    case Qt::ToolTipRole:
        if (index.column() == Since) return format::dateTime(stateSince(*alertRow.alert));
        return index.column() == KeyLabels || index.column() == Name ? shown(alertRow, index.column())
                                                                     : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            (index.column() == Value || index.column() == ActiveFor ? Qt::AlignRight : Qt::AlignLeft) |
            Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant AlertListModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            (section == Value || section == ActiveFor ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Since) return tr("When the present state began, in event time");
    if (role == Qt::ToolTipRole && section == ActiveFor)
        return tr("How long the condition has held, or held until it was resolved");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case State:
        return tr("State");
    case SeverityColumn:
        return tr("Severity");
    case Name:
        return tr("Alert");
    case KeyLabels:
        return tr("Labels");
    case Value:
        return tr("Value");
    case Since:
        return tr("Since (UTC)");
    case ActiveFor:
        return tr("Active for");
    default:
        return {};
    }
}

} // namespace eventflow::viewmodels
