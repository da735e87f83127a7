#include "widgets/topics/topic_list.h"

#include "widgets/changes/change_menu.h"
#include "widgets/common/icons.h"
#include "widgets/common/item_delegate.h"
#include "widgets/common/place_keeper.h"
#include "widgets/common/theme.h"
#include "widgets/common/view_setup.h"
#include "widgets/topics/sort_progress.h"
#include "widgets/topics/topic_details_loader.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/topic_table_model.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace eventflow::widgets {

using viewmodels::TopicTableModel;
namespace format = viewmodels::format;

TopicList::TopicList(QWidget* parent)
    : QWidget(parent), m_model(new TopicTableModel(this)), m_table(new QTableView(this)) {
    m_table->setModel(m_model);
    m_table->setItemDelegate(new ItemDelegate(m_table));
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicator(TopicTableModel::Name, Qt::AscendingOrder);
    setUpTable(*m_table, tr("Topics"), {24, 8, 7, 20, 12, 12, 14}, TopicTableModel::Name);
    m_place = new PlaceKeeper(*m_table, *m_model);
    m_loader = new TopicDetailsLoader(*m_table, *m_model);
    connect(m_table->horizontalHeader(), &QHeaderView::sortIndicatorChanged, m_loader,
            &TopicDetailsLoader::onSorted);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(buildBar());
    layout->addWidget(m_table, 1);
    layout->addLayout(buildSummary());
    connect(m_place, &PlaceKeeper::chosen, this, &TopicList::chosen);
}

QLayout* TopicList::buildBar() {
    m_filter = makeFilterEdit(tr("Filter topics"), tr("Filter topics by name"), this);
    m_filter->setMaximumWidth(320);
    m_problems = new QToolButton(this);
    m_problems->setAccessibleName(tr("Topics with problems"));
    m_problems->setCheckable(true);
    m_problems->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_problems->setToolTip(tr("Show only topics with a problem"));
    m_problems->setIcon(themedIcon(QStringLiteral("severity-warning")));
    m_internal = new QCheckBox(tr("&Internal topics"), this);
    m_create = new QToolButton(this);
    m_create->setText(tr("Create topic…"));
    m_create->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_create->setPopupMode(QToolButton::MenuButtonPopup);
    auto* menu = new QMenu(m_create);
    menu->addAction(tr("Create the topics of the pipeline…"), this, &TopicList::ensureRequested);
    m_create->setMenu(menu);
    auto* bar = new QHBoxLayout;
    bar->addWidget(m_filter, 1);
    bar->addWidget(m_problems);
    bar->addWidget(m_internal);
    bar->addStretch(1);
    bar->addWidget(m_create);
    connect(m_filter, &QLineEdit::textChanged, m_model, &TopicTableModel::setFilter);
    connect(m_problems, &QToolButton::toggled, m_model, &TopicTableModel::setProblemsOnly);
    connect(m_internal, &QCheckBox::toggled, m_model, &TopicTableModel::setInternalShown);
    connect(m_create, &QToolButton::clicked, this, &TopicList::createRequested);
    return bar;
}

QLayout* TopicList::buildSummary() {
    m_summary = makeLabel({}, "muted", this);
    m_brokersButton = new QPushButton(this);
    m_brokersButton->setAccessibleName(tr("Brokers"));
    m_brokersButton->setProperty("link", true);
    m_brokersButton->setAutoDefault(false);
    m_brokersButton->setToolTip(tr("Show the brokers and how they are configured"));
    auto* line = new QHBoxLayout;
    line->setSpacing(4);
    line->addWidget(m_summary);
    line->addWidget(m_brokersButton);
    line->addStretch(1);
    line->addWidget(new SortProgress(*m_loader, *m_model, this));
    connect(m_brokersButton, &QPushButton::clicked, this, &TopicList::brokersRequested);
    return line;
}

void TopicList::setCluster(const std::shared_ptr<feed::Cluster>& cluster) {
    m_place->forget();
    m_brokers.clear();
    m_model->forgetDetails();
    m_model->setTopics({});
    m_loader->setCluster(cluster);
    if (cluster != nullptr) markReadOnly(*m_create, cluster->connection(), QStringLiteral("plus"));
}

void TopicList::setCatalog(admin::ClusterCatalog catalog) {
    m_brokers = std::move(catalog.brokers);
    m_controller = catalog.controller;
    m_model->setTopics(std::move(catalog.topics));
    m_model->outdateDetails();
    m_loader->wake();
    showSummary(catalog.partitions.size());
}

void TopicList::showSummary(std::size_t partitions) {
    m_summary->setText(
        tr("%1 topics, %2 partitions").arg(format::exact(m_model->all().size()), format::exact(partitions)));
    QString brokers = tr("%n broker(s)", nullptr, static_cast<int>(m_brokers.size()));
    if (m_controller >= 0) brokers = tr("%1, controller %2").arg(brokers).arg(m_controller);
    m_brokersButton->setText(brokers);
    const std::size_t problems = m_model->problemCount();
    m_problems->setText(problems == 0 ? tr("No problems")
                                      : tr("%n with problems", nullptr, static_cast<int>(problems)));
    m_problems->setIcon(
        themedIcon(problems == 0 ? QStringLiteral("severity-ok") : QStringLiteral("severity-warning")));
    m_problems->setEnabled(problems > 0 || m_problems->isChecked());
}

bool TopicList::choose(const QString& topic) {
    const auto& topics = m_model->all();
    const auto found = std::ranges::find(topics, topic.toStdString(), &admin::TopicEntry::name);
    if (found == topics.end()) return false;
    if (m_model->rowOf(topic) < 0) {
        m_filter->clear();
        m_problems->setChecked(false);
        if (found->internal) m_internal->setChecked(true);
    }
    m_place->choose(topic);
    return true;
}

QString TopicList::chosenTopic() const {
    return m_place->chosenId();
}

} // namespace eventflow::widgets
