#pragma once

#include "core/feed/workbench.h"
#include "widgets/common/perspective.h"

class QLabel;
class QTableView;

namespace eventflow::viewmodels {
class StageModel;
}

namespace eventflow::widgets {

class FiguresBar;
class StageFlow;

/// Pipeline: every step with rate, queue, latency and rejections, and whether every record is accounted for.
/// Thread: GUI. Figures are shown at most ten times a second.
class PipelinePerspective : public Perspective {
    Q_OBJECT
public:
    explicit PipelinePerspective(feed::Workbench& workbench, QWidget* parent = nullptr);

    void applyFrame(const feed::PipelineDelta& delta) override;

protected:
    void activated() override;
    void changeEvent(QEvent* event) override;

private:
    QWidget* buildConservation();
    QWidget* buildFacts();
    QWidget* buildTable();
    void showFigures();
    void showConservation();
    void showFacts();

    feed::PipelineDelta m_shown; ///< the last frame's figures, without its lists
    double m_shownAt = -1;       ///< uptime at which the figures were last shown
    viewmodels::StageModel* m_model;
    StageFlow* m_flow;
    QTableView* m_table = nullptr;
    struct {
        QLabel* read = nullptr;
        QLabel* stored = nullptr;
        QLabel* deadLettered = nullptr;
        QLabel* duplicates = nullptr;
        QLabel* dropped = nullptr;
        QLabel* stateIcon = nullptr;
        QLabel* state = nullptr;
    } m_balance;
    struct {
        QLabel* watermark = nullptr;
        QLabel* delay = nullptr;
        QLabel* late = nullptr;
        QLabel* series = nullptr;
        QLabel* store = nullptr;
        QLabel* memory = nullptr;
        QLabel* uptime = nullptr;
    } m_facts;
};

} // namespace eventflow::widgets
