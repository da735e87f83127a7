#include "widgets/viewmodels/stuck_model.h"

#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/group_table_model.h"

namespace eventflow::viewmodels {

void StuckModel::setStuck(const std::vector<admin::LagHistory::Stuck>& stuck, Timestamp now) {
    std::vector<StuckRow> rows;
    rows.reserve(stuck.size());
    for (const admin::LagHistory::Stuck& one : stuck)
        rows.push_back({toString(one.partition), one, now - one.since});
    setAll(std::move(rows));
}

bool StuckModel::less(const StuckRow& a, const StuckRow& b, int column) const {
    switch (column) {
    case Committed:
        return a.stuck.committed < b.stuck.committed;
    case Lag:
        return a.stuck.lag < b.stuck.lag;
    case Grown:
        return a.stuck.grownBy < b.stuck.grownBy;
    case Lasts:
        return a.lasts < b.lasts;
    case Client:
        return a.stuck.clientId < b.stuck.clientId;
    default:
        return a.stuck.partition < b.stuck.partition;
    }
}

int StuckModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant StuckModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const StuckRow& row = this->row(index.row());
    const int column = index.column();
    if (role == RecordIdRole) return fromUtf8(row.key);
    if (role == Qt::TextAlignmentRole) return cellAlignment(column != Partition && column != Client);
    if (role == SeverityRole && column == Partition) return static_cast<int>(Severity::Warning);
    if (role != Qt::DisplayRole) return {};
    switch (column) {
    case Partition:
        return oneLine(row.key, 256);
    case Committed:
        return lagText(row.stuck.committed);
    case Lag:
        return lagText(row.stuck.lag);
    case Grown:
        return QStringLiteral("+") + lagText(row.stuck.grownBy);
    case Lasts:
        return format::age(row.lasts);
    default:
        return oneLine(row.stuck.clientId, 200);
    }
}

QVariant StuckModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return cellAlignment(section != Partition && section != Client);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Partition:
        return tr("Partition");
    case Committed:
        return tr("Stands at");
    case Lag:
        return tr("Lag");
    case Grown:
        return tr("Came since");
    case Lasts:
        return tr("For");
    case Client:
        return tr("Read by");
    default:
        return {};
    }
}

} // namespace eventflow::viewmodels
