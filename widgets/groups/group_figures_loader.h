#pragma once

#include "core/feed/cluster.h"
#include "widgets/common/async_call.h"
#include "widgets/viewmodels/group_table_model.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

class QTableView;

namespace eventflow::widgets {

/// Asks for the lag of groups in sight, a page at a time, when the table has come to rest. While groups of
/// one topic are looked for, also of those that are not in sight: only their lag tells what they read.
/// Thread: GUI.
class GroupFiguresLoader : public QObject {
    Q_OBJECT
public:
    using Figures = std::unordered_map<std::string, viewmodels::GroupFigures>;

    /// Lifetime: owned by the view.
    GroupFiguresLoader(QTableView& view, viewmodels::GroupTableModel& model);

    /// nullptr: nothing is asked for.
    void setCluster(std::shared_ptr<feed::Cluster> cluster);
    void setSearching(bool searching);
    /// Soon, if there is anything to ask for.
    void wake();

private:
    void load();
    [[nodiscard]] std::vector<std::string> wanted() const;
    static Figures ask(feed::Cluster& cluster, const std::vector<std::string>& ids);

    QTableView& m_view;
    viewmodels::GroupTableModel& m_model;
    std::shared_ptr<feed::Cluster> m_cluster;
    bool m_searching = false;
    QTimer m_timer;
    AsyncCall<Figures> m_call;
};

} // namespace eventflow::widgets
