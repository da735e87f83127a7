#pragma once

#include "widgets/viewmodels/topic_table_model.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace eventflow::widgets {

class TopicDetailsLoader;

/// How far the order of the topics can be trusted while they are sorted by something that has to be asked
/// for. Hidden while they are sorted by what the catalog says. Thread: GUI.
class SortProgress : public QWidget {
    Q_OBJECT
public:
    /// Lifetime: `loader` and `model` outlive it.
    SortProgress(TopicDetailsLoader& loader, const viewmodels::TopicTableModel& model, QWidget* parent);

private:
    void showState();
    void act();
    [[nodiscard]] QString sentence(const viewmodels::TopicTableModel::Ranking& ranking) const;

    TopicDetailsLoader& m_loader;
    const viewmodels::TopicTableModel& m_model;
    QLabel* m_text;
    QProgressBar* m_bar;
    QPushButton* m_action;
};

} // namespace eventflow::widgets
