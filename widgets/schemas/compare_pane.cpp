#include "widgets/schemas/compare_pane.h"

#include "widgets/common/empty_state.h"
#include "widgets/common/icons.h"
#include "widgets/common/view_setup.h"
#include "widgets/schemas/change_delegate.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/line_diff_model.h"
#include "widgets/viewmodels/schema_pair_model.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QPlainTextEdit>
#include <QShortcut>
#include <QSplitter>
#include <QStackedLayout>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace eventflow::widgets {

using namespace viewmodels;

namespace {

constexpr std::size_t kExpandAllUpTo = 300;

} // namespace

ComparePane::ComparePane(SubjectReader& reader, QWidget* parent)
    : QWidget(parent),
      m_reader(reader),
      m_changeModel(new TextTableModel(changeTitles(), this)),
      m_pairModel(new SchemaPairModel(this)),
      m_lineModel(new LineDiffModel(this)),
      m_empty(new EmptyState(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(buildBar());
    layout->addWidget(m_summary);
    auto* body = new QWidget(this);
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_empty);
    auto* splitter = new QSplitter(Qt::Vertical, body);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(10);
    splitter->addWidget(buildChanges());
    splitter->addWidget(buildSides());
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({270, 330});
    m_stack->addWidget(splitter);
    layout->addWidget(body, 1);

    connect(&m_reader, &SubjectReader::factsChanged, this, &ComparePane::fillVersions);
    connect(&m_reader, &SubjectReader::subjectChanged, this, &ComparePane::fillVersions);
    connect(&m_reader, &SubjectReader::versionOpened, this, [this](int version) {
        if (version == m_before->currentData().toInt() || version == m_after->currentData().toInt())
            compare();
    });
    fillVersions();
}

QWidget* ComparePane::buildBar() {
    auto* bar = new QWidget(this);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(2, 0, 0, 0);
    layout->setSpacing(8);
    m_before = new QComboBox(bar);
    m_before->setAccessibleName(tr("Earlier version"));
    m_after = new QComboBox(bar);
    m_after->setAccessibleName(tr("Later version"));
    m_summary = makeLabel({}, "muted", bar);
    m_summary->setContentsMargins(2, 0, 2, 0);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layout->addWidget(m_before);
    layout->addWidget(makeLabel(tr("to"), "muted", bar));
    layout->addWidget(m_after);
    layout->addStretch(1);
    const auto addStep = [&](const QString& text, const QKeySequence& keys, int direction) {
        auto* button = new QToolButton(bar);
        button->setText(text);
        button->setToolTip(tr("%1 (%2)").arg(text, keys.toString(QKeySequence::NativeText)));
        button->setAccessibleName(text);
        button->setFocusPolicy(Qt::TabFocus);
        connect(button, &QToolButton::clicked, this, [this, direction] { step(direction); });
        auto* shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, direction] { step(direction); });
        layout->addWidget(button);
        return button;
    };
    m_previous = addStep(tr("Previous change"), QKeySequence(Qt::ALT | Qt::Key_Up), -1);
    m_next = addStep(tr("Next change"), QKeySequence(Qt::ALT | Qt::Key_Down), 1);
    for (QComboBox* box : {m_before, m_after})
        connect(box, &QComboBox::currentIndexChanged, this, [this] {
            if (!m_filling) compare();
        });
    return bar;
}

QWidget* ComparePane::buildChanges() {
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(8);
    m_changes = new QTableView(splitter);
    m_changes->setModel(m_changeModel);
    m_changes->setItemDelegate(new ChangeDelegate(m_changes));
    setUpTable(*m_changes, tr("Changes"), {9, 14, 14, 14, 17}, 1);
    m_reasons = new QPlainTextEdit(splitter);
    m_reasons->setReadOnly(true);
    m_reasons->setTabChangesFocus(true);
    m_reasons->setAccessibleName(tr("What the change breaks, and why"));
    splitter->addWidget(m_changes);
    splitter->addWidget(m_reasons);
    splitter->setSizes({150, 90});
    onRowChosen(*m_changes, this, [this](int row) { chooseChange(row); });
    return splitter;
}

QWidget* ComparePane::buildSides() {
    m_pairs = new QTreeView;
    m_pairs->setModel(m_pairModel);
    m_pairs->setItemDelegate(new ChangeDelegate(m_pairs));
    setUpTree(*m_pairs, tr("Both versions as trees"), {22, 26, 26}, SchemaPairModel::After);
    m_lines = new QTableView;
    m_lines->setModel(m_lineModel);
    m_lines->setItemDelegate(new LineDiffDelegate(m_lines));
    setUpTable(*m_lines, tr("Both versions as text"), {1, 4, 40, 4, 40}, LineDiffModel::After);
    m_lines->horizontalHeader()->setSectionResizeMode(LineDiffModel::Before, QHeaderView::Stretch);
    m_lines->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_lines->setFont(monospaceFont(m_lines->font()));
    m_lineNote = makeLabel({}, "muted", this);
    auto* text = new QWidget;
    auto* layout = new QVBoxLayout(text);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_lineNote);
    layout->addWidget(m_lines, 1);
    auto* tree = new QWidget;
    auto* treeLayout = new QVBoxLayout(tree);
    treeLayout->setContentsMargins(0, 6, 0, 0);
    treeLayout->addWidget(m_pairs);
    m_sides = new QTabWidget;
    m_sides->setDocumentMode(true);
    m_sides->setAccessibleName(tr("How to compare"));
    m_sides->tabBar()->setAccessibleName(tr("How to compare"));
    m_sides->tabBar()->setDrawBase(false);
    m_sides->addTab(tree, tr("Trees"));
    m_sides->addTab(text, tr("Texts"));
    return m_sides;
}

void ComparePane::setVersion(int version) {
    const int at = m_after->findData(version);
    if (at < 0) return;
    m_filling = true;
    m_after->setCurrentIndex(at);
    // Newest first: the one before it is the next.
    m_before->setCurrentIndex(std::min(at + 1, m_before->count() - 1));
    m_filling = false;
    compare();
}

void ComparePane::fillVersions() {
    const int before = m_before->currentData().toInt();
    const int after = m_after->currentData().toInt();
    m_filling = true;
    for (QComboBox* box : {m_before, m_after}) {
        box->clear();
        if (m_reader.facts() == nullptr) continue;
        for (const auto& mark : m_reader.facts()->versions)
            box->addItem(mark.deleted ? tr("Version %1, deleted").arg(mark.version)
                                      : tr("Version %1").arg(mark.version),
                         mark.version);
    }
    m_after->setCurrentIndex(std::max(0, m_after->findData(after)));
    const int known = m_before->findData(before);
    m_before->setCurrentIndex(known >= 0 && before != after ? known : std::min(1, m_before->count() - 1));
    m_filling = false;
    compare();
}

void ComparePane::showMessage(const QString& icon, const QString& title, const QString& text) {
    m_comparison.reset();
    m_changeModel->setRows({});
    m_summary->clear();
    m_empty->setContent(icon, title, text);
    m_stack->setCurrentIndex(0);
    m_previous->setEnabled(false);
    m_next->setEnabled(false);
}

void ComparePane::compare() {
    m_call.cancel();
    if (m_after->count() < 2)
        return showMessage(QStringLiteral("schemas"), tr("There is nothing to compare"),
                           tr("The subject has one version. Compare it with the next one in Check."));
    if (m_before->currentData() == m_after->currentData())
        return showMessage(QStringLiteral("schemas"), tr("It is twice the same version"),
                           tr("Choose two different ones."));
    const auto before = m_reader.opened(m_before->currentData().toInt());
    const auto after = m_reader.opened(m_after->currentData().toInt());
    if (before == nullptr) m_reader.want(m_before->currentData().toInt());
    if (after == nullptr) m_reader.want(m_after->currentData().toInt());
    if (before == nullptr || after == nullptr)
        return showMessage(QStringLiteral("schemas"), tr("Reading both versions"), {});
    for (const auto& one : {before, after})
        if (!one->parsed)
            return showMessage(QStringLiteral("severity-warning"),
                               tr("Version %1 cannot be compared").arg(one->registered.version),
                               errorText(one->error.value_or(Error{})).cause);
    m_call.start(
        [before, after](std::stop_token) {
            return std::make_shared<const SchemaComparison>(compareSchemas(before, after));
        },
        [this](Comparison comparison) { show(std::move(comparison)); });
}

void ComparePane::show(Comparison comparison) {
    m_comparison = std::move(comparison);
    const auto title = [&](const std::shared_ptr<const OpenedSchema>& one) {
        return tr("Version %1").arg(one->registered.version);
    };
    const QString before = title(m_comparison->before);
    const QString after = title(m_comparison->after);
    m_stack->setCurrentIndex(1);
    m_pairModel->setPairs(m_comparison->pairs, before, after);
    if (m_comparison->pairs->size() <= kExpandAllUpTo) m_pairs->expandAll();
    m_lineModel->setDiff(m_comparison->lines, before, after);
    m_lineNote->setText(m_comparison->laidOut
                            ? tr("Laid out in lines: only white space differs from what is registered.")
                            : tr("As they are registered."));
    m_changeModel->setRows(changeRows(*m_comparison));
    const SubjectFacts* facts = m_reader.facts();
    m_summary->setText(
        comparisonSummary(*m_comparison, facts != nullptr && facts->level ? *facts->level : std::string()));
    m_summary->setToolTip(m_summary->text());
    const bool any = m_changeModel->rowCount() > 0;
    m_previous->setEnabled(any);
    m_next->setEnabled(any);
    m_reasons->setPlainText(any ? QString() : m_summary->text());
    if (any) m_changes->selectRow(0);
}

void ComparePane::chooseChange(int row) {
    if (row < 0 || m_comparison == nullptr) return;
    const auto& change = m_comparison->diff.changes[static_cast<std::size_t>(row)];
    m_reasons->setPlainText(changeReasons(*m_comparison, change));
    const QModelIndex place = m_pairModel->indexOfPath(change.path);
    if (!place.isValid()) return m_pairs->clearSelection();
    m_pairs->setCurrentIndex(place);
    m_pairs->scrollTo(place);
}

void ComparePane::step(int direction) {
    const int rows = m_changeModel->rowCount();
    if (rows == 0) return;
    const int row = m_changes->currentIndex().row();
    m_changes->selectRow((row + direction + rows) % rows);
}

} // namespace eventflow::widgets
