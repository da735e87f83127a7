#include "widgets/alerts/alerts_perspective.h"

#include "widgets/alerts/alert_detail.h"
#include "widgets/alerts/state_filter_bar.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/item_delegate.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/alert_list_model.h"
#include "widgets/viewmodels/display_text.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSettings>
#include <QSplitter>
#include <QStackedLayout>
#include <QTableView>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include <algorithm>
#include <climits>
#include <unordered_set>
#include <utility>

namespace eventflow::widgets {

using namespace viewmodels;

namespace {

constexpr int kShownRuleErrors = 3;
// Identities and order of many alerts take longer than a frame has: they are worked out in the pool, and not
// in every frame.
constexpr std::size_t kMany = 300;
constexpr double kManyEverySeconds = 0.5;

} // namespace

AlertsPerspective::AlertsPerspective(feed::Workbench& workbench, QWidget* parent)
    : Perspective(QStringLiteral("alerts"), tr("Alerts"), QStringLiteral("alerts"), parent),
      m_workbench(workbench),
      m_model(new AlertListModel(this)),
      m_detail(new AlertDetail),
      m_splitter(new QSplitter(Qt::Horizontal)) {
    m_splitter->setContentsMargins(12, 12, 12, 12);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    m_splitter->addWidget(buildList());
    m_splitter->addWidget(m_detail);
    setContent(m_splitter);
    resetLayout();
    installPaneKeys(*this, m_filter, {m_table, &m_detail->timeline()});
    connect(&m_history, &QFutureWatcherBase::finished, this, &AlertsPerspective::takeHistory);
    connect(&m_work, &QFutureWatcherBase::finished, this, &AlertsPerspective::takeOutcome);
    emptyState().setContent(
        QStringLiteral("alerts"), tr("No rule is being evaluated"),
        tr("Connect to a cluster, open a capture or try the sample incident. Alerts appear here "
           "the moment their rule holds."));
    setEmpty(true);
}

AlertsPerspective::~AlertsPerspective() {
    m_history.waitForFinished(); // it uses the workbench
    m_work.waitForFinished();
}

QWidget* AlertsPerspective::buildList() {
    auto* panel = new QWidget;
    m_states = new StateFilterBar(panel);
    m_filter = makeFilterEdit(tr("Filter by name or label"), tr("Filter alerts by name or label"), panel);
    m_filter->setMinimumWidth(210);
    m_filter->setMaximumWidth(280);
    auto* bar = new QHBoxLayout;
    bar->addWidget(m_states);
    bar->addStretch(1);
    bar->addWidget(m_filter, 1);
    m_ruleErrors = makeLabel({}, "error", panel);
    m_ruleErrors->setWordWrap(true);
    m_ruleErrors->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_ruleErrors->hide();
    m_notShown = makeLabel({}, "muted", panel);
    m_notShown->hide();

    m_table = new QTableView(panel);
    m_table->setModel(m_model);
    m_table->setItemDelegate(new ItemDelegate(m_table));
    m_table->setItemDelegateForColumn(AlertListModel::State, new AlertStateDelegate(m_table));
    setUpTable(*m_table, tr("Alerts"), {11, 9, 16, 24, 6, 9, 8}, AlertListModel::KeyLabels);
    QHeaderView& header = *m_table->horizontalHeader();
    header.setSortIndicator(-1, Qt::AscendingOrder); // by urgency
    header.setSortIndicatorClearable(true);
    m_table->setSortingEnabled(true);
    addSortActions();
    m_empty = new EmptyState(panel);
    auto* body = new QWidget(panel);
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);

    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(bar);
    layout->addWidget(m_ruleErrors);
    layout->addWidget(body, 1);
    layout->addWidget(m_notShown);

    connect(m_states, &StateFilterBar::chosen, this, [this](std::optional<AlertState> state) {
        m_model->setStateFilter(state);
        refresh();
    });
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_model->setTextFilter(text);
        refresh();
    });
    connect(m_model, &AlertListModel::orderChanged, this, &AlertsPerspective::refresh);
    onRowChosen(*m_table, this, [this](int row) { chooseRow(row); });
    return panel;
}

void AlertsPerspective::addSortActions() {
    // A header has no keys: the table's menu, which has one, sorts as well.
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    const auto add = [this](const QString& text, int column) {
        auto* action = new QAction(text, m_table);
        m_table->addAction(action);
        connect(action, &QAction::triggered, m_table, [this, column] {
            QHeaderView& header = *m_table->horizontalHeader();
            const bool again = column >= 0 && header.sortIndicatorSection() == column &&
                               header.sortIndicatorOrder() == Qt::AscendingOrder;
            header.setSortIndicator(column, again ? Qt::DescendingOrder : Qt::AscendingOrder);
        });
    };
    add(tr("Most &urgent first"), -1);
    for (int column = 0; column < AlertListModel::ColumnCount; ++column)
        add(tr("Sort by %1").arg(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()),
            column);
}

void AlertsPerspective::applyFrame(const feed::PipelineDelta& delta) {
    if (delta.generation != m_generation) startOver();
    m_generation = delta.generation;
    if (delta.rulesReload) {
        m_rules = m_workbench.rules();
        m_chosenAlert.reset(); // its rule may say something else now
        showDetail(false);
    }
    m_newTransitions.insert(m_newTransitions.end(), delta.transitions.begin(), delta.transitions.end());
    if (delta.activeAlerts) m_model->setActive(delta.activeAlerts);
    m_outdated |= delta.activeAlerts != nullptr || !delta.transitions.empty();
    const bool due =
        delta.uptimeSeconds < m_refreshedAt || delta.uptimeSeconds - m_refreshedAt >= kManyEverySeconds;
    if (m_outdated && (due || m_model->size() < kMany || delta.status.state != feed::RunState::Running)) {
        m_refreshedAt = delta.uptimeSeconds;
        refresh();
    }
    m_model->setNow(delta.watermark);
    if (delta.ruleHealth) {
        m_health = delta.ruleHealth;
        if (isActive()) showRuleHealth();
    }
    setEmpty(delta.generation == 0);
    if (!isActive()) return;
    if (m_queriedGeneration != m_generation) queryHistory();
    updateEmpty();
}

void AlertsPerspective::startOver() {
    m_model->clear();
    m_log.clear();
    m_newTransitions.clear();
    m_outdated = false;
    m_health.reset();
    m_chosen.clear();
    m_chosenAlert.reset();
    m_rules = m_workbench.rules();
    m_detail->setAlert(nullptr, std::nullopt);
    m_detail->setHistoryError({});
    showRuleHealth();
    m_queriedGeneration = 0;
}

AlertsPerspective::Outcome AlertsPerspective::workOut(Work work) {
    Outcome outcome;
    outcome.transitions.reserve(work.transitions.size());
    for (AlertTransition& transition : work.transitions)
        outcome.transitions.push_back(transitionRow(std::move(transition)));
    std::vector<AlertRow> resolved;
    std::unordered_set<std::string> keys;
    for (auto it = outcome.transitions.rbegin(); it != outcome.transitions.rend(); ++it)
        if (it->transition->alert.state == AlertState::Resolved && keys.insert(it->alertKey).second)
            resolved.push_back(alertRow({it->transition, &it->transition->alert}));
    std::erase_if(work.query.resolved, [&](const AlertRow& row) { return keys.contains(row.key); });
    resolved.insert(resolved.end(), work.query.resolved.begin(), work.query.resolved.end());
    if (resolved.size() > AlertListModel::kMaxResolved) resolved.resize(AlertListModel::kMaxResolved);
    work.query.resolved = std::move(resolved);
    outcome.listing = listAlerts(std::move(work.query));
    return outcome;
}

void AlertsPerspective::refresh() {
    m_again = m_work.isRunning(); // takeOutcome() comes back to it
    if (m_again) return;
    m_outdated = false;
    Work work{std::exchange(m_newTransitions, {}), m_model->query()};
    if (m_model->size() + work.transitions.size() < kMany) return showOutcome(workOut(std::move(work)));
    m_workGeneration = m_generation;
    m_work.setFuture(QtConcurrent::run(
        [work = std::move(work)]() mutable { return std::make_shared<Outcome>(workOut(std::move(work))); }));
}

void AlertsPerspective::takeOutcome() {
    const std::shared_ptr<Outcome> outcome = m_work.result();
    if (m_workGeneration == m_generation) showOutcome(std::move(*outcome));
    if (m_again) refresh();
}

void AlertsPerspective::showOutcome(Outcome outcome) {
    bool transitionsChanged = false;
    for (const TransitionRow& row : outcome.transitions)
        transitionsChanged |= remember(row);
    m_model->show(std::move(outcome.listing));
    if (!isActive()) return;
    m_states->showCounts(*m_model);
    showDetail(transitionsChanged);
    updateEmpty();
}

bool AlertsPerspective::remember(const TransitionRow& row) {
    if (!m_log.append(row)) return false;
    if (row.transition->alert.state == AlertState::Resolved)
        m_model->addResolved({row.alertKey,
                              {row.transition, &row.transition->alert},
                              severityOf(row.transition->alert.labels)});
    return true;
}

void AlertsPerspective::activated() {
    if (m_outdated) refresh();
    m_states->showCounts(*m_model);
    showRuleHealth();
    if (m_queriedGeneration != m_generation) queryHistory();
    showDetail(true);
    updateEmpty();
}

void AlertsPerspective::queryHistory() {
    if (m_history.isRunning() || m_generation == 0) return;
    m_queriedGeneration = m_generation;
    m_history.setFuture(QtConcurrent::run([&workbench = m_workbench]() -> std::shared_ptr<const History> {
        auto transitions = workbench.alertHistory(kHistoryLimit);
        if (!transitions) return std::make_shared<const History>(transitions.error());
        std::vector<TransitionRow> rows;
        rows.reserve(transitions->size());
        for (AlertTransition& transition : *transitions)
            rows.push_back(transitionRow(std::move(transition)));
        return std::make_shared<const History>(std::move(rows));
    }));
}

void AlertsPerspective::takeHistory() {
    if (m_queriedGeneration != m_generation) return queryHistory();
    const std::shared_ptr<const History> history = m_history.result();
    if (!*history) return m_detail->setHistoryError(fromUtf8(history->error().detail));
    // What the frames brought is newer than what the store knows.
    std::unordered_set<std::string> live;
    for (const TransitionRow& row : m_log.all())
        live.insert(row.alertKey);
    m_log.prependHistory(**history);
    for (auto it = (*history)->rbegin(); it != (*history)->rend(); ++it)
        if (it->transition->alert.state == AlertState::Resolved && !live.contains(it->alertKey))
            m_model->addResolved({it->alertKey,
                                  {it->transition, &it->transition->alert},
                                  severityOf(it->transition->alert.labels)});
    refresh();
    showDetail(true);
}

void AlertsPerspective::chooseRow(int row) {
    // The chosen alert stays in the detail when a filter takes it out of the list.
    if (row < 0) return;
    m_chosen = m_model->row(row).key;
    m_chosenAlert.reset();
    showDetail(true);
}

void AlertsPerspective::showDetail(bool transitionsChanged) {
    if (m_chosen.empty()) return;
    const std::shared_ptr<const Alert> alert = m_model->find(m_chosen);
    if (alert != nullptr && alert != m_chosenAlert) {
        const auto rule = std::find_if(m_rules.begin(), m_rules.end(),
                                       [&](const feed::RuleText& r) { return r.ruleId == alert->ruleId; });
        m_detail->setAlert(alert, rule == m_rules.end() ? std::nullopt : std::optional(*rule));
        m_chosenAlert = alert;
    }
    if (transitionsChanged) m_detail->setTransitions(m_log.of(m_chosen));
}

void AlertsPerspective::showItem(const QString& fingerprint) {
    const std::string key = m_model->keyOfFingerprint(fingerprint.toStdString());
    if (key.empty()) return;
    m_states->choose(std::nullopt);
    m_filter->clear();
    if (const int row = m_model->rowOfKey(key); row >= 0) {
        m_table->selectRow(row);
        m_table->scrollTo(m_model->index(row, 0));
    }
}

void AlertsPerspective::showRuleHealth() {
    QStringList lines;
    int errors = 0;
    if (m_health)
        for (const rules::RuleHealth& health : *m_health) {
            if (health.lastError.empty()) continue;
            if (++errors <= kShownRuleErrors)
                lines += tr("%1: %2").arg(oneLine(health.name, 100), oneLine(health.lastError, 300));
        }
    if (errors > 0)
        lines.prepend(tr("%n rule(s) cannot be evaluated, their alerts keep their state:", nullptr, errors));
    if (errors > kShownRuleErrors) lines += tr("and %n more", nullptr, errors - kShownRuleErrors);
    m_ruleErrors->setText(lines.join(u'\n'));
    m_ruleErrors->setVisible(errors > 0);
}

void AlertsPerspective::updateEmpty() {
    m_notShown->setVisible(m_model->notShown() > 0);
    m_notShown->setText(tr("%n more are not listed. Narrow the filter to see them.", nullptr,
                           static_cast<int>(std::min<std::size_t>(m_model->notShown(), INT_MAX))));
    const bool none = m_model->total() == 0;
    if (none)
        m_empty->setContent(QStringLiteral("severity-ok"), tr("No alert is active"),
                            tr("%n rule(s) are watched.", nullptr, static_cast<int>(m_rules.size())));
    else
        m_empty->setContent(QStringLiteral("search"), tr("No alert matches"),
                            tr("Clear the filter or choose another state."));
    m_stack->setCurrentIndex(m_model->rowCount() == 0 ? 1 : 0);
    m_detail->setVisible(!none);
}

void AlertsPerspective::saveState(QSettings& settings) const {
    settings.setValue(QStringLiteral("alerts/splitter"), m_splitter->saveState());
}

void AlertsPerspective::restoreState(QSettings& settings) {
    m_splitter->restoreState(settings.value(QStringLiteral("alerts/splitter")).toByteArray());
}

void AlertsPerspective::resetLayout() {
    m_splitter->setSizes({850, 500});
}

} // namespace eventflow::widgets
