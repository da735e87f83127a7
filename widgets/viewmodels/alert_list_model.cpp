#include "widgets/viewmodels/alert_list_model.h"

#include "core/model/alert_order.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/label_text.h"
#include "widgets/viewmodels/roles.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace eventflow::viewmodels {

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

void AlertListModel::clear() {
    m_snapshot.reset();
    m_active.reset();
    m_resolved.clear();
    m_resolvedByKey.clear();
    m_retired.clear();
    m_counts = {};
    m_notShown = 0;
    m_now = kNoTime;
    resetRows();
}

void AlertListModel::setActive(AlertSnapshot snapshot) {
    m_retired.push_back(std::exchange(m_snapshot, std::move(snapshot)));
}

void AlertListModel::addResolved(AlertRow row) {
    if (const auto known = m_resolvedByKey.find(row.key); known != m_resolvedByKey.end()) {
        m_resolved.erase(known->second);
        m_resolvedByKey.erase(known);
    }
    m_resolved.push_front(std::move(row));
    m_resolvedByKey.emplace(m_resolved.front().key, m_resolved.begin());
    if (m_resolved.size() <= kMaxResolved) return;
    m_resolvedByKey.erase(m_resolved.back().key);
    m_resolved.pop_back();
}

void AlertListModel::sort(int column, Qt::SortOrder order) {
    const AlertOrder wanted{column < 0 || column >= ColumnCount ? std::nullopt : std::optional(column),
                            order == Qt::DescendingOrder};
    if (wanted == m_order) return;
    m_order = wanted;
    Q_EMIT orderChanged();
}

AlertQuery AlertListModel::query() {
    return {m_active,
            m_snapshot,
            {m_resolved.begin(), m_resolved.end()},
            m_stateFilter,
            m_words,
            m_order,
            m_now,
            std::exchange(m_retired, {})};
}

void AlertListModel::show(AlertListing listing) {
    m_counts = listing.counts;
    m_notShown = listing.notShown;
    setRows(std::move(listing.rows));
    m_retired.push_back(std::exchange(m_active, std::move(listing.active)));
}

void AlertListModel::setNow(Timestamp now) {
    using std::chrono::seconds;
    const bool sameSecond = std::chrono::floor<seconds>(now) == std::chrono::floor<seconds>(m_now);
    m_now = now;
    if (!sameSecond && rowCount() > 0) announce(0, rowCount() - 1, ActiveFor, ActiveFor);
}

std::size_t AlertListModel::total() const {
    return std::accumulate(m_counts.begin(), m_counts.end(), std::size_t{0});
}

std::size_t AlertListModel::size() const {
    return (m_snapshot == nullptr ? 0 : m_snapshot->size()) + m_resolved.size();
}

std::shared_ptr<const Alert> AlertListModel::find(const std::string& key) const {
    if (m_active != nullptr && m_active->keys.contains(key))
        return std::find_if(m_active->rows.begin(), m_active->rows.end(),
                            [&](const AlertRow& row) { return row.key == key; })
            ->alert;
    const auto resolved = m_resolvedByKey.find(key);
    return resolved == m_resolvedByKey.end() ? nullptr : resolved->second->alert;
}

std::string AlertListModel::keyOfFingerprint(const std::string& fingerprint) const {
    const auto matches = [ending = '/' + fingerprint](const AlertRow& row) {
        return row.key.ends_with(ending);
    };
    if (m_active != nullptr) {
        const std::vector<AlertRow>& rows = m_active->rows;
        if (const auto it = std::find_if(rows.begin(), rows.end(), matches); it != rows.end()) return it->key;
    }
    const auto it = std::find_if(m_resolved.begin(), m_resolved.end(), matches);
    return it == m_resolved.end() ? std::string() : it->key;
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
        return format::duration(activeFor(alert, m_now));
    default:
        return {};
    }
}

QVariant AlertListModel::raw(const AlertRow& row, int column) const {
    const Alert& alert = *row.alert;
    switch (column) {
    case State:
        return urgency(alert.state);
    case SeverityColumn:
        return static_cast<int>(row.severity);
    case Value:
        return alert.value;
    case Since:
        return static_cast<qlonglong>(toNs(stateSince(alert)));
    case ActiveFor:
        return static_cast<qlonglong>(activeFor(alert, m_now).count());
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
