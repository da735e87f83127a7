#include "widgets/viewmodels/write_report_model.h"

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/roles.h"
#include "widgets/viewmodels/severity.h"

namespace eventflow::viewmodels {

void WriteReportModel::setReport(const admin::WriteReport& report) {
    beginResetModel();
    m_rows.clear();
    m_rows.reserve(report.failures.size() + report.notes.size());
    for (const admin::WriteFailure& failure : report.failures)
        m_rows.push_back({oneLine(failure.record, 120), errorText(failure.error).cause});
    for (const std::string& note : report.notes)
        m_rows.push_back({{}, oneLine(note)});
    endResetModel();
}

int WriteReportModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int WriteReportModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant WriteReportModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const bool failed = !row.record.isEmpty();
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Detail) return row.detail;
        return failed ? row.record : tr("Note");
    case Qt::ToolTipRole:
        return row.detail;
    case SeverityRole:
        if (index.column() == Detail) return {};
        return static_cast<int>(failed ? Severity::Warning : Severity::Info);
    default:
        return {};
    }
}

QVariant WriteReportModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    return section == Record ? tr("Record") : tr("What happened");
}

} // namespace eventflow::viewmodels
