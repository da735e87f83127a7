#include "widgets/stream/record_inspector.h"

#include "core/base/json_writer.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/icons.h"
#include "widgets/common/item_delegate.h"
#include "widgets/common/text_view.h"
#include "widgets/common/view_setup.h"
#include "widgets/stream/hex_delegate.h"
#include "widgets/viewmodels/attempt_model.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/header_model.h"
#include "widgets/viewmodels/hex_model.h"
#include "widgets/viewmodels/json_tree_model.h"
#include "widgets/viewmodels/message_model.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMimeData>
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

constexpr int kExpandAllUpTo = 200;

/// A tab page: the view, and a line below it for what should be known about it.
QWidget* page(QWidget* view, QLabel* note) {
    auto* widget = new QWidget;
    auto* layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(view, 1);
    if (note != nullptr) {
        note->setWordWrap(true);
        note->setContentsMargins(2, 6, 2, 0);
        note->hide();
        layout->addWidget(note);
    }
    return widget;
}

void showNote(QLabel& note, const QString& text) {
    note.setText(text);
    note.setVisible(!text.isEmpty());
}

std::string valueOf(const std::shared_ptr<const feed::RecordPreview>& record) {
    return record != nullptr && record->value ? *record->value : std::string();
}

} // namespace

RecordInspector::RecordInspector(QWidget* parent)
    : QWidget(parent),
      m_stack(new QStackedLayout(this)),
      m_nothing(new EmptyState(this)),
      m_treeModel(new JsonTreeModel(this)),
      m_hexModel(new HexModel(this)),
      m_headerModel(new HeaderModel(this)),
      m_attemptModel(new AttemptModel(this)) {
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(buildHeader());
    buildTabs();
    layout->addWidget(m_tabs, 1);
    m_stack->addWidget(m_nothing);
    m_stack->addWidget(content);
    setPlaceholder(tr("No message is chosen"),
                   tr("Choose one to see its value as a tree, as text and as bytes."));
    setRecord(nullptr);
}

QLayout* RecordInspector::buildHeader() {
    m_position = makeLabel({}, "heading", this);
    m_facts = makeLabel({}, "muted", this);
    for (QLabel* label : {m_position, m_facts}) {
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    }
    m_copyButtons = new QWidget(this);
    auto* buttons = new QHBoxLayout(m_copyButtons);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(2);
    const auto addButton = [&](const QString& text, const QString& name, auto slot) {
        auto* button = new QToolButton(m_copyButtons);
        button->setText(text);
        button->setAccessibleName(name);
        button->setToolTip(name);
        button->setIcon(themedIcon(QStringLiteral("copy")));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::TabFocus);
        connect(button, &QToolButton::clicked, this, slot);
        buttons->addWidget(button);
    };
    addButton(tr("Raw"), tr("Copy the value's original bytes"), &RecordInspector::copyRaw);
    addButton(tr("Hex"), tr("Copy the value as hexadecimal digits"), &RecordInspector::copyHex);

    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_position);
    texts->addWidget(m_facts);
    auto* header = new QHBoxLayout;
    header->addLayout(texts, 1);
    header->addWidget(m_copyButtons, 0, Qt::AlignTop);
    return header;
}

void RecordInspector::buildTabs() {
    m_tabs = new QTabWidget(this);
    m_tabs->setDocumentMode(true); // the views have a frame of their own
    m_tabs->setAccessibleName(tr("Message views"));
    m_tabs->tabBar()->setAccessibleName(tr("Message views"));
    m_tabs->tabBar()->setDrawBase(false);

    m_tree = new QTreeView;
    m_tree->setModel(m_treeModel);
    m_tree->setItemDelegate(new ItemDelegate(m_tree));
    setUpTree(*m_tree, tr("Value as a tree"), {24, 40}, JsonTreeModel::Value);
    m_tree->setFont(monospaceFont(font()));

    m_raw = new TextView;
    m_raw->setAccessibleName(tr("Value as text"));

    m_hex = new QTableView;
    m_hex->setModel(m_hexModel);
    m_hex->setItemDelegate(new HexDelegate(m_hex));
    m_hex->setFont(monospaceFont(font()));
    m_hex->horizontalHeader()->setFont(m_hex->font()); // it is a ruler
    setUpTable(*m_hex, tr("Value as bytes"), {10, 50, 18}, HexModel::Ascii);
    m_hex->verticalHeader()->setDefaultSectionSize(m_hex->fontMetrics().height() + 4);
    const int digit = m_hex->fontMetrics().horizontalAdvance(u'0');
    m_hex->horizontalHeader()->resizeSection(HexModel::Offset, 8 * digit + 24);
    m_hex->horizontalHeader()->resizeSection(HexModel::Hex, 48 * digit + 34);

    m_headers = new QTableView;
    m_headers->setModel(m_headerModel);
    m_headers->setItemDelegate(new ItemDelegate(m_headers));
    setUpTable(*m_headers, tr("Headers of the message"), {3, 24, 30}, HeaderModel::Value);

    m_treeNote = makeLabel({}, "muted", this);
    m_rawNote = makeLabel({}, "muted", this);
    m_hexNote = makeLabel({}, "muted", this);
    m_tabs->addTab(page(m_tree, m_treeNote), tr("Tree"));
    m_tabs->addTab(page(m_raw, m_rawNote), tr("Raw"));
    m_tabs->addTab(page(m_hex, m_hexNote), tr("Hex"));
    m_tabs->addTab(page(m_headers, nullptr), tr("Headers"));
    buildAttempts();
    connect(m_tabs, &QTabWidget::currentChanged, this, &RecordInspector::fillTab);
}

void RecordInspector::buildAttempts() {
    m_attempts = new QTableView;
    m_attempts->setModel(m_attemptModel);
    m_attempts->setItemDelegate(new ItemDelegate(m_attempts));
    setUpTable(*m_attempts, tr("Why the value was not read otherwise"), {20, 8, 40}, AttemptModel::Reason);
    auto* note = makeLabel(tr("Choosing an attempt shows its byte in Hex."), "muted", this);
    m_tabs->addTab(page(m_attempts, note), tr("Decoding"));
    note->show();
    m_tabs->setTabVisible(Attempts, false);
    connect(m_attempts, &QTableView::clicked, this,
            [this](const QModelIndex& index) { showByte(m_attemptModel->byteOf(index.row())); });
    connect(m_attempts, &QTableView::activated, this,
            [this](const QModelIndex& index) { showByte(m_attemptModel->byteOf(index.row())); });
}

void RecordInspector::setPlaceholder(const QString& title, const QString& text) {
    m_nothing->setContent(QStringLiteral("field"), title, text);
}

void RecordInspector::showTab(Tab tab) {
    m_tabs->setCurrentIndex(tab);
}

void RecordInspector::setRecord(std::shared_ptr<const feed::RecordPreview> record) {
    take(std::move(record), std::nullopt);
}

void RecordInspector::setRecord(std::shared_ptr<const feed::RecordPreview> record, Reading reading) {
    take(std::move(record), std::move(reading));
}

void RecordInspector::take(std::shared_ptr<const feed::RecordPreview> record,
                           std::optional<Reading> reading) {
    m_record = std::move(record);
    m_reading = std::move(reading);
    m_attemptModel->setAttempts(m_reading ? m_reading->attempts : std::vector<codec::DecodeAttempt>());
    m_tabs->setTabVisible(Attempts, m_attemptModel->rowCount() > 0);
    m_tabs->setTabText(Attempts, tr("Decoding (%1)").arg(m_attemptModel->rowCount()));
    updateHeader();
    m_stack->setCurrentIndex(m_record == nullptr ? 0 : 1);
    m_copyButtons->setVisible(m_record != nullptr && m_record->value.has_value());
    m_tabs->setTabText(Headers, m_record != nullptr && !m_record->headers.empty()
                                    ? tr("Headers (%1)").arg(m_record->headers.size())
                                    : tr("Headers"));
    fillTab();
}

void RecordInspector::updateHeader() {
    if (m_record == nullptr) return;
    m_position->setText(positionText(*m_record));
    const QString key = !m_record->key           ? tr("no key")
                        : m_record->key->empty() ? tr("empty key")
                                                 : tr("key %1").arg(oneLine(*m_record->key, 80));
    const QString size =
        m_record->value ? format::bytes(static_cast<double>(m_record->valueBytes)) : tr("null value");
    m_facts->setText(tr("%1 UTC · %2 · %3").arg(format::dateTime(m_record->tsArrival), size, key));
}

void RecordInspector::fillTab() {
    switch (m_tabs->currentIndex()) {
    case Tree:
        return fillTree();
    case Raw:
        return fillRaw();
    case Hex:
        return fillHex();
    case Headers:
        return m_headerModel->setHeaders(m_record == nullptr ? HeaderModel::Headers() : m_record->headers);
    default:
        return;
    }
}

void RecordInspector::fillTree() {
    m_treeModel->setText(m_reading ? m_reading->json : valueOf(m_record));
    if (m_treeModel->outline().nodeCount() <= kExpandAllUpTo) m_tree->expandAll();
    showNote(*m_treeNote, m_reading && !m_reading->note.isEmpty() ? m_reading->note : treeNote());
}

void RecordInspector::fillHex() {
    m_hexModel->setBytes(valueOf(m_record));
    if (m_reading) m_hexModel->setMarks(m_reading->marks);
    showNote(*m_hexNote, m_reading ? m_reading->legend : QString());
}

void RecordInspector::showByte(std::size_t offset) {
    showTab(Hex);
    fillHex();
    const auto row = static_cast<int>(offset / HexModel::kBytesPerRow);
    if (row >= m_hexModel->rowCount()) return;
    auto marks = m_reading ? m_reading->marks : std::vector<ByteMark>();
    marks.push_back({offset, offset + 1, -1});
    m_hexModel->setMarks(std::move(marks));
    m_hex->selectRow(row);
    m_hex->scrollTo(m_hexModel->index(row, 0), QAbstractItemView::PositionAtCenter);
}

QString RecordInspector::treeNote() const {
    if (m_record == nullptr) return {};
    if (!m_record->value) return tr("The value is null: a tombstone on a compacted topic.");
    if (m_record->value->empty()) return tr("The value is empty: it has no bytes.");
    const JsonOutline& outline = m_treeModel->outline();
    const auto offset = static_cast<qulonglong>(outline.problemOffset());
    const bool cut = m_record->valueBytes > m_record->value->size();
    switch (outline.problem()) {
    case JsonProblem::None:
        return {};
    case JsonProblem::NoValue:
        return tr("There is nothing but white space in the value.");
    case JsonProblem::TextTooLong:
        return tr("The value is too long for a tree. See Raw or Hex.");
    case JsonProblem::TooManyNodes:
        return tr("The tree shows the first %1 fields. See Raw for the rest.").arg(JsonOutline::kMaxNodes);
    case JsonProblem::UnexpectedEnd:
        return cut ? tr("Only the first %1 of the value are kept here.")
                         .arg(format::bytes(static_cast<double>(m_record->value->size())))
                   : tr("The value ends at byte %1, before its JSON is complete.").arg(offset);
    case JsonProblem::TextAfterValue:
        return tr("More text follows the JSON value, from byte %1 on. See Raw.").arg(offset);
    case JsonProblem::UnexpectedText:
        return outline.empty()
                   ? tr("The value is not JSON. See Raw or Hex.")
                   : tr("The JSON breaks at byte %1. What is in front of it is shown.").arg(offset);
    }
    return {};
}

void RecordInspector::fillRaw() {
    const std::string value = valueOf(m_record);
    m_raw->setText(fromUtf8(value));
    QString note;
    if (m_record != nullptr && m_record->value && !isValidUtf8(value))
        note = tr("Not UTF-8: bytes that are not text are shown as \uFFFD. Hex shows them all.");
    if (m_record != nullptr && m_record->valueBytes > value.size())
        note = tr("Only the first %1 of %2 are kept here.")
                   .arg(format::bytes(static_cast<double>(value.size())),
                        format::bytes(static_cast<double>(m_record->valueBytes)));
    if (m_record != nullptr && !m_record->value) note = tr("The value is null.");
    showNote(*m_rawNote, note);
}

void RecordInspector::copyRaw() const {
    const std::string value = valueOf(m_record);
    auto mime = std::make_unique<QMimeData>();
    mime->setText(fromUtf8(value));
    mime->setData(QStringLiteral("application/octet-stream"),
                  QByteArray(value.data(), static_cast<qsizetype>(value.size())));
    QApplication::clipboard()->setMimeData(mime.release());
}

void RecordInspector::copyHex() const {
    const std::string value = valueOf(m_record);
    const auto bytes = QByteArray::fromRawData(value.data(), static_cast<qsizetype>(value.size()));
    QApplication::clipboard()->setText(QString::fromLatin1(bytes.toHex()));
}

} // namespace eventflow::widgets
