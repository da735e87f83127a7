#pragma once

#include "core/admin/groups.h"
#include "widgets/viewmodels/sorted_table_model.h"

namespace eventflow::viewmodels {

/// The members of a group and what they were handed. Thread: GUI.
class MemberModel : public SortedTableModel<admin::GroupMember> {
    Q_OBJECT
public:
    enum Column : int { Client, Host, Partitions, Instance, MemberId, ColumnCount };
    using SortedTableModel::SortedTableModel;

    void setMembers(std::vector<admin::GroupMember> members) { setAll(std::move(members)); }

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    [[nodiscard]] const std::string& keyOf(const admin::GroupMember& member) const override {
        return member.id;
    }
    [[nodiscard]] bool less(const admin::GroupMember& a, const admin::GroupMember& b,
                            int column) const override;
};

} // namespace eventflow::viewmodels
