#include "widgets/viewmodels/transition_log.h"

#include "widgets/viewmodels/alert_list_model.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/roles.h"

#include <algorithm>
#include <utility>

namespace eventflow::viewmodels {

namespace {

std::string idOf(const AlertTransition& t) {
    return alertKey(t.alert) + '@' + std::to_string(toNs(t.tick)) + '>' + toString(t.alert.state);
}

} // namespace

bool TransitionLog::append(const AlertTransition& transition) {
    if (!m_known.insert(idOf(transition)).second) return false;
    m_transitions.push_back(transition);
    if (m_transitions.size() > kCapacity) {
        m_known.erase(idOf(m_transitions.front()));
        m_transitions.pop_front();
    }
    return true;
}

void TransitionLog::prependHistory(const std::vector<AlertTransition>& newestFirst) {
    for (const AlertTransition& transition : newestFirst) {
        if (m_transitions.size() == kCapacity) return;
        if (m_known.insert(idOf(transition)).second) m_transitions.push_front(transition);
    }
}

std::vector<AlertTransition> TransitionLog::of(const std::string& key) const {
    std::vector<AlertTransition> found;
    for (auto it = m_transitions.rbegin(); it != m_transitions.rend(); ++it)
        if (alertKey(it->alert) == key) found.push_back(*it);
    std::stable_sort(found.begin(), found.end(),
                     [](const AlertTransition& a, const AlertTransition& b) { return a.tick > b.tick; });
    return found;
}

void TransitionLog::clear() {
    m_transitions.clear();
    m_known.clear();
}

void TransitionModel::setTransitions(std::vector<AlertTransition> newestFirst) {
    std::vector<TransitionRow> rows;
    rows.reserve(newestFirst.size());
    for (AlertTransition& transition : newestFirst) {
        std::string id = idOf(transition);
        rows.push_back({std::move(id), std::move(transition)});
    }
    setRows(std::move(rows));
}

QVariant TransitionModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const AlertTransition& t = row(index.row()).transition;
    const int column = index.column();
    if (role == StateRole && column == Change) return static_cast<int>(t.alert.state);
    if (role == Qt::ToolTipRole)
        return tr("%1\nValue %2, decided at watermark %3")
            .arg(oneLine(t.reason), format::compact(t.alert.value), format::dateTime(t.watermark));
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
