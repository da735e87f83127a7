#pragma once

#include "core/feed/workbench.h"
#include "widgets/common/async_call.h"
#include "widgets/common/perspective.h"
#include "widgets/messages/browse_session.h"
#include "widgets/viewmodels/browse_model.h"

#include <QTimer>

#include <memory>
#include <optional>

class QLabel;
class QSplitter;
class QStackedLayout;

namespace eventflow::widgets {

class Banner;
class ColumnMenu;
class HistogramStrip;
class MaskingButton;
class MessageActions;
class MessageDetail;
class MessageTable;
class QueryBar;
class ScanBar;
class VisibleRows;

/// Messages: what is in the topics of a cluster, newest first, found by place, key, text or expression.
/// showItem("topic") opens a topic, showItem("topic[3]@12345") goes to a record. Thread: GUI.
class MessagesPerspective : public Perspective {
    Q_OBJECT
public:
    explicit MessagesPerspective(feed::Workbench& workbench, QWidget* parent = nullptr);

    void applyFrame(const feed::PipelineDelta&) override {}
    void setCluster(const std::shared_ptr<feed::Cluster>& cluster) override;
    void showItem(const QString& item) override;
    void saveState(QSettings& settings) const override;
    void restoreState(QSettings& settings) override;
    void resetLayout() override;

private:
    [[nodiscard]] QWidget* buildContent();
    [[nodiscard]] QWidget* buildList();
    void connectParts();
    void connectActions();
    void installKeys();
    void askForCatalog();
    void load();
    void takeStores();
    void takeProgress();
    void showRows();
    void countNewer();
    void showState();
    void showEmpty();
    void showError();
    void chooseRows();
    void closeDetail();
    void brush(const std::optional<viewmodels::TimeSpan>& span);
    void narrow(const viewmodels::TimeSpan& span);
    void goToWanted();
    void toggleBookmark(int row);
    void askForNote(int row);
    void lookAround(int row);
    void follow(const QString& id, int row);
    void applyReading();
    void say(const QString& text, bool failed);

    std::shared_ptr<feed::Cluster> m_cluster;
    std::shared_ptr<const admin::ClusterCatalog> m_catalog;
    viewmodels::Bookmarks m_bookmarks;
    std::optional<viewmodels::RecordPlace> m_wanted; ///< to go to once it is there
    viewmodels::BrowseModel* m_model;
    BrowseSession* m_session;
    AsyncCall<Result<admin::ClusterCatalog>> m_askingCatalog;
    QTimer m_countingNewer;
    Banner* m_banner = nullptr;
    QueryBar* m_bar = nullptr;
    HistogramStrip* m_strip = nullptr;
    ScanBar* m_scanBar = nullptr;
    ColumnMenu* m_columns = nullptr;
    MaskingButton* m_masking = nullptr;
    QLabel* m_said = nullptr;
    MessageTable* m_table = nullptr;
    EmptyState* m_none = nullptr;
    QStackedLayout* m_stack = nullptr;
    MessageDetail* m_detail = nullptr;
    MessageActions* m_actions = nullptr;
    VisibleRows* m_visible = nullptr;
    QSplitter* m_splitter = nullptr;
};

} // namespace eventflow::widgets
