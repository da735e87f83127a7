#include "widgets/viewmodels/line_diff_model.h"

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/roles.h"

namespace eventflow::viewmodels {

void LineDiffModel::setDiff(std::shared_ptr<const LineDiff> diff, QString beforeTitle, QString afterTitle) {
    beginResetModel();
    m_diff = std::move(diff);
    m_beforeTitle = std::move(beforeTitle);
    m_afterTitle = std::move(afterTitle);
    endResetModel();
}

int LineDiffModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || m_diff == nullptr ? 0 : static_cast<int>(m_diff->pairs.size());
}

QVariant LineDiffModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const LinePair& pair = m_diff->pairs[static_cast<std::size_t>(index.row())];
    const bool isNumber = index.column() == BeforeNumber || index.column() == AfterNumber;
    if (role == StateRole) return static_cast<int>(pair.mark);
    if (role == MutedRole) return isNumber;
    if (role == Qt::TextAlignmentRole && isNumber)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::AccessibleTextRole && index.column() == Mark) {
        switch (pair.mark) {
        case LineMark::Same:
            return tr("same");
        case LineMark::Added:
            return tr("added");
        case LineMark::Removed:
            return tr("removed");
        case LineMark::Changed:
            return tr("changed");
        }
    }
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
    case BeforeNumber:
        return pair.before ? QVariant(*pair.before + 1) : QVariant();
    case Before:
        return pair.before ? QVariant(oneLine(m_diff->before[*pair.before].toStdString(), 2000)) : QVariant();
    case AfterNumber:
        return pair.after ? QVariant(*pair.after + 1) : QVariant();
    case After:
        return pair.after ? QVariant(oneLine(m_diff->after[*pair.after].toStdString(), 2000)) : QVariant();
    default:
        return {};
    }
}

QVariant LineDiffModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    if (section == Before) return m_beforeTitle;
    return section == After ? QVariant(m_afterTitle) : QVariant();
}

} // namespace eventflow::viewmodels
