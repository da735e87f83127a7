#include "widgets/groups/group_detail.h"

#include "widgets/changes/change_menu.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/item_delegate.h"
#include "widgets/common/notice.h"
#include "widgets/common/place_keeper.h"
#include "widgets/common/view_setup.h"
#include "widgets/groups/lag_pane.h"
#include "widgets/groups/reset_dialog.h"
#include "widgets/groups/stuck_pane.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/group_table_model.h"
#include "widgets/viewmodels/member_model.h"
#include "widgets/viewmodels/partition_lag_model.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStackedLayout>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <span>

namespace eventflow::widgets {

using viewmodels::MemberModel;
using viewmodels::PartitionLagModel;
namespace format = viewmodels::format;

namespace {

constexpr int kRefreshMs = 5'000;

QTableView* makeTable(viewmodels::FindableTableModel& model, const QString& name,
                      std::initializer_list<int> widths, int stretch) {
    auto* table = new QTableView;
    table->setModel(&model);
    table->setItemDelegate(new ItemDelegate(table));
    table->setSortingEnabled(true);
    table->horizontalHeader()->setSortIndicator(0, Qt::AscendingOrder);
    setUpTable(*table, name, widths, stretch);
    new PlaceKeeper(*table, model);
    return table;
}

} // namespace

GroupDetail::GroupDetail(const Clock& clock, QWidget* parent)
    : QWidget(parent),
      m_clock(clock),
      m_stack(new QStackedLayout(this)),
      m_partitions(new PartitionLagModel(this)),
      m_members(new MemberModel(this)) {
    auto* empty = new EmptyState(this);
    empty->setContent(QStringLiteral("groups"), tr("No group is chosen"),
                      tr("Choose one above to see how far it is, who reads, and what stands still."));
    auto* content = new QWidget(this);
    m_problem = new Notice(content);
    buildTabs();
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(buildHeader());
    layout->addWidget(m_problem);
    layout->addWidget(m_tabs, 1);
    m_stack->addWidget(empty);
    m_stack->addWidget(content);
    m_timer.setInterval(kRefreshMs);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_live->isChecked() && isVisible()) refresh();
    });
}

QLayout* GroupDetail::buildHeader() {
    m_name = makeLabel({}, "heading", this);
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_name->setFocusPolicy(Qt::NoFocus);
    m_facts = makeLabel({}, "muted", this);
    m_live = new QCheckBox(tr("&Every 5 s"), this);
    m_live->setToolTip(tr("Ask again every five seconds"));
    m_live->setChecked(true);
    m_reset = new QPushButton(tr("Reset offsets…"), this);
    m_reset->setAutoDefault(false);
    m_change = new QToolButton(this);
    m_change->setText(tr("Delete"));
    m_change->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_change->setPopupMode(QToolButton::InstantPopup);
    m_change->setAccessibleName(tr("Delete the group or its offsets"));
    buildMenu();
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_name);
    texts->addWidget(m_facts);
    auto* header = new QHBoxLayout;
    header->addLayout(texts, 1);
    header->addWidget(m_live);
    header->addWidget(m_reset);
    header->addWidget(m_change);
    connect(m_reset, &QPushButton::clicked, this, &GroupDetail::resetOffsets);
    return header;
}

void GroupDetail::buildMenu() {
    auto* menu = new QMenu(m_change);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        for (const std::string& topic : topics())
            menu->addAction(tr("Offsets in %1…").arg(viewmodels::oneLine(topic, 120)), this,
                            [this, topic] { deleteOffsets(topic); });
        menu->addSeparator();
        menu->addAction(tr("The whole &group…"), this,
                        [this] { Q_EMIT changeRequested(admin::DeleteGroup{m_group}); });
    });
    m_change->setMenu(menu);
}

void GroupDetail::buildTabs() {
    m_tabs = new QTabWidget;
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Views of the group"));
    m_tabs->tabBar()->setAccessibleName(tr("Views of the group"));
    m_tabs->tabBar()->setDrawBase(false);
    m_lagPane = new LagPane;
    m_stuckPane = new StuckPane;
    m_tabs->addTab(makeTable(*m_partitions, tr("Partitions of the group"), {24, 13, 13, 11, 10, 20, 16},
                             PartitionLagModel::Partition),
                   tr("Partitions"));
    m_tabs->addTab(
        makeTable(*m_members, tr("Members of the group"), {22, 18, 9, 16, 30}, MemberModel::MemberId),
        tr("Members"));
    m_tabs->addTab(m_lagPane, tr("History"));
    m_tabs->addTab(m_stuckPane, tr("Stuck"));
    connect(m_stuckPane, &StuckPane::openRequested, this, &GroupDetail::openRequested);
}

void GroupDetail::setCluster(std::shared_ptr<feed::Cluster> cluster) {
    m_cluster = std::move(cluster);
    setGroup({});
}

void GroupDetail::setGroup(const std::string& id) {
    m_call.cancel();
    m_group = id;
    m_lag.reset();
    m_history = {};
    m_partitions->clear();
    m_members->setMembers({});
    m_stuckPane->setCluster(m_cluster);
    m_lagPane->showHistory(m_history);
    m_problem->showText(viewmodels::Severity::Info, {});
    m_name->setText(viewmodels::oneLine(id, 256));
    m_facts->setText(tr("Asking the cluster"));
    updateActions();
    m_stack->setCurrentIndex(id.empty() || m_cluster == nullptr ? 0 : 1);
    refresh();
    m_timer.start();
}

GroupDetail::Answer GroupDetail::ask(feed::Cluster& cluster, const std::string& id) {
    auto lags = cluster.groupLags(std::span(&id, 1));
    if (lags.empty()) return {Error{ErrorCode::Internal, "the group was not answered for"}, {}};
    Answer answer{std::move(lags.front()), {}};
    if (answer.lag) answer.times = cluster.timeLags(answer.lag->partitions);
    return answer;
}

void GroupDetail::refresh() {
    if (m_cluster == nullptr || m_group.empty() || m_call.isRunning()) return;
    m_call.start([cluster = m_cluster, id = m_group](const std::stop_token&) { return ask(*cluster, id); },
                 [this](const Answer& answer) { takeAnswer(answer); });
}

void GroupDetail::takeAnswer(const Answer& answer) {
    if (!answer.lag) {
        if (!m_lag) m_facts->setText(tr("Not described"));
        return m_problem->showText(viewmodels::Severity::Warning,
                                   viewmodels::errorParagraph(answer.lag.error()));
    }
    m_lag = *answer.lag;
    QStringList problems;
    if (m_lag->group.error) problems += viewmodels::errorParagraph(*m_lag->group.error);
    for (const Error& error : m_lag->problems)
        if (problems.size() < 3) problems += viewmodels::errorParagraph(error);
    m_problem->showText(viewmodels::Severity::Warning, problems.join(u'\n'));
    m_partitions->setLag(*m_lag);
    m_partitions->setTimeLags(answer.times);
    m_members->setMembers(m_lag->group.members);
    const Timestamp now = m_clock.now();
    m_history.add(now, *m_lag);
    m_lagPane->showHistory(m_history);
    m_stuckPane->showHistory(m_history, now);
    showFacts(answer);
    updateActions();
}

void GroupDetail::showFacts(const Answer& answer) {
    QStringList parts{viewmodels::groupStateText(m_lag->group.state),
                      tr("%n member(s)", nullptr, static_cast<int>(m_lag->group.members.size())),
                      tr("lag %1").arg(viewmodels::lagText(m_lag->totalLag()))};
    if (const auto behind = viewmodels::worstBehind(answer.times))
        parts += *behind == Duration::zero() ? tr("read up") : tr("%1 behind").arg(format::age(*behind));
    if (!m_lag->group.assignor.empty())
        parts += tr("assignor %1").arg(viewmodels::oneLine(m_lag->group.assignor, 60));
    if (!m_lag->group.coordinator.host.empty())
        parts += tr("coordinator %1").arg(m_lag->group.coordinator.id);
    m_facts->setText(parts.join(QStringLiteral(" · ")));
}

void GroupDetail::updateActions() {
    if (m_cluster == nullptr) return;
    markReadOnly(*m_reset, m_cluster->connection(), {});
    markReadOnly(*m_change, m_cluster->connection(), {});
    const bool inactive = m_lag && m_lag->group.inactive();
    m_reset->setEnabled(inactive);
    m_change->setEnabled(m_lag.has_value());
    if (m_lag && !inactive)
        m_reset->setToolTip(tr("Only a group without members can be reset: stop its consumers first."));
}

std::vector<std::string> GroupDetail::topics() const {
    return m_lag ? viewmodels::figuresOf(*m_lag).topics : std::vector<std::string>();
}

void GroupDetail::resetOffsets() {
    auto* dialog = new ResetDialog(m_group, topics(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { Q_EMIT changeRequested(dialog->request()); });
    dialog->open();
}

void GroupDetail::deleteOffsets(const std::string& topic) {
    Q_EMIT changeRequested(admin::DeleteOffsets{m_group, topic});
}

} // namespace eventflow::widgets
