#include "widgets/schemas/schemas_perspective.h"

#include "widgets/common/empty_state.h"
#include "widgets/common/view_setup.h"
#include "widgets/schemas/subject_list_pane.h"
#include "widgets/schemas/subject_reader.h"
#include "widgets/schemas/subject_view.h"
#include "widgets/viewmodels/display_text.h"

#include <QCheckBox>
#include <QListView>
#include <QSettings>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>

namespace eventflow::widgets {

SchemasPerspective::SchemasPerspective(feed::Workbench&, QWidget* parent)
    : Perspective(QStringLiteral("schemas"), tr("Schemas"), QStringLiteral("schemas"), parent),
      m_reader(new SubjectReader(this)),
      m_subjects(new SubjectListPane),
      m_view(new SubjectView(*m_reader)),
      m_splitter(new QSplitter(Qt::Horizontal)) {
    m_splitter->setContentsMargins(12, 12, 12, 12);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    m_splitter->addWidget(m_subjects);
    m_splitter->addWidget(m_view);
    m_splitter->setStretchFactor(1, 1);
    setContent(m_splitter);
    resetLayout();
    installPaneKeys(*this, &m_subjects->filter(),
                    {&m_subjects->list(), &m_view->versions(), &m_view->tabs()});
    connect(m_subjects, &SubjectListPane::chosen, this,
            [this](const std::string& subject) { m_reader->choose(subject); });
    connect(m_subjects, &SubjectListPane::deletedShown, m_view, &SubjectView::setDeletedShown);
    connect(m_view, &SubjectView::subjectRequested, m_subjects, &SubjectListPane::choose);
    updateEmpty();
}

void SchemasPerspective::setCluster(const std::shared_ptr<feed::Cluster>& cluster) {
    m_cluster = cluster;
    const bool usable = cluster != nullptr && cluster->registry() != nullptr;
    m_reader->setCluster(usable ? cluster : nullptr);
    m_subjects->setCluster(nullptr);
    m_outdated = usable;
    updateEmpty();
    if (isActive()) activated();
}

void SchemasPerspective::activated() {
    if (!std::exchange(m_outdated, false)) return;
    m_subjects->setCluster(m_cluster);
}

void SchemasPerspective::updateEmpty() {
    if (m_cluster == nullptr)
        emptyState().setContent(
            QStringLiteral("schemas"), tr("No cluster is connected"),
            tr("Connect to a cluster whose connection names a schema registry. Its subjects, their versions "
               "and what each change breaks appear here."));
    else if (m_cluster->registry() == nullptr)
        emptyState().setContent(
            QStringLiteral("schemas"),
            tr("%1 has no schema registry").arg(viewmodels::oneLine(m_cluster->connection().name)),
            tr("Edit the connection and give the address of a Confluent-compatible registry, such as "
               "https://registry.example:8081. In workspace.yaml that is the connection's key registry."));
    setEmpty(m_cluster == nullptr || m_cluster->registry() == nullptr);
}

void SchemasPerspective::showItem(const QString& subject) {
    activated();
    m_subjects->choose(subject.toStdString());
}

void SchemasPerspective::saveState(QSettings& settings) const {
    settings.setValue(QStringLiteral("schemas/splitter"), m_splitter->saveState());
    settings.setValue(QStringLiteral("schemas/versions"), m_view->splitter().saveState());
    settings.setValue(QStringLiteral("schemas/tab"), m_view->tabs().currentIndex());
    settings.setValue(QStringLiteral("schemas/deleted"), m_subjects->isDeletedShown());
}

void SchemasPerspective::restoreState(QSettings& settings) {
    m_splitter->restoreState(settings.value(QStringLiteral("schemas/splitter")).toByteArray());
    m_view->splitter().restoreState(settings.value(QStringLiteral("schemas/versions")).toByteArray());
    m_view->tabs().setCurrentIndex(settings.value(QStringLiteral("schemas/tab"), 0).toInt());
    m_subjects->setDeletedShown(settings.value(QStringLiteral("schemas/deleted"), false).toBool());
}

void SchemasPerspective::resetLayout() {
    m_splitter->setSizes({270, 900});
    m_view->splitter().setSizes({316, 700});
    m_view->tabs().setCurrentIndex(0);
}

} // namespace eventflow::widgets
