#pragma once

#include "core/admin/change_request.h"
#include "core/admin/lag_history.h"
#include "core/base/clock.h"
#include "core/feed/cluster.h"
#include "widgets/common/async_call.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>
#include <string>
#include <vector>

class QCheckBox;
class QLabel;
class QPushButton;
class QStackedLayout;
class QTabWidget;
class QToolButton;

namespace eventflow::viewmodels {
class MemberModel;
class PartitionLagModel;
} // namespace eventflow::viewmodels

namespace eventflow::widgets {

class LagPane;
class Notice;
class StuckPane;

/// One group: how far it is in each partition, who reads, how its lag moves, what stands still; and what can
/// be done to it. Asks again every five seconds while it is looked at. Thread: GUI.
class GroupDetail : public QWidget {
    Q_OBJECT
public:
    enum Tab : int { Partitions, Members, History, Stuck };

    /// `clock`: of the history; outlives this.
    explicit GroupDetail(const Clock& clock, QWidget* parent = nullptr);

    /// nullptr: no cluster. Forgets the group.
    void setCluster(std::shared_ptr<feed::Cluster> cluster);
    void setGroup(const std::string& id);
    void refresh();

    [[nodiscard]] QTabWidget& tabs() { return *m_tabs; }

Q_SIGNALS:
    void openRequested(const QString& perspectiveId, const QString& item);
    void changeRequested(const eventflow::admin::ChangeRequest& request);

private:
    /// What one round of questions brings.
    struct Answer {
        Result<admin::GroupLag> lag;
        std::vector<admin::TimeLag> times;
    };
    [[nodiscard]] QLayout* buildHeader();
    void buildMenu();
    void buildTabs();
    static Answer ask(feed::Cluster& cluster, const std::string& id);
    void takeAnswer(const Answer& answer);
    void showFacts(const Answer& answer);
    void updateActions();
    void resetOffsets();
    void deleteOffsets(const std::string& topic);
    [[nodiscard]] std::vector<std::string> topics() const;

    const Clock& m_clock;
    std::shared_ptr<feed::Cluster> m_cluster;
    std::string m_group;
    std::optional<admin::GroupLag> m_lag;
    admin::LagHistory m_history;
    AsyncCall<Answer> m_call;
    QTimer m_timer;

    QStackedLayout* m_stack;
    QLabel* m_name = nullptr;
    QLabel* m_facts = nullptr;
    QCheckBox* m_live = nullptr;
    QPushButton* m_reset = nullptr;
    QToolButton* m_change = nullptr;
    Notice* m_problem = nullptr;
    QTabWidget* m_tabs = nullptr;
    viewmodels::PartitionLagModel* m_partitions;
    viewmodels::MemberModel* m_members;
    LagPane* m_lagPane = nullptr;
    StuckPane* m_stuckPane = nullptr;
};

} // namespace eventflow::widgets
