#include "widgets/stream/stream_perspective.h"

#include "widgets/common/empty_state.h"
#include "widgets/common/item_delegate.h"
#include "widgets/common/view_setup.h"
#include "widgets/stream/messages_pane.h"
#include "widgets/stream/record_inspector.h"
#include "widgets/stream/record_list.h"
#include "widgets/stream/schema_pane.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/roles.h"
#include "widgets/viewmodels/topic_tree_model.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTreeView>
#include <QVBoxLayout>

namespace eventflow::widgets {

using viewmodels::TopicTreeModel;

namespace {

/// The level of a row as an icon in front of its name.
class TopicDelegate final : public ItemDelegate {
public:
    using ItemDelegate::ItemDelegate;

protected:
    [[nodiscard]] Decoration decorationOf(const QModelIndex& index, const ThemeColors&) const override {
        if (index.column() != TopicTreeModel::Name) return {};
        switch (static_cast<TopicTreeModel::Level>(index.data(viewmodels::StateRole).toInt())) {
        case TopicTreeModel::Level::Source:
            return {QStringLiteral("cluster"), {}};
        case TopicTreeModel::Level::Topic:
            return {QStringLiteral("topic"), {}};
        case TopicTreeModel::Level::Partition:
            return {QStringLiteral("partition"), {}};
        }
        return {};
    }
};

} // namespace

StreamPerspective::StreamPerspective(feed::Workbench&, QWidget* parent)
    : Perspective(QStringLiteral("stream"), tr("Stream"), QStringLiteral("stream"), parent),
      m_model(new TopicTreeModel(this)) {
    m_splitter = new QSplitter(Qt::Vertical);
    m_splitter->setContentsMargins(12, 12, 12, 12);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    m_splitter->addWidget(buildTopics());
    m_splitter->addWidget(buildDetail());
    setContent(m_splitter);
    resetLayout();
    installPaneKeys(*this, m_filter,
                    {m_tree, &m_messages->list().table(), &m_messages->inspector(), &m_schema->tree()});
    emptyState().setContent(
        QStringLiteral("stream"), tr("Nothing is being read"),
        tr("Connect to a cluster, open a capture or try the sample incident. The topics, their "
           "rates, lag and schemas appear here."));
    setEmpty(true);
}

QWidget* StreamPerspective::buildTopics() {
    auto* panel = new QWidget;
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_filter = makeFilterEdit(tr("Filter topics"), tr("Filter topics by name"), panel);
    m_filter->setMaximumWidth(320);
    m_summary = makeLabel({}, "muted", panel);
    auto* bar = new QHBoxLayout;
    bar->addWidget(m_filter, 1);
    bar->addStretch(1);
    bar->addWidget(m_summary);
    layout->addLayout(bar);

    m_tree = new QTreeView(panel);
    m_tree->setModel(m_model);
    m_tree->setItemDelegate(new TopicDelegate(m_tree));
    setUpTree(*m_tree, tr("Topics and partitions"), {22, 8, 8, 10, 8, 10, 10, 10, 9}, TopicTreeModel::Name);
    layout->addWidget(m_tree, 1);

    connect(m_filter, &QLineEdit::textChanged, this, &StreamPerspective::applyFilter);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex& parent) {
        if (m_model->levelOf(parent) != TopicTreeModel::Level::Source) return;
        if (!parent.isValid()) m_tree->expand(m_model->index(0, 0));
        applyFilter();
    });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid()) chooseTopic(m_model->topicOf(current));
            });
    return panel;
}

QWidget* StreamPerspective::buildDetail() {
    m_tabs = new QTabWidget;
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Views of the topic"));
    m_tabs->tabBar()->setAccessibleName(tr("Views of the topic"));
    m_tabs->tabBar()->setDrawBase(false);
    m_messages = new MessagesPane;
    m_schema = new SchemaPane;
    m_tabs->addTab(m_messages, tr("Messages"));
    m_tabs->addTab(m_schema, tr("Schema"));
    return m_tabs;
}

void StreamPerspective::applyFrame(const feed::PipelineDelta& delta) {
    if (delta.generation != m_generation) startOver();
    m_generation = delta.generation;
    m_model->apply(delta);
    m_messages->append(delta.records);
    for (const auto& [topic, inference] : delta.schemas)
        m_schemas[topic] = inference;

    setEmpty(m_model->topicCount() == 0);
    if (!isActive()) return;
    if (m_topic.empty()) chooseFirst();
    m_messages->setTotal(m_model->recordsOf(m_topic));
    showSummary(delta);
    if (const auto it = delta.schemas.find(m_topic); it != delta.schemas.end()) m_schema->update(it->second);
}

void StreamPerspective::showSummary(const feed::PipelineDelta& delta) {
    m_summary->setText(
        tr("%1, %2").arg(tr("%n topic(s)", nullptr, static_cast<int>(m_model->topicCount())),
                         tr("%n partition(s)", nullptr, static_cast<int>(delta.streams.size()))));
}

void StreamPerspective::startOver() {
    m_topic.clear();
    m_schemas.clear();
    m_messages->clear();
    m_schema->setTopic({}, nullptr);
}

void StreamPerspective::activated() {
    if (m_topic.empty())
        chooseFirst();
    else if (const auto it = m_schemas.find(m_topic); it != m_schemas.end())
        m_schema->update(it->second);
}

void StreamPerspective::chooseFirst() {
    const QModelIndex first = m_model->index(0, 0, m_model->index(0, 0));
    if (first.isValid()) m_tree->setCurrentIndex(first);
}

void StreamPerspective::applyFilter() {
    const QModelIndex source = m_model->index(0, 0);
    for (int row = 0; row < m_model->rowCount(source); ++row) {
        const QString name = m_model->index(row, TopicTreeModel::Name, source).data().toString();
        m_tree->setRowHidden(row, source, !name.contains(m_filter->text(), Qt::CaseInsensitive));
    }
}

void StreamPerspective::chooseTopic(const std::string& topic) {
    if (topic == m_topic || topic.empty()) return;
    m_topic = topic;
    m_messages->setTopic(topic, m_model->recordsOf(topic));
    const auto it = m_schemas.find(topic);
    m_schema->setTopic(topic, it == m_schemas.end() ? nullptr : it->second);
}

void StreamPerspective::showItem(const QString& topic) {
    const QModelIndex index = m_model->indexOfTopic(topic.toStdString());
    if (!index.isValid()) return;
    m_filter->clear();
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(m_tree->currentIndex());
}

void StreamPerspective::saveState(QSettings& settings) const {
    settings.setValue(QStringLiteral("topics/splitter"), m_splitter->saveState());
    settings.setValue(QStringLiteral("topics/messages"), m_messages->splitter().saveState());
    settings.setValue(QStringLiteral("topics/tab"), m_tabs->currentIndex());
}

void StreamPerspective::restoreState(QSettings& settings) {
    m_splitter->restoreState(settings.value(QStringLiteral("topics/splitter")).toByteArray());
    m_messages->splitter().restoreState(settings.value(QStringLiteral("topics/messages")).toByteArray());
    m_tabs->setCurrentIndex(settings.value(QStringLiteral("topics/tab"), 0).toInt());
}

void StreamPerspective::resetLayout() {
    m_splitter->setSizes({300, 500});
    m_messages->splitter().setSizes({700, 620});
    m_tabs->setCurrentIndex(0);
}

} // namespace eventflow::widgets
