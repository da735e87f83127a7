#pragma once

#include "core/admin/change_request.h"
#include "core/feed/cluster.h"
#include "widgets/common/async_call.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <string>

class QLabel;
class QStackedLayout;
class QTabWidget;
class QTableView;
class QToolButton;

namespace eventflow::viewmodels {
class PartitionTableModel;
}

namespace eventflow::widgets {

class ConfigPane;
class EmptyState;
class Notice;
class ProfilePane;

/// One topic: its partitions, its configuration and what its records are like; ways to its messages, schema
/// and groups, and what can be done to it. Thread: GUI.
class TopicDetail : public QWidget {
    Q_OBJECT
public:
    enum Tab : int { Partitions, Configuration, Profile };

    explicit TopicDetail(QWidget* parent = nullptr);

    /// nullptr: no cluster. Forgets the topic.
    void setCluster(std::shared_ptr<feed::Cluster> cluster);
    void setTopic(const std::string& topic);
    /// Asks again; what is shown stays until the answer.
    void refresh();
    void showTab(Tab tab);

    [[nodiscard]] QTabWidget& tabs() { return *m_tabs; }

Q_SIGNALS:
    void openRequested(const QString& perspectiveId, const QString& item);
    void changeRequested(const eventflow::admin::ChangeRequest& request);
    void produceRequested(const QString& topic);
    void copyRequested(const QString& topic);

private:
    [[nodiscard]] QLayout* buildHeader();
    [[nodiscard]] QWidget* buildTabs();
    void buildMenu();
    void addLink(QLayout& layout, const QString& text, const QString& icon, const QString& perspective,
                 const QString& itemFormat);
    void takeDescription(const Result<admin::TopicDescription>& answer);
    /// What may keep consumers waiting: one line for each transaction that has been open for long.
    [[nodiscard]] static QStringList transactionTexts(const admin::TopicDescription& description);
    void showFacts(const admin::TopicDescription& description);
    void addPartitions();
    void deleteRecords();

    std::shared_ptr<feed::Cluster> m_cluster;
    std::string m_topic;
    std::optional<admin::TopicDescription> m_description;
    AsyncCall<Result<admin::TopicDescription>> m_call;

    QStackedLayout* m_stack;
    EmptyState* m_empty;
    QLabel* m_name = nullptr;
    QLabel* m_facts = nullptr;
    Notice* m_problem = nullptr;
    QToolButton* m_change = nullptr;
    QTabWidget* m_tabs = nullptr;
    viewmodels::PartitionTableModel* m_partitions;
    QTableView* m_partitionTable = nullptr;
    ConfigPane* m_configs = nullptr;
    ProfilePane* m_profile = nullptr;
};

} // namespace eventflow::widgets
