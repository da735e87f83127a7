#include "widgets/viewmodels/firing_alerts_model.h"

#include "core/model/alert_order.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/label_text.h"
#include "widgets/viewmodels/roles.h"
#include "widgets/viewmodels/severity.h"

#include <algorithm>
#include <tuple>

namespace eventflow::viewmodels {

QString FiringAlertsModel::ageOf(Timestamp firedAt) const {
    if (firedAt == kNoTime || m_now == kNoTime || m_now < firedAt) return {};
    return format::age(m_now - firedAt);
}

void FiringAlertsModel::setAlerts(const std::vector<Alert>& alerts) {
    struct Place {
        Severity severity;
        const Alert* alert;
    };
    std::vector<Place> firing;
    for (const Alert& alert : alerts)
        if (isFiring(alert.state)) firing.push_back({severityOf(alert.labels), &alert});
    // Only what is shown is put into words: of thousands of alerts that would take several frames.
    const auto shown = firing.begin() + static_cast<std::ptrdiff_t>(std::min(firing.size(), kMaxRows));
    std::partial_sort(firing.begin(), shown, firing.end(), [](const Place& a, const Place& b) {
        return std::tie(a.severity, a.alert->firedAt, a.alert->rule, a.alert->labels) <
               std::tie(b.severity, b.alert->firedAt, b.alert->rule, b.alert->labels);
    });
    std::vector<Row> rows;
    rows.reserve(static_cast<std::size_t>(shown - firing.begin()));
    for (auto it = firing.begin(); it != shown; ++it) {
        const Alert& alert = *it->alert;
        rows.push_back({QString::fromStdString(fingerprint(alert)), QString::fromStdString(alert.rule),
                        keyLabelsText(alert.labels), format::compact(alert.value), ageOf(alert.firedAt),
                        static_cast<int>(it->severity), static_cast<int>(alert.state), alert.firedAt});
    }
    if (rows == m_rows) return;
    const bool sameAlerts = std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                                       [](const Row& a, const Row& b) { return a.id == b.id; });
    if (sameAlerts) { // the selection stays
        m_rows = std::move(rows);
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

void FiringAlertsModel::setNow(Timestamp now) {
    m_now = now;
    bool changed = false;
    for (Row& row : m_rows) {
        QString age = ageOf(row.firedAt);
        if (age == row.age) continue;
        row.age = std::move(age);
        changed = true;
    }
    if (changed) Q_EMIT dataChanged(index(0), index(rowCount() - 1), {AgeRole});
}

int FiringAlertsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant FiringAlertsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return row.name;
    case Qt::AccessibleTextRole:
        return tr("%1: %2, %3, firing for %4")
            .arg(severityWord(static_cast<Severity>(row.severity)), row.name, row.labels, row.age);
    case Qt::ToolTipRole:
        return tr("%1\n%2\nLast value %3").arg(row.name, row.labels, row.value);
    case SeverityRole:
        return row.severity;
    case StateRole:
        return row.state;
    case RecordIdRole:
        return row.id;
    case LabelsRole:
        return row.labels;
    case AgeRole:
        return row.age;
    case ValueRole:
        return row.value;
    default:
        return {};
    }
}

} // namespace eventflow::viewmodels
