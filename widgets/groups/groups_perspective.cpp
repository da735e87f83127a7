#include "widgets/groups/groups_perspective.h"

#include "widgets/changes/change_dialog.h"
#include "widgets/common/banner.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/icons.h"
#include "widgets/common/item_delegate.h"
#include "widgets/common/notice.h"
#include "widgets/common/place_keeper.h"
#include "widgets/common/view_setup.h"
#include "widgets/groups/group_detail.h"
#include "widgets/groups/group_figures_loader.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/group_table_model.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace eventflow::widgets {

using viewmodels::GroupTableModel;

namespace {

constexpr int kRefreshMs = 30'000;
const QLatin1StringView kTopicPrefix("topic:");

class SystemClock final : public Clock {
public:
    [[nodiscard]] Timestamp now() const override { return std::chrono::system_clock::now(); }
};

} // namespace

GroupsPerspective::GroupsPerspective(feed::Workbench&, QWidget* parent, const Clock* clock)
    : Perspective(QStringLiteral("groups"), tr("Groups"), QStringLiteral("groups"), parent),
      m_systemClock(std::make_unique<SystemClock>()),
      m_model(new GroupTableModel(this)) {
    setContent(buildContent(clock == nullptr ? *m_systemClock : *clock));
    resetLayout();
    installPaneKeys(*this, m_filter, {m_table, &m_detail->tabs()});
    auto* refreshKey = new QShortcut(QKeySequence(Qt::Key_F5), this);
    refreshKey->setContext(Qt::WidgetWithChildrenShortcut);
    connect(refreshKey, &QShortcut::activated, this, &GroupsPerspective::refresh);
    m_timer.setInterval(kRefreshMs);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (isActive()) refresh();
    });
    connect(&emptyState(), &EmptyState::actionTriggered, this, &GroupsPerspective::refresh);
    setCluster(nullptr);
}

GroupsPerspective::~GroupsPerspective() = default;

QWidget* GroupsPerspective::buildContent(const Clock& clock) {
    m_banner = new Banner(nullptr);
    m_detail = new GroupDetail(clock);
    m_splitter = new QSplitter(Qt::Vertical);
    m_splitter->setContentsMargins(12, 12, 12, 12);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    m_splitter->addWidget(buildList());
    m_splitter->addWidget(m_detail);
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_banner);
    layout->addWidget(m_splitter, 1);
    connect(m_banner, &Banner::actionTriggered, this, &GroupsPerspective::refresh);
    connect(m_detail, &GroupDetail::changeRequested, this, &GroupsPerspective::change);
    connect(m_detail, &GroupDetail::openRequested, this, &Perspective::openRequested);
    return content;
}

QWidget* GroupsPerspective::buildList() {
    auto* panel = new QWidget;
    m_filter = makeFilterEdit(tr("Filter groups"), tr("Filter groups by name"), panel);
    m_filter->setMaximumWidth(320);
    m_topic = new QPushButton(themedIcon(QStringLiteral("close")), {}, panel);
    m_topic->setToolTip(tr("Show the groups of all topics"));
    m_topic->setAutoDefault(false);
    m_topic->hide();
    m_summary = makeLabel({}, "muted", panel);
    m_problems = new Notice(panel);
    m_table = new QTableView(panel);
    m_table->setModel(m_model);
    m_table->setItemDelegate(new ItemDelegate(m_table));
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicator(GroupTableModel::Id, Qt::AscendingOrder);
    setUpTable(*m_table, tr("Groups"), {28, 30, 8, 22, 12, 11}, GroupTableModel::Id);
    m_place = new PlaceKeeper(*m_table, *m_model);
    m_loader = new GroupFiguresLoader(*m_table, *m_model);
    auto* bar = new QHBoxLayout;
    bar->addWidget(m_filter, 1);
    bar->addWidget(m_topic);
    bar->addStretch(1);
    bar->addWidget(m_summary);
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(bar);
    layout->addWidget(m_problems);
    layout->addWidget(m_table, 1);
    connect(m_filter, &QLineEdit::textChanged, m_model, &GroupTableModel::setFilter);
    connect(m_topic, &QPushButton::clicked, this, [this] { setTopic({}); });
    connect(m_place, &PlaceKeeper::chosen, this,
            [this](const QString& id) { m_detail->setGroup(id.toStdString()); });
    return panel;
}

void GroupsPerspective::setCluster(const std::shared_ptr<feed::Cluster>& cluster) {
    m_call.cancel();
    m_timer.stop();
    m_cluster = cluster;
    m_loaded = false;
    m_wanted.clear();
    m_banner->hide();
    m_place->forget();
    setTopic({});
    m_model->forgetFigures();
    m_model->setGroups({});
    m_loader->setCluster(cluster);
    m_detail->setCluster(cluster);
    setEmpty(true);
    emptyState().setAction({});
    if (cluster == nullptr)
        return emptyState().setContent(
            QStringLiteral("groups"), tr("No cluster is open"),
            tr("Open a connection to see its consumer groups, how far they are and what holds them up."));
    if (isActive()) activated();
}

void GroupsPerspective::activated() {
    if (m_cluster == nullptr) return;
    refresh();
    m_timer.start();
}

void GroupsPerspective::refresh() {
    if (m_cluster == nullptr || m_call.isRunning()) return;
    if (!m_loaded) {
        emptyState().setContent(QStringLiteral("groups"), tr("Asking the cluster for its groups"), {});
        emptyState().setAction({});
    }
    m_call.start([cluster = m_cluster](const std::stop_token&) { return cluster->groups(); },
                 [this](Result<admin::GroupList> answer) { takeGroups(std::move(answer)); });
}

void GroupsPerspective::takeGroups(Result<admin::GroupList> answer) {
    if (!answer && answer.error().code == ErrorCode::Unsupported) return showUnoffered();
    if (!answer) return showFailure(answer.error());
    m_banner->hide();
    m_loaded = true;
    showProblems(answer->problems);
    m_summary->setText(tr("%n group(s)", nullptr, static_cast<int>(answer->groups.size())));
    const bool none = answer->groups.empty() && answer->problems.empty();
    m_model->setGroups(std::move(answer->groups));
    m_model->outdateFigures();
    m_loader->wake();
    if (none)
        emptyState().setContent(QStringLiteral("groups"), tr("There are no groups"),
                                tr("No consumer group has committed an offset on this cluster, or this login "
                                   "may not see it. F5 asks again."));
    setEmpty(none);
    if (const QString wanted = std::exchange(m_wanted, {}); !wanted.isEmpty()) showItem(wanted);
}

void GroupsPerspective::showProblems(const std::vector<Error>& problems) {
    QStringList lines;
    for (const Error& error : problems)
        if (lines.size() < 3) lines += viewmodels::errorText(error).cause;
    if (!lines.isEmpty()) lines.prepend(tr("Groups are missing from the list:"));
    m_problems->showText(viewmodels::Severity::Warning, lines.join(u'\n'));
}

void GroupsPerspective::showUnoffered() {
    m_banner->hide();
    m_loaded = true;
    m_wanted.clear();
    m_model->setGroups({});
    emptyState().setContent(QStringLiteral("groups"), tr("This cluster does not offer consumer groups"),
                            tr("Its brokers do not know the request that lists them. Topics and messages can "
                               "be looked at all the same. F5 asks again."));
    emptyState().setAction({});
    setEmpty(true);
}

void GroupsPerspective::showFailure(const Error& error) {
    const viewmodels::ErrorText text = viewmodels::errorText(error);
    if (m_loaded)
        return m_banner->showMessage(viewmodels::Severity::Warning, text.cause,
                                     tr("The list is what the cluster said before. %1").arg(text.nextStep),
                                     tr("Try again"));
    emptyState().setContent(QStringLiteral("severity-critical"), text.cause, text.nextStep);
    emptyState().setAction(tr("Try again"));
}

void GroupsPerspective::setTopic(const std::string& topic) {
    m_topic->setVisible(!topic.empty());
    m_topic->setText(tr("that read %1").arg(viewmodels::oneLine(topic, 80)));
    m_model->setTopic(topic);
    m_loader->setSearching(!topic.empty());
}

void GroupsPerspective::showItem(const QString& item) {
    if (!m_loaded) {
        m_wanted = item;
        return;
    }
    m_filter->clear();
    if (item.startsWith(kTopicPrefix)) return setTopic(item.mid(kTopicPrefix.size()).toStdString());
    setTopic({});
    if (m_model->rowOf(item) >= 0) m_place->choose(item);
}

void GroupsPerspective::change(const admin::ChangeRequest& request) {
    ChangeDialog::open(m_cluster, request, this, [this](bool changed) {
        if (!changed) return;
        refresh();
        m_detail->refresh();
    });
}

void GroupsPerspective::saveState(QSettings& settings) const {
    settings.setValue(QStringLiteral("groups/splitter"), m_splitter->saveState());
    settings.setValue(QStringLiteral("groups/tab"), m_detail->tabs().currentIndex());
}

void GroupsPerspective::restoreState(QSettings& settings) {
    m_splitter->restoreState(settings.value(QStringLiteral("groups/splitter")).toByteArray());
    m_detail->tabs().setCurrentIndex(settings.value(QStringLiteral("groups/tab")).toInt());
}

void GroupsPerspective::resetLayout() {
    m_splitter->setSizes({380, 450});
}

} // namespace eventflow::widgets
