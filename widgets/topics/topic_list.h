#pragma once

#include "core/feed/cluster.h"

#include <QWidget>

#include <memory>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;
class QToolButton;

namespace eventflow::viewmodels {
class TopicTableModel;
}

namespace eventflow::widgets {

class PlaceKeeper;
class TopicDetailsLoader;

/// The topics of a cluster with a filter and a line on the whole. Thread: GUI.
class TopicList : public QWidget {
    Q_OBJECT
public:
    explicit TopicList(QWidget* parent = nullptr);

    /// Another cluster: forgets everything. nullptr: none.
    void setCluster(const std::shared_ptr<feed::Cluster>& cluster);
    void setCatalog(admin::ClusterCatalog catalog);
    /// Makes a topic the chosen one, whatever is filtered. False: there is none of that name.
    bool choose(const QString& topic);
    [[nodiscard]] QString chosenTopic() const;

    [[nodiscard]] const std::vector<admin::Broker>& brokers() const { return m_brokers; }
    [[nodiscard]] std::int32_t controller() const { return m_controller; }
    [[nodiscard]] viewmodels::TopicTableModel& model() { return *m_model; }
    [[nodiscard]] QTableView& table() { return *m_table; }
    [[nodiscard]] QLineEdit& filter() { return *m_filter; }

Q_SIGNALS:
    void chosen(const QString& topic);
    void brokersRequested();
    void createRequested();
    void ensureRequested();

private:
    [[nodiscard]] QLayout* buildBar();
    [[nodiscard]] QLayout* buildSummary();
    void showSummary(std::size_t partitions);

    viewmodels::TopicTableModel* m_model;
    std::vector<admin::Broker> m_brokers;
    std::int32_t m_controller = -1;
    QLineEdit* m_filter = nullptr;
    QCheckBox* m_internal = nullptr;
    QToolButton* m_create = nullptr;
    QLabel* m_summary = nullptr;
    QPushButton* m_brokersButton = nullptr;
    QToolButton* m_problems = nullptr;
    QTableView* m_table;
    PlaceKeeper* m_place = nullptr;
    TopicDetailsLoader* m_loader = nullptr;
};

} // namespace eventflow::widgets
