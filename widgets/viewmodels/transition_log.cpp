#include "widgets/viewmodels/transition_log.h"

#include "widgets/viewmodels/alert_list_model.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/roles.h"

#include <algorithm>
#include <utility>

namespace eventflow::viewmodels {

TransitionRow transitionRow(AlertTransition transition) {
    std::string alert = alertKey(transition.alert);
    std::string key =
        alert + '@' + std::to_string(toNs(transition.tick)) + '>' + toString(transition.alert.state);
    return {std::move(key), std::move(alert), std::make_shared<const AlertTransition>(std::move(transition))};
}

bool TransitionLog::append(TransitionRow row) {
    if (!m_known.insert(row.key).second) return false;
    m_rows.push_back(std::move(row));
    if (m_rows.size() > kCapacity) {
        m_known.erase(m_rows.front().key);
        m_rows.pop_front();
    }
    return true;
}

void TransitionLog::prependHistory(const std::vector<TransitionRow>& newestFirst) {
    for (const TransitionRow& row : newestFirst) {
        if (m_rows.size() == kCapacity) return;
        if (m_known.insert(row.key).second) m_rows.push_front(row);
    }
}

std::vector<TransitionRow> TransitionLog::of(const std::string& alertKey) const {
    std::vector<TransitionRow> found;
    for (auto it = m_rows.rbegin(); it != m_rows.rend(); ++it)
        if (it->alertKey == alertKey) found.push_back(*it);
    std::stable_sort(found.begin(), found.end(), [](const TransitionRow& a, const TransitionRow& b) {
        return a.transition->tick > b.transition->tick;
    });
    return found;
}

void TransitionLog::clear() {
    m_rows.clear();
    m_known.clear();
}

QVariant TransitionModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const AlertTransition& t = *row(index.row()).transition;
    const int column = index.column();
    if (role == StateRole && column == Change) return static_cast<int>(t.alert.state);
    if (role == Qt::ToolTipRole)
        return tr("%1\nValue %2, decided at watermark %3")
            .arg(oneLine(t.reason), format::compact(t.alert.value), format::dateTime(t.watermark));
    if (role == Qt::AccessibleTextRole && column == Change)
        return tr("%1, %2 UTC, %3")
            .arg(data(index, Qt::DisplayRole).toString(), format::dateTime(t.tick), oneLine(t.reason));
    if (role == SortRole && column == Tick) return static_cast<qlonglong>(toNs(t.tick));
    if (role != Qt::DisplayRole && role != SortRole) return {};
    switch (column) {
    case Tick:
        return format::dateTime(t.tick);
    case Change:
        return tr("%1 → %2").arg(alertStateWord(t.from), alertStateWord(t.alert.state));
    case Reason:
        return oneLine(t.reason);
    default:
        return {};
    }
}

QVariant TransitionModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Tick:
        return tr("Tick (UTC)");
    case Change:
        return tr("Change");
    case Reason:
        return tr("Reason");
    default:
        return {};
    }
}

} // namespace eventflow::viewmodels
