#pragma once

#include "core/feed/cluster.h"
#include "widgets/common/progress_call.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <string>

class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QStackedLayout;
class QTabWidget;

namespace eventflow::viewmodels {
class ShareModel;
}

namespace eventflow::widgets {

class EmptyState;
class NameValueGrid;
class Notice;
class SchemaPane;

/// What the newest records of a topic are like, looked at on demand. Thread: GUI.
class ProfilePane : public QWidget {
    Q_OBJECT
public:
    explicit ProfilePane(QWidget* parent = nullptr);

    /// Another topic: forgets the profile. `span`: how many records there can be at most, if known.
    void setTopic(std::shared_ptr<feed::Cluster> cluster, const std::string& topic);
    void setSpan(std::optional<std::int64_t> span);

private:
    using Snapshot = std::shared_ptr<const profile::TopicProfile>;
    using Outcome = Result<profile::TopicProfile>;

    [[nodiscard]] QLayout* buildBar();
    [[nodiscard]] QWidget* buildContent();
    [[nodiscard]] viewmodels::ShareModel* addShares(const QString& title, const QString& nameTitle);
    void start();
    void takeOutcome(const Outcome& outcome);
    void showProfile(const Snapshot& profile);
    void updateState(const QString& prefix);

    std::shared_ptr<feed::Cluster> m_cluster;
    std::string m_topic;
    std::optional<std::int64_t> m_span;
    Snapshot m_profile;
    ProgressCall<Outcome, Snapshot> m_call;
    QTimer m_timer;

    QComboBox* m_records = nullptr;
    QSpinBox* m_seconds = nullptr;
    QPushButton* m_start = nullptr;
    QPushButton* m_stop = nullptr;
    QLabel* m_state = nullptr;
    Notice* m_problem;
    QStackedLayout* m_stack = nullptr;
    EmptyState* m_empty;
    NameValueGrid* m_facts = nullptr;
    QTabWidget* m_tabs = nullptr;
    viewmodels::ShareModel* m_partitions = nullptr;
    viewmodels::ShareModel* m_keys = nullptr;
    viewmodels::ShareModel* m_headers = nullptr;
    SchemaPane* m_fields = nullptr;
};

} // namespace eventflow::widgets
