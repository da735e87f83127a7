#include "widgets/topics/topic_detail.h"

#include "widgets/changes/change_menu.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/icons.h"
#include "widgets/common/item_delegate.h"
#include "widgets/common/notice.h"
#include "widgets/common/place_keeper.h"
#include "widgets/common/view_setup.h"
#include "widgets/topics/add_partitions_dialog.h"
#include "widgets/topics/config_pane.h"
#include "widgets/topics/delete_records_dialog.h"
#include "widgets/topics/profile_pane.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/partition_table_model.h"
#include "widgets/viewmodels/topic_details.h"

#include <QDateTime>
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

namespace eventflow::widgets {

using viewmodels::PartitionTableModel;
namespace format = viewmodels::format;

TopicDetail::TopicDetail(QWidget* parent)
    : QWidget(parent),
      m_stack(new QStackedLayout(this)),
      m_empty(new EmptyState(this)),
      m_partitions(new PartitionTableModel(this)) {
    m_empty->setContent(QStringLiteral("topics"), tr("No topic is chosen"),
                        tr("Choose one above to see its partitions, its configuration and what its records "
                           "are like."));
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(buildHeader());
    m_problem = new Notice(content);
    layout->addWidget(m_problem);
    layout->addWidget(buildTabs(), 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(content);
}

QLayout* TopicDetail::buildHeader() {
    m_name = makeLabel({}, "heading", this);
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_name->setFocusPolicy(Qt::NoFocus);
    m_facts = makeLabel({}, "muted", this);
    m_change = new QToolButton(this);
    m_change->setText(tr("Change"));
    m_change->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_change->setPopupMode(QToolButton::InstantPopup);
    m_change->setAccessibleName(tr("Change the topic"));
    buildMenu();
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_name);
    texts->addWidget(m_facts);
    auto* header = new QHBoxLayout;
    header->setSpacing(4);
    header->addLayout(texts, 1);
    addLink(*header, tr("Messages"), QStringLiteral("messages"), QStringLiteral("messages"),
            QStringLiteral("%1"));
    addLink(*header, tr("Schema"), QStringLiteral("schemas"), QStringLiteral("schemas"),
            QStringLiteral("%1-value"));
    addLink(*header, tr("Groups"), QStringLiteral("groups"), QStringLiteral("groups"),
            QStringLiteral("topic:%1"));
    header->addWidget(m_change);
    return header;
}

void TopicDetail::addLink(QLayout& layout, const QString& text, const QString& icon,
                          const QString& perspective, const QString& itemFormat) {
    auto* link = new QPushButton(themedIcon(icon), text, this);
    link->setProperty("link", true);
    link->setAutoDefault(false);
    link->setAccessibleName(tr("%1 of the topic").arg(text));
    layout.addWidget(link);
    connect(link, &QPushButton::clicked, this, [this, perspective, itemFormat] {
        Q_EMIT openRequested(perspective, itemFormat.arg(QString::fromStdString(m_topic)));
    });
}

void TopicDetail::buildMenu() {
    auto* menu = new QMenu(m_change);
    menu->addAction(tr("P&roduce a record…"), this,
                    [this] { Q_EMIT produceRequested(QString::fromStdString(m_topic)); });
    menu->addAction(tr("Cop&y its records…"), this,
                    [this] { Q_EMIT copyRequested(QString::fromStdString(m_topic)); });
    menu->addSeparator();
    menu->addAction(tr("Add &partitions…"), this, &TopicDetail::addPartitions);
    menu->addAction(tr("Change the &configuration"), this, [this] { showTab(Configuration); });
    menu->addSeparator();
    menu->addAction(tr("Delete &records…"), this, &TopicDetail::deleteRecords);
    menu->addAction(tr("&Delete the topic…"), this,
                    [this] { Q_EMIT changeRequested(admin::DeleteTopic{m_topic}); });
    m_change->setMenu(menu);
}

QWidget* TopicDetail::buildTabs() {
    m_tabs = new QTabWidget;
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Views of the topic"));
    m_tabs->tabBar()->setAccessibleName(tr("Views of the topic"));
    m_tabs->tabBar()->setDrawBase(false);
    m_partitionTable = new QTableView;
    m_partitionTable->setModel(m_partitions);
    m_partitionTable->setItemDelegate(new ItemDelegate(m_partitionTable));
    m_partitionTable->setSortingEnabled(true);
    m_partitionTable->horizontalHeader()->setSortIndicator(PartitionTableModel::State, Qt::AscendingOrder);
    setUpTable(*m_partitionTable, tr("Partitions"), {8, 22, 7, 14, 14, 14, 14, 14},
               PartitionTableModel::State);
    new PlaceKeeper(*m_partitionTable, *m_partitions);
    m_configs = new ConfigPane(true);
    m_profile = new ProfilePane;
    m_tabs->addTab(m_partitionTable, tr("Partitions"));
    m_tabs->addTab(m_configs, tr("Configuration"));
    m_tabs->addTab(m_profile, tr("Profile"));
    connect(m_configs, &ConfigPane::alterRequested, this, [this](const auto& values) {
        Q_EMIT changeRequested(admin::AlterConfigs{m_topic, values});
    });
    return m_tabs;
}

void TopicDetail::setCluster(std::shared_ptr<feed::Cluster> cluster) {
    m_cluster = std::move(cluster);
    setTopic({});
    if (m_cluster == nullptr) return;
    markReadOnly(*m_change, m_cluster->connection(), {});
    m_configs->setConnection(m_cluster->connection());
}

void TopicDetail::setTopic(const std::string& topic) {
    m_call.cancel();
    m_topic = topic;
    m_description.reset();
    m_partitions->clear();
    m_configs->clear();
    m_profile->setTopic(m_cluster, topic);
    m_problem->showText(viewmodels::Severity::Info, {});
    m_name->setText(viewmodels::oneLine(topic, 256));
    m_facts->setText(tr("Asking the cluster"));
    m_stack->setCurrentIndex(topic.empty() || m_cluster == nullptr ? 0 : 1);
    refresh();
}

void TopicDetail::refresh() {
    if (m_cluster == nullptr || m_topic.empty() || m_call.isRunning()) return;
    m_call.start([cluster = m_cluster,
                  topic = m_topic](const std::stop_token&) { return cluster->describeTopic(topic); },
                 [this](const Result<admin::TopicDescription>& answer) { takeDescription(answer); });
}

void TopicDetail::showTab(Tab tab) {
    m_tabs->setCurrentIndex(tab);
}

void TopicDetail::takeDescription(const Result<admin::TopicDescription>& answer) {
    if (!answer) {
        if (!m_description) m_facts->setText(tr("Not described"));
        return m_problem->showText(viewmodels::Severity::Warning, viewmodels::errorParagraph(answer.error()));
    }
    m_description = *answer;
    QStringList problems;
    if (!answer->topic.error.empty()) problems += viewmodels::oneLine(answer->topic.error, 300);
    for (const Error& error : answer->problems)
        // What no broker offers is nobody's mistake: it is said where it would be shown.
        if (error.code != ErrorCode::Unsupported) problems += viewmodels::errorParagraph(error);
    problems += transactionTexts(*answer);
    constexpr int kShown = 3;
    const auto more = static_cast<int>(problems.size()) - kShown;
    if (more > 0) problems = problems.mid(0, kShown) << tr("and %n more", nullptr, more);
    m_problem->showText(viewmodels::Severity::Warning, problems.join(u'\n'));
    m_partitions->setDescription(*answer);
    m_configs->setConfigs(answer->configs);
    m_profile->setSpan(answer->facts.offsetSpan);
    showFacts(*answer);
}

QStringList TopicDetail::transactionTexts(const admin::TopicDescription& description) {
    QStringList texts;
    const Timestamp now = timestampFromMs(QDateTime::currentMSecsSinceEpoch());
    for (const admin::OpenTransaction& open : description.openTransactions)
        if (open.mayHang(now))
            texts += tr("A transaction in partition %1 has been open since %2. Consumers that read committed "
                        "records "
                        "wait at offset %3, %4 before the end; if its producer is gone, abort it with "
                        "kafka-transactions.sh.")
                         .arg(QString::number(open.partition), format::dateTime(*open.since),
                              format::exact(static_cast<std::uint64_t>(open.lastStable)),
                              format::exact(static_cast<std::uint64_t>(open.high - open.lastStable)));
    return texts;
}

void TopicDetail::showFacts(const admin::TopicDescription& description) {
    const admin::TopicFacts& facts = description.facts;
    QStringList parts{tr("%n partition(s)", nullptr, static_cast<int>(description.topic.partitions.size()))};
    if (facts.offsetSpan)
        parts += tr("%1 records (span of offsets)").arg(viewmodels::spanText(facts.offsetSpan));
    if (!description.configs.error) {
        const viewmodels::TopicDetails details{facts, {}, {}};
        parts += tr("cleanup %1").arg(viewmodels::cleanupText(details));
        if (facts.deletesOld) parts += tr("kept %1").arg(viewmodels::retentionText(details));
    }
    if (facts.underMinIsr.value_or(0) > 0)
        parts += tr("%1 below min.insync.replicas").arg(format::exact(*facts.underMinIsr));
    m_facts->setText(parts.join(QStringLiteral(" · ")));
}

void TopicDetail::addPartitions() {
    if (!m_description) return;
    auto* dialog =
        new AddPartitionsDialog(m_topic, static_cast<int>(m_description->topic.partitions.size()), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { Q_EMIT changeRequested(dialog->request()); });
    dialog->open();
}

void TopicDetail::deleteRecords() {
    if (!m_description) return;
    auto* dialog = new DeleteRecordsDialog(*m_description, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { Q_EMIT changeRequested(dialog->request()); });
    dialog->open();
}

} // namespace eventflow::widgets
