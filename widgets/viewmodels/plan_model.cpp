#include "widgets/viewmodels/plan_model.h"

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/roles.h"

namespace eventflow::viewmodels {

void PlanModel::setChanges(std::vector<admin::Change> changes) {
    beginResetModel();
    m_changes = std::move(changes);
    endResetModel();
}

int PlanModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_changes.size());
}

int PlanModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PlanModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const admin::Change& change = m_changes[static_cast<std::size_t>(index.row())];
    const std::string& text = index.column() == What     ? change.what
                              : index.column() == Before ? change.before
                                                         : change.after;
    switch (role) {
    case Qt::DisplayRole:
        return text.empty() ? QStringLiteral("–") : oneLine(text);
    case Qt::ToolTipRole:
        return text.empty() ? tr("Not there") : oneLine(text);
    case MutedRole:
        return index.column() == Before;
    default:
        return {};
    }
}

QVariant PlanModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case What:
        return tr("What");
    case Before:
        return tr("Now");
    case After:
        return tr("After");
    default:
        return {};
    }
}

} // namespace eventflow::viewmodels
