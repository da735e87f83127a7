#include "widgets/viewmodels/neighbour_model.h"

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/group_table_model.h"

namespace eventflow::viewmodels {
namespace {

QString bytesText(const std::optional<std::string>& bytes) {
    constexpr std::size_t kShownBytes = 300;
    if (!bytes) return QStringLiteral("null");
    return bytes->empty() ? NeighbourModel::tr("empty") : oneLine(*bytes, kShownBytes);
}

} // namespace

void NeighbourModel::setNeighbourhood(admin::Neighbourhood neighbourhood) {
    beginResetModel();
    m_shown = std::move(neighbourhood);
    endResetModel();
}

int NeighbourModel::suspectRow() const {
    return m_shown.suspect < m_shown.records.size() ? static_cast<int>(m_shown.suspect) : -1;
}

int NeighbourModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_shown.records.size());
}

int NeighbourModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant NeighbourModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const admin::OwnedRecord& record = m_shown.records[static_cast<std::size_t>(index.row())];
    const bool suspect = index.row() == suspectRow();
    if (role == SeverityRole && suspect && index.column() == Offset)
        return static_cast<int>(Severity::Warning);
    if (role == MutedRole)
        return (index.column() == Key && !record.key) || (index.column() == Value && !record.value);
    if (role == Qt::ToolTipRole && suspect) return tr("The record the group reads next");
    if (role == Qt::TextAlignmentRole) return cellAlignment(false);
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
    case Offset:
        return lagText(record.offset);
    case Time:
        return record.timestamp == kNoTime ? QStringLiteral("–") : format::dateTime(record.timestamp);
    case Key:
        return bytesText(record.key);
    default:
        return bytesText(record.value);
    }
}

QVariant NeighbourModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return cellAlignment(false);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Offset:
        return tr("Offset");
    case Time:
        return tr("Time (UTC)");
    case Key:
        return tr("Key");
    case Value:
        return tr("Value");
    default:
        return {};
    }
}

} // namespace eventflow::viewmodels
