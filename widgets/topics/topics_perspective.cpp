#include "widgets/topics/topics_perspective.h"

#include "core/feed/workbench.h"
#include "widgets/changes/change_dialog.h"
#include "widgets/common/banner.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/view_setup.h"
#include "widgets/produce/produce_dialogs.h"
#include "widgets/topics/brokers_dialog.h"
#include "widgets/topics/create_topic_dialog.h"
#include "widgets/topics/topic_detail.h"
#include "widgets/topics/topic_list.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/topic_table_model.h"

#include <QLineEdit>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace eventflow::widgets {

namespace {
constexpr int kRefreshMs = 30'000;
}

TopicsPerspective::TopicsPerspective(feed::Workbench& workbench, QWidget* parent)
    : Perspective(QStringLiteral("topics"), tr("Topics"), QStringLiteral("topics"), parent),
      m_desk(workbench.clusters()) {
    setContent(buildContent());
    resetLayout();
    installPaneKeys(*this, &m_list->filter(), {&m_list->table(), &m_detail->tabs()});
    auto* refreshKey = new QShortcut(QKeySequence(Qt::Key_F5), this);
    refreshKey->setContext(Qt::WidgetWithChildrenShortcut);
    connect(refreshKey, &QShortcut::activated, this, &TopicsPerspective::refresh);
    m_timer.setInterval(kRefreshMs);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (isActive()) refresh();
    });
    connect(m_list, &TopicList::chosen, this,
            [this](const QString& topic) { m_detail->setTopic(topic.toStdString()); });
    connect(m_list, &TopicList::createRequested, this, &TopicsPerspective::createTopic);
    connect(m_list, &TopicList::ensureRequested, this, [this] { change(admin::EnsurePipelineTopics{}); });
    connect(m_list, &TopicList::brokersRequested, this, [this] {
        auto* dialog = new BrokersDialog(m_cluster, m_list->brokers(), m_list->controller(), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    connect(m_detail, &TopicDetail::changeRequested, this, &TopicsPerspective::change);
    connect(m_detail, &TopicDetail::produceRequested, this,
            [this](const QString& topic) { openProduceDialog(m_cluster, topic, this); });
    connect(m_detail, &TopicDetail::copyRequested, this,
            [this](const QString& topic) { openCopyDialog(m_cluster, m_desk, {}, topic, this); });
    connect(m_detail, &TopicDetail::openRequested, this, &Perspective::openRequested);
    connect(&emptyState(), &EmptyState::actionTriggered, this, &TopicsPerspective::refresh);
    setCluster(nullptr);
}

TopicsPerspective::~TopicsPerspective() = default;

QWidget* TopicsPerspective::buildContent() {
    m_banner = new Banner(nullptr);
    m_list = new TopicList;
    m_detail = new TopicDetail;
    m_splitter = new QSplitter(Qt::Vertical);
    m_splitter->setContentsMargins(12, 12, 12, 12);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(m_detail);
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_banner);
    layout->addWidget(m_splitter, 1);
    connect(m_banner, &Banner::actionTriggered, this, &TopicsPerspective::refresh);
    return content;
}

void TopicsPerspective::setCluster(const std::shared_ptr<feed::Cluster>& cluster) {
    m_call.cancel();
    m_timer.stop();
    m_cluster = cluster;
    m_loaded = false;
    m_wanted.clear();
    m_banner->hide();
    m_list->setCluster(cluster);
    m_detail->setCluster(cluster);
    setEmpty(true);
    emptyState().setAction({});
    if (cluster == nullptr)
        return emptyState().setContent(QStringLiteral("topics"), tr("No cluster is open"),
                                       tr("Open a connection to see its topics, how they are configured and "
                                          "what is in them."));
    if (isActive()) activated();
}

void TopicsPerspective::activated() {
    if (m_cluster == nullptr) return;
    refresh();
    m_timer.start();
}

void TopicsPerspective::refresh() {
    if (m_cluster == nullptr || m_call.isRunning()) return;
    if (!m_loaded) {
        emptyState().setContent(QStringLiteral("topics"), tr("Asking the cluster for its topics"), {});
        emptyState().setAction({});
    }
    m_call.start([cluster = m_cluster](std::stop_token stop) { return cluster->catalog(std::move(stop)); },
                 [this](Result<admin::ClusterCatalog> answer) { takeCatalog(std::move(answer)); });
}

void TopicsPerspective::takeCatalog(Result<admin::ClusterCatalog> answer) {
    if (!answer) return showFailure(answer.error());
    m_banner->hide();
    m_loaded = true;
    m_list->setCatalog(std::move(*answer));
    setEmpty(false);
    const QString wanted = std::exchange(m_wanted, {});
    const QString before = m_list->chosenTopic();
    if (!wanted.isEmpty()) showItem(wanted);
    if (m_list->chosenTopic() == before) m_detail->refresh(); // else it was asked for already
}

void TopicsPerspective::showFailure(const Error& error) {
    const viewmodels::ErrorText text = viewmodels::errorText(error);
    if (m_loaded)
        return m_banner->showMessage(viewmodels::Severity::Warning, text.cause,
                                     tr("The list is what the cluster said before. %1").arg(text.nextStep),
                                     tr("Try again"));
    emptyState().setContent(QStringLiteral("severity-critical"), text.cause, text.nextStep);
    emptyState().setAction(tr("Try again"));
}

void TopicsPerspective::showItem(const QString& topic) {
    if (!m_loaded) {
        m_wanted = topic;
        return;
    }
    m_list->choose(topic);
}

void TopicsPerspective::createTopic() {
    QStringList names;
    for (const admin::TopicEntry& topic : m_list->model().all())
        names += QString::fromStdString(topic.name);
    names.sort();
    auto* dialog = new CreateTopicDialog(m_list->brokers().size(), names, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_wanted = QString::fromStdString(dialog->request().topic.name);
        change(dialog->request());
    });
    dialog->open();
}

void TopicsPerspective::change(const admin::ChangeRequest& request) {
    ChangeDialog::open(m_cluster, request, this, [this](bool changed) {
        if (changed)
            refresh();
        else
            m_wanted.clear();
    });
}

void TopicsPerspective::saveState(QSettings& settings) const {
    settings.setValue(QStringLiteral("clusterTopics/splitter"), m_splitter->saveState());
    settings.setValue(QStringLiteral("clusterTopics/tab"), m_detail->tabs().currentIndex());
}

void TopicsPerspective::restoreState(QSettings& settings) {
    m_splitter->restoreState(settings.value(QStringLiteral("clusterTopics/splitter")).toByteArray());
    m_detail->tabs().setCurrentIndex(settings.value(QStringLiteral("clusterTopics/tab")).toInt());
}

void TopicsPerspective::resetLayout() {
    m_splitter->setSizes({430, 400});
}

} // namespace eventflow::widgets
