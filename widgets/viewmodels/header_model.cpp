#include "widgets/viewmodels/header_model.h"

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/roles.h"

#include <utility>

namespace eventflow::viewmodels {

void HeaderModel::setHeaders(Headers headers) {
    beginResetModel();
    m_headers = std::move(headers);
    endResetModel();
}

int HeaderModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_headers.size());
}

QVariant HeaderModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const auto& [name, value] = m_headers[static_cast<std::size_t>(index.row())];
    const bool nothing = index.column() == Value && (!value || value->empty());
    if (role == MutedRole) return nothing || index.column() == Position;
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
    case Position:
        return index.row() + 1;
    case Name:
        return oneLine(name);
    case Value:
        if (!value) return tr("null");
        return value->empty() ? tr("(empty)") : oneLine(*value);
    default:
        return {};
    }
}

QVariant HeaderModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Position:
        return tr("#");
    case Name:
        return tr("Name");
    case Value:
        return tr("Value");
    default:
        return {};
    }
}

} // namespace eventflow::viewmodels
