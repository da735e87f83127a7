#pragma once

#include "core/model/alert.h"

#include <QWidget>

#include <array>
#include <optional>

class QButtonGroup;
class QToolButton;

namespace eventflow::viewmodels {
class AlertListModel;
}

namespace eventflow::widgets {

/// One button for all alerts and one for each state, with how many there are. Thread: GUI.
class StateFilterBar : public QWidget {
    Q_OBJECT
public:
    explicit StateFilterBar(QWidget* parent = nullptr);

    void showCounts(const viewmodels::AlertListModel& model);
    void choose(std::optional<AlertState> state);

Q_SIGNALS:
    void chosen(std::optional<eventflow::AlertState> state);

private:
    QToolButton* addButton(std::optional<AlertState> state);

    QButtonGroup* m_group;
    QToolButton* m_all;
    std::array<QToolButton*, 5> m_byState{};
};

} // namespace eventflow::widgets
