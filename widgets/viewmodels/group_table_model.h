#pragma once

#include "core/admin/group_lag.h"
#include "widgets/viewmodels/severity.h"
#include "widgets/viewmodels/sorted_table_model.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace eventflow::viewmodels {

/// What the list of groups learns of a group only while its row is in sight.
struct GroupFigures {
    std::optional<Error> error; ///< why nothing of the below is known
    admin::GroupState state = admin::GroupState::Unknown;
    std::size_t members = 0;
    std::vector<std::string> topics; ///< sorted
    std::int64_t lag = 0;
    bool lagKnown = false;
    /// In the partition that lags most: the group is at least that late.
    std::optional<Duration> behind;
};
GroupFigures figuresOf(const admin::GroupLag& lag);

/// The groups of a cluster. Figures are filled in for rows in sight and never move rows. Thread: GUI.
class GroupTableModel : public SortedTableModel<admin::GroupListing> {
    Q_OBJECT
public:
    enum Column : int { Id, State, Members, Topics, Lag, Behind, ColumnCount };
    using SortedTableModel::SortedTableModel;

    void setGroups(std::vector<admin::GroupListing> groups) { setAll(std::move(groups)); }
    void setFilter(const QString& text);
    /// Only groups that are known to read the topic; empty: all.
    void setTopic(const std::string& topic);
    void setFigures(std::unordered_map<std::string, GroupFigures> figures);
    void forgetFigures() { m_figures.clear(); }
    void outdateFigures();
    /// Ids of the rows from `first` to `last` (clamped) whose figures are not known, or outdated.
    [[nodiscard]] std::vector<std::string> withoutFigures(int first, int last, std::size_t limit) const;
    /// Likewise of all groups, shown or not, that were never asked for.
    [[nodiscard]] std::vector<std::string> unknownGroups(std::size_t limit) const;

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    [[nodiscard]] const std::string& keyOf(const admin::GroupListing& group) const override {
        return group.id;
    }
    [[nodiscard]] bool accepts(const admin::GroupListing& group) const override;
    [[nodiscard]] bool isKnown(const admin::GroupListing& group, int column) const override;
    [[nodiscard]] bool less(const admin::GroupListing& a, const admin::GroupListing& b,
                            int column) const override;

private:
    struct Known {
        GroupFigures figures;
        bool outdated = false;
    };
    [[nodiscard]] const GroupFigures* figuresOf(const admin::GroupListing& group) const;
    [[nodiscard]] admin::GroupState stateOf(const admin::GroupListing& group) const;
    [[nodiscard]] QString shown(const admin::GroupListing& group, int column) const;

    std::string m_filter;
    std::string m_topic;
    std::unordered_map<std::string, Known> m_figures;
};

/// `Stable`, `Rebalancing`, `Empty`: the word for people; the protocol's own is in the tool tip.
QString groupStateText(admin::GroupState state);
Severity groupSeverity(admin::GroupState state);
/// `12,345`, `−3` where the log was cut under the group.
QString lagText(const std::optional<std::int64_t>& lag);

} // namespace eventflow::viewmodels
