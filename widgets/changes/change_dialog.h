#pragma once

#include "core/admin/change_request.h"
#include "core/feed/cluster.h"
#include "widgets/common/async_call.h"
#include "widgets/common/progress_call.h"

#include <QDialog>
#include <QTimer>

#include <memory>

class QDoubleSpinBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedLayout;

namespace eventflow::widgets {

class ConfirmationBox;
class EmptyState;
class Notice;
class OutcomePage;
class PlanPage;

/// The only way in which a screen changes a cluster: asks for the plan and shows this dry run, has it
/// confirmed (on a production cluster by typing the target), carries it out and tells what became of it. On a
/// read-only connection it ends with the dry run.
/// Thread: GUI. Use: `ChangeDialog::open(cluster, request, this, [this](bool changed) { … })`.
class ChangeDialog : public QDialog {
    Q_OBJECT
public:
    ChangeDialog(std::shared_ptr<feed::Cluster> cluster, admin::ChangeRequest request,
                 QWidget* parent = nullptr);

    /// Shows one that deletes itself; `finished` is called when it was closed, unless `parent` is gone.
    static ChangeDialog* open(const std::shared_ptr<feed::Cluster>& cluster, admin::ChangeRequest request,
                              QWidget* parent, std::function<void(bool changed)> finished);
    using QDialog::open;

    /// Escape and the window's cross: stop first what is under way, and close only when its outcome was seen.
    void reject() override;

Q_SIGNALS:
    /// Closed. `changed`: it was tried, so that what is shown of the cluster is outdated.
    void finished(bool changed);

private:
    using Outcome = Result<feed::ChangeOutcome>;
    enum class Stage { Planning, NoPlan, Ready, Running, Ended };

    void build();
    [[nodiscard]] QLayout* buildButtons();
    [[nodiscard]] QLayout* buildRate();
    void plan();
    void takePlan(Result<std::unique_ptr<feed::PlannedChange>> change);
    void execute();
    void showProgress();
    void takeOutcome(const Outcome& outcome);
    void enter(Stage stage);
    void updateExecute();
    [[nodiscard]] bool needsConfirmation() const;
    [[nodiscard]] bool canExecute() const;

    const std::shared_ptr<feed::Cluster> m_cluster;
    const admin::ChangeRequest m_request;
    std::shared_ptr<feed::PlannedChange> m_change;
    Stage m_stage = Stage::Planning;
    bool m_tried = false;
    AsyncCall<Result<std::unique_ptr<feed::PlannedChange>>> m_planning;
    ProgressCall<Outcome, admin::WriteCounts> m_run;
    QTimer m_progressTimer;

    QStackedLayout* m_pages = nullptr;
    EmptyState* m_message = nullptr;
    PlanPage* m_planPage = nullptr;
    OutcomePage* m_outcomePage = nullptr;
    QWidget* m_rateRow = nullptr;
    QDoubleSpinBox* m_rate = nullptr;
    ConfirmationBox* m_confirmation = nullptr;
    Notice* m_readOnly = nullptr;
    QWidget* m_progressRow = nullptr;
    QLabel* m_progressText = nullptr;
    QProgressBar* m_progressBar = nullptr;
    QPushButton* m_again = nullptr;
    QPushButton* m_stop = nullptr;
    QPushButton* m_execute = nullptr;
    QPushButton* m_close = nullptr;
};

} // namespace eventflow::widgets
