#include "widgets/viewmodels/member_model.h"

#include "widgets/viewmodels/format.h"

namespace eventflow::viewmodels {
namespace {

QString assignmentText(const admin::GroupMember& member) {
    constexpr std::size_t kShown = 40;
    QStringList partitions;
    for (std::size_t i = 0; i < member.assignment.size() && i < kShown; ++i)
        partitions += oneLine(toString(member.assignment[i]), 200);
    if (member.assignment.size() > kShown) partitions += QStringLiteral("…");
    return partitions.join(u'\n');
}

} // namespace

bool MemberModel::less(const admin::GroupMember& a, const admin::GroupMember& b, int column) const {
    switch (column) {
    case Host:
        return a.host < b.host;
    case Partitions:
        return a.assignment.size() < b.assignment.size();
    case Instance:
        return a.instanceId < b.instanceId;
    case MemberId:
        return a.id < b.id;
    default:
        return a.clientId < b.clientId;
    }
}

int MemberModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant MemberModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const admin::GroupMember& member = row(index.row());
    if (role == RecordIdRole) return fromUtf8(member.id);
    if (role == Qt::TextAlignmentRole) return cellAlignment(index.column() == Partitions);
    if (role == MutedRole) return index.column() >= Instance;
    if (role == Qt::ToolTipRole && index.column() == Partitions) return assignmentText(member);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    switch (index.column()) {
    case Client:
        return oneLine(member.clientId, 200);
    case Host:
        return oneLine(member.host, 200);
    case Partitions:
        return format::exact(member.assignment.size());
    case Instance:
        return member.instanceId.empty() ? QStringLiteral("–") : oneLine(member.instanceId, 200);
    default:
        return oneLine(member.id, 300);
    }
}

QVariant MemberModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return cellAlignment(section == Partitions);
    if (role == Qt::ToolTipRole && section == Instance)
        return tr("Of a static member, which keeps its partitions over a restart");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Client:
        return tr("Client");
    case Host:
        return tr("Host");
    case Partitions:
        return tr("Partitions");
    case Instance:
        return tr("Instance");
    case MemberId:
        return tr("Member");
    default:
        return {};
    }
}

} // namespace eventflow::viewmodels
