#include "widgets/viewmodels/text_table_model.h"

#include "widgets/viewmodels/roles.h"

#include <algorithm>

namespace eventflow::viewmodels {

void TextTableModel::setRows(std::vector<Row> rows) {
    if (rows.empty() && m_rows.empty()) return;
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int TextTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TextTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_titles.size());
}

bool TextTableModel::isNumber(int column) const {
    return std::ranges::find(m_numbers, column) != m_numbers.end();
}

QVariant TextTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == RecordIdRole) return row.id;
    if (static_cast<std::size_t>(index.column()) >= row.cells.size()) return {};
    const Cell& cell = row.cells[static_cast<std::size_t>(index.column())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
    case SortRole:
        return cell.text;
    case MutedRole:
        return cell.muted;
    case SeverityRole:
        return cell.severity ? QVariant(static_cast<int>(*cell.severity)) : QVariant();
    case Qt::TextAlignmentRole:
        if (isNumber(index.column())) return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
        return {};
    default:
        return {};
    }
}

QVariant TextTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((isNumber(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return role == Qt::DisplayRole ? QVariant(m_titles.value(section)) : QVariant();
}

} // namespace eventflow::viewmodels
