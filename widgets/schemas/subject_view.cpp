#include "widgets/schemas/subject_view.h"

#include "widgets/changes/change_menu.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/item_delegate.h"
#include "widgets/common/view_setup.h"
#include "widgets/schemas/check_pane.h"
#include "widgets/schemas/compare_pane.h"
#include "widgets/schemas/drift_pane.h"
#include "widgets/schemas/level_dialog.h"
#include "widgets/schemas/references_pane.h"
#include "widgets/schemas/schema_text_pane.h"
#include "widgets/schemas/schema_tree_pane.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/schema_check.h"
#include "widgets/viewmodels/schema_text.h"
#include "widgets/viewmodels/schema_version_model.h"
#include "widgets/viewmodels/subject_list_model.h"

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedLayout>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace eventflow::widgets {

using namespace viewmodels;

SubjectView::SubjectView(SubjectReader& reader, QWidget* parent)
    : QWidget(parent),
      m_reader(reader),
      m_model(new SchemaVersionModel(this)),
      m_empty(new EmptyState(this)) {
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(buildHeader());
    layout->addWidget(buildBody(), 1);
    m_stack = new QStackedLayout(this);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(content);

    connect(&m_reader, &SubjectReader::subjectChanged, this, &SubjectView::startOver);
    connect(&m_reader, &SubjectReader::factsChanged, this, &SubjectView::showFacts);
    connect(&m_reader, &SubjectReader::versionOpened, this, [this](int version) {
        m_model->setOpened(m_reader.opened(version));
        if (version == m_version) showVersion();
    });
    connect(m_empty, &EmptyState::actionTriggered, &m_reader, &SubjectReader::reload);
    onRowChosen(*m_versions, this, [this](int row) { chooseVersion(row); });
    startOver();
}

QWidget* SubjectView::buildHeader() {
    auto* header = new QWidget(this);
    m_title = makeLabel({}, "heading", header);
    m_level = makeLabel({}, "", header);
    m_meaning = makeLabel({}, "muted", header);
    m_changeLevel = new QPushButton(tr("Change the level…"), header);
    m_changeLevel->setAutoDefault(false);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(3);
    for (QLabel* label : {m_title, m_level, m_meaning}) {
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        texts->addWidget(label);
    }
    m_meaning->setWordWrap(true);
    auto* layout = new QHBoxLayout(header);
    layout->setContentsMargins(2, 2, 2, 0);
    layout->addLayout(texts, 1);
    layout->addWidget(m_changeLevel, 0, Qt::AlignTop);
    connect(m_changeLevel, &QPushButton::clicked, this, &SubjectView::changeLevel);
    return header;
}

QWidget* SubjectView::buildBody() {
    m_versions = new QTableView;
    m_versions->setModel(m_model);
    m_versions->setItemDelegate(new ItemDelegate(m_versions));
    setUpTable(*m_versions, tr("Versions of the subject"), {5, 5, 11, 8}, SchemaVersionModel::Mark);
    m_tree = new SchemaTreePane;
    m_text = new SchemaTextPane;
    m_compare = new ComparePane(m_reader);
    m_references = new ReferencesPane(m_reader);
    m_check = new CheckPane(m_reader);
    m_drift = new DriftPane(m_reader);
    connect(m_references, &ReferencesPane::subjectRequested, this, &SubjectView::subjectRequested);
    m_tabs = new QTabWidget;
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Views of the version"));
    m_tabs->tabBar()->setAccessibleName(tr("Views of the version"));
    m_tabs->tabBar()->setDrawBase(false);
    m_tabs->addTab(m_tree, tr("Tree"));
    m_tabs->addTab(m_text, tr("Text"));
    m_tabs->addTab(m_compare, tr("Compare"));
    m_tabs->addTab(m_references, tr("References"));
    m_tabs->addTab(m_check, tr("Check"));
    m_tabs->addTab(m_drift, tr("Drift"));
    m_splitter = new QSplitter(Qt::Horizontal);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    m_splitter->addWidget(m_versions);
    m_splitter->addWidget(m_tabs);
    m_splitter->setStretchFactor(1, 1);
    return m_splitter;
}

void SubjectView::startOver() {
    m_version = 0;
    m_model->clear();
    showFacts();
}

void SubjectView::showFacts() {
    const SubjectFacts* facts = m_reader.facts();
    m_stack->setCurrentIndex(facts != nullptr ? 1 : 0);
    const QString subject = oneLine(m_reader.subject());
    m_empty->setAction(m_reader.error() ? tr("Try again") : QString());
    if (m_reader.subject().empty())
        m_empty->setContent(QStringLiteral("schemas"), tr("No subject is chosen"),
                            tr("Choose one to see its versions, what changed between them and what they "
                               "break."));
    else if (m_reader.error())
        m_empty->setContent(QStringLiteral("severity-warning"), tr("%1 cannot be read").arg(subject),
                            errorText(*m_reader.error()).cause);
    else
        m_empty->setContent(QStringLiteral("schemas"), tr("Reading %1").arg(subject), {});
    m_title->setText(subject);
    if (facts == nullptr) return;
    showLevel();
    showVersions();
}

void SubjectView::showLevel() {
    const SubjectFacts& facts = *m_reader.facts();
    if (m_reader.cluster() != nullptr) markReadOnly(*m_changeLevel, m_reader.cluster()->connection(), {});
    QStringList parts;
    parts += facts.level ? tr("Compatibility %1").arg(oneLine(*facts.level))
                         : tr("Compatibility: %1").arg(errorText(facts.level.error()).cause);
    if (facts.mode)
        parts += tr("Mode %1").arg(oneLine(*facts.mode));
    else if (facts.level)
        parts += tr("Mode: %1").arg(errorText(facts.mode.error()).cause);
    m_level->setText(parts.join(QStringLiteral(" · ")));
    QStringList meaning{facts.level ? levelMeaning(*facts.level) : QString(),
                        facts.mode ? modeMeaning(*facts.mode) : QString()};
    meaning.removeAll(QString());
    m_meaning->setText(meaning.join(u' '));
    m_meaning->setToolTip(m_meaning->text());
}

void SubjectView::changeLevel() {
    const SubjectFacts* facts = m_reader.facts();
    if (facts == nullptr || m_reader.cluster() == nullptr) return;
    SchemaCandidate newest;
    newest.subject = m_reader.subject();
    const int latest = m_reader.latest();
    if (const auto opened = m_reader.opened(latest)) newest.schema = opened->registered.schema;
    newest.versions = facts->versions;
    std::erase_if(newest.versions, [latest](const auto& mark) { return mark.version == latest; });
    newest.opened = m_reader.parsedVersions();
    std::erase_if(newest.opened,
                  [latest](const auto& opened) { return opened->registered.version == latest; });
    const auto level = facts->level ? std::optional(*facts->level) : std::nullopt;
    const auto mode = level ? schema::parseCompatibilityMode(*level) : std::nullopt;
    newest.mode = mode.value_or(schema::CompatibilityMode::Backward);
    auto* dialog = new LevelDialog(m_reader.cluster(), std::move(newest), level, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, &m_reader, &SubjectReader::reload);
    dialog->open();
}

void SubjectView::setDeletedShown(bool shown) {
    m_deletedShown = shown;
    if (m_reader.facts() != nullptr) showVersions();
}

void SubjectView::showVersions() {
    auto versions = m_reader.facts()->versions;
    const bool allDeleted = std::ranges::all_of(versions, &SubjectVersionMark::deleted);
    if (!m_deletedShown && !allDeleted) std::erase_if(versions, [](const auto& one) { return one.deleted; });
    m_model->setVersions(versions);
    for (const auto& mark : versions)
        if (auto opened = m_reader.opened(mark.version)) m_model->setOpened(std::move(opened));
    if (m_model->rowOfVersion(m_version) >= 0 || m_model->rowCount() == 0) return;
    m_versions->selectionModel()->setCurrentIndex(m_model->index(0, 0), QItemSelectionModel::ClearAndSelect |
                                                                            QItemSelectionModel::Rows);
}

void SubjectView::chooseVersion(int row) {
    if (row < 0) return;
    m_version = m_model->row(row).version;
    m_reader.want(m_version);
    m_compare->setVersion(m_version);
    showVersion();
}

void SubjectView::showVersion() {
    const auto schema = m_reader.opened(m_version);
    m_tree->setSchema(schema);
    m_text->setSchema(schema);
    m_references->setVersion(m_version);
    m_check->setVersion(m_version);
    m_drift->setVersion(m_version);
}

} // namespace eventflow::widgets
