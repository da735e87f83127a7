#pragma once

#include "core/admin/plan.h"

#include <QWidget>

class QLabel;
class QTableView;
class QVBoxLayout;

namespace eventflow::viewmodels {
class PlanModel;
}

namespace eventflow::widgets {

class Notice;

/// The dry run: what would change, and what there is to think of first. Thread: GUI.
class PlanPage : public QWidget {
    Q_OBJECT
public:
    explicit PlanPage(QWidget* parent);

    void showPlan(const admin::Plan& plan);
    /// It is no dry run any more.
    void showRunning();
    [[nodiscard]] QTableView& table() { return *m_table; }

private:
    viewmodels::PlanModel* m_model;
    QLabel* m_summary;
    QTableView* m_table;
    Notice* m_warnings;
};

} // namespace eventflow::widgets
