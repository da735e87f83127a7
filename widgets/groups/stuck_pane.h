#pragma once

#include "core/admin/lag_history.h"
#include "core/feed/cluster.h"
#include "widgets/common/async_call.h"

#include <QWidget>

#include <memory>

class QLabel;
class QPushButton;
class QTableView;

namespace eventflow::viewmodels {
class NeighbourModel;
class StuckModel;
} // namespace eventflow::viewmodels

namespace eventflow::widgets {

class Notice;
class PlaceKeeper;

/// Partitions that do not move on, and the record they may choke on. Thread: GUI.
class StuckPane : public QWidget {
    Q_OBJECT
public:
    explicit StuckPane(QWidget* parent = nullptr);

    /// Forgets what was looked at.
    void setCluster(std::shared_ptr<feed::Cluster> cluster);
    void showHistory(const admin::LagHistory& history, Timestamp now);

Q_SIGNALS:
    void openRequested(const QString& perspectiveId, const QString& item);

private:
    void choose();
    void look();
    void takeNeighbourhood(const Result<admin::Neighbourhood>& answer);

    std::shared_ptr<feed::Cluster> m_cluster;
    AsyncCall<Result<admin::Neighbourhood>> m_call;
    viewmodels::StuckModel* m_stuck;
    viewmodels::NeighbourModel* m_neighbours;
    QLabel* m_summary;
    QTableView* m_table;
    QPushButton* m_look;
    QPushButton* m_messages;
    Notice* m_notice;
    QTableView* m_records;
    PlaceKeeper* m_place = nullptr;
};

} // namespace eventflow::widgets
