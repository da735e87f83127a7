#pragma once

#include "core/feed/workbench.h"
#include "widgets/common/perspective.h"
#include "widgets/viewmodels/alert_listing.h"
#include "widgets/viewmodels/transition_log.h"

#include <QFutureWatcher>

#include <memory>
#include <string>
#include <vector>

class QLabel;
class QLineEdit;
class QSplitter;
class QStackedLayout;
class QTableView;

namespace eventflow::viewmodels {
class AlertListModel;
}

namespace eventflow::widgets {

class AlertDetail;
class EmptyState;
class StateFilterBar;

/// Alerts: what is firing, recovering, pending and lately resolved; each with its labels, rule and history.
/// showItem(fingerprint) chooses an alert. Thread: GUI. Lifetime: the workbench outlives it.
class AlertsPerspective : public Perspective {
    Q_OBJECT
public:
    static constexpr std::size_t kHistoryLimit = 2000;

    explicit AlertsPerspective(feed::Workbench& workbench, QWidget* parent = nullptr);
    ~AlertsPerspective() override;

    void applyFrame(const feed::PipelineDelta& delta) override;
    void showItem(const QString& fingerprint) override;
    void saveState(QSettings& settings) const override;
    void restoreState(QSettings& settings) override;
    void resetLayout() override;

protected:
    void activated() override;

private:
    using History = Result<std::vector<viewmodels::TransitionRow>>;
    /// What has to be worked out before the list can be shown.
    struct Work {
        std::vector<AlertTransition> transitions; ///< oldest first
        viewmodels::AlertQuery query;
    };
    struct Outcome {
        std::vector<viewmodels::TransitionRow> transitions;
        viewmodels::AlertListing listing;
    };
    static Outcome workOut(Work work);

    QWidget* buildList();
    void addSortActions();
    void startOver();
    /// Brings the list up to date: at once when it is short, else from the pool as soon as the last one is
    /// done.
    void refresh();
    void takeOutcome();
    void showOutcome(Outcome outcome);
    bool remember(const viewmodels::TransitionRow& row);
    void queryHistory();
    void takeHistory();
    void chooseRow(int row);
    void showDetail(bool transitionsChanged);
    void showRuleHealth();
    void updateEmpty();

    feed::Workbench& m_workbench;
    std::uint64_t m_generation = 0;
    std::uint64_t m_queriedGeneration = 0;
    double m_refreshedAt = -1; ///< uptime
    bool m_outdated = false;   ///< the list does not show what is known
    bool m_again = false;      ///< it was asked for while the pool was at it
    std::vector<AlertTransition> m_newTransitions;
    std::uint64_t m_workGeneration = 0;
    QFutureWatcher<std::shared_ptr<Outcome>> m_work;
    std::vector<feed::RuleText> m_rules;
    std::shared_ptr<const std::vector<rules::RuleHealth>> m_health;
    viewmodels::TransitionLog m_log;
    QFutureWatcher<std::shared_ptr<const History>> m_history;
    std::string m_chosen; ///< alertKey()
    std::shared_ptr<const Alert> m_chosenAlert;
    viewmodels::AlertListModel* m_model;
    StateFilterBar* m_states = nullptr;
    QLineEdit* m_filter = nullptr;
    QLabel* m_ruleErrors = nullptr;
    QLabel* m_notShown = nullptr;
    QStackedLayout* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    QTableView* m_table = nullptr;
    AlertDetail* m_detail;
    QSplitter* m_splitter;
};

} // namespace eventflow::widgets
