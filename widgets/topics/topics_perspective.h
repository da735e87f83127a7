#pragma once

#include "core/admin/change_request.h"
#include "widgets/common/async_call.h"
#include "widgets/common/perspective.h"

#include <QTimer>

#include <memory>

class QSplitter;

namespace eventflow::feed {
class ClusterDesk;
class Workbench;
} // namespace eventflow::feed

namespace eventflow::widgets {

class Banner;
class TopicDetail;
class TopicList;

/// The topics of the cluster that is looked at: what there is, how it is, and what can be changed.
/// showItem(topic) chooses a topic. The list is refreshed every half minute while it is looked at, and by F5.
/// Thread: GUI.
class TopicsPerspective : public Perspective {
    Q_OBJECT
public:
    explicit TopicsPerspective(feed::Workbench& workbench, QWidget* parent = nullptr);
    ~TopicsPerspective() override;

    void applyFrame(const feed::PipelineDelta&) override {}
    void setCluster(const std::shared_ptr<feed::Cluster>& cluster) override;
    void showItem(const QString& topic) override;
    void saveState(QSettings& settings) const override;
    void restoreState(QSettings& settings) override;
    void resetLayout() override;

    void refresh();

protected:
    void activated() override;

private:
    [[nodiscard]] QWidget* buildContent();
    void takeCatalog(Result<admin::ClusterCatalog> answer);
    void showFailure(const Error& error);
    void createTopic();
    void change(const admin::ChangeRequest& request);

    feed::ClusterDesk& m_desk;
    std::shared_ptr<feed::Cluster> m_cluster;
    AsyncCall<Result<admin::ClusterCatalog>> m_call;
    bool m_loaded = false;
    QString m_wanted; ///< to be chosen when the catalog is there
    QTimer m_timer;
    Banner* m_banner = nullptr;
    QSplitter* m_splitter = nullptr;
    TopicList* m_list = nullptr;
    TopicDetail* m_detail = nullptr;
};

} // namespace eventflow::widgets
