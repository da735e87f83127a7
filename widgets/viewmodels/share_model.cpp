#include "widgets/viewmodels/share_model.h"

#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/roles.h"
#include "widgets/viewmodels/sorted_table_model.h"

namespace eventflow::viewmodels {

namespace {
double ratio(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}
} // namespace

ShareModel::ShareModel(QString nameTitle, QObject* parent)
    : QAbstractTableModel(parent), m_nameTitle(std::move(nameTitle)) {}

void ShareModel::setRows(std::vector<Row> rows, std::uint64_t total) {
    beginResetModel();
    m_rows = std::move(rows);
    m_total = total;
    m_largest = 0;
    for (const Row& row : m_rows)
        m_largest = std::max(m_largest, row.count);
    endResetModel();
}

int ShareModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ShareModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ShareModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole) return cellAlignment(index.column() == Count);
    if (role == SortRole && index.column() == Share) return ratio(row.count, m_largest);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    switch (index.column()) {
    case Name:
        return row.name;
    case Count:
        return row.note.isEmpty() ? format::exact(row.count)
                                  : format::exact(row.count) + QStringLiteral(" ") + row.note;
    default:
        return format::percent(ratio(row.count, m_total));
    }
}

QVariant ShareModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return cellAlignment(section == Count);
    if (role != Qt::DisplayRole) return {};
    return section == Name ? m_nameTitle : section == Count ? tr("Records") : tr("Share");
}

} // namespace eventflow::viewmodels
