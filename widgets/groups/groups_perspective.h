#pragma once

#include "core/admin/change_request.h"
#include "core/base/clock.h"
#include "widgets/common/async_call.h"
#include "widgets/common/perspective.h"

#include <QTimer>

#include <memory>
#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;
class QSplitter;
class QTableView;

namespace eventflow::feed {
class Workbench;
}

namespace eventflow::viewmodels {
class GroupTableModel;
}

namespace eventflow::widgets {

class Banner;
class GroupDetail;
class GroupFiguresLoader;
class Notice;
class PlaceKeeper;

/// The consumer groups of the cluster that is looked at. showItem(id) chooses a group; showItem("topic:" +
/// name) lists the groups that read a topic. The list is refreshed every half minute while it is looked at,
/// and by F5. Thread: GUI.
class GroupsPerspective : public Perspective {
    Q_OBJECT
public:
    /// `clock`: of lag histories, outlives this; nullptr: the system's.
    explicit GroupsPerspective(feed::Workbench& workbench, QWidget* parent = nullptr,
                               const Clock* clock = nullptr);
    ~GroupsPerspective() override;

    void applyFrame(const feed::PipelineDelta&) override {}
    void setCluster(const std::shared_ptr<feed::Cluster>& cluster) override;
    void showItem(const QString& item) override;
    void saveState(QSettings& settings) const override;
    void restoreState(QSettings& settings) override;
    void resetLayout() override;

    void refresh();

protected:
    void activated() override;

private:
    [[nodiscard]] QWidget* buildContent(const Clock& clock);
    [[nodiscard]] QWidget* buildList();
    void takeGroups(Result<admin::GroupList> answer);
    void showProblems(const std::vector<Error>& problems);
    void showUnoffered();
    void showFailure(const Error& error);
    void setTopic(const std::string& topic);
    void change(const admin::ChangeRequest& request);

    std::unique_ptr<Clock> m_systemClock;
    std::shared_ptr<feed::Cluster> m_cluster;
    AsyncCall<Result<admin::GroupList>> m_call;
    bool m_loaded = false;
    QString m_wanted; ///< to be chosen when the groups are there
    QTimer m_timer;
    viewmodels::GroupTableModel* m_model;
    Banner* m_banner = nullptr;
    Notice* m_problems = nullptr;
    QSplitter* m_splitter = nullptr;
    QLineEdit* m_filter = nullptr;
    QPushButton* m_topic = nullptr;
    QLabel* m_summary = nullptr;
    QTableView* m_table = nullptr;
    PlaceKeeper* m_place = nullptr;
    GroupFiguresLoader* m_loader = nullptr;
    GroupDetail* m_detail = nullptr;
};

} // namespace eventflow::widgets
