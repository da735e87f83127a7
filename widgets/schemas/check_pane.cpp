#include "widgets/schemas/check_pane.h"

#include "widgets/common/item_delegate.h"
#include "widgets/common/notice.h"
#include "widgets/common/view_setup.h"
#include "widgets/schemas/reference_dialog.h"
#include "widgets/schemas/register_dialog.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/line_diff.h"
#include "widgets/viewmodels/schema_text.h"

#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QTableView>
#include <QTextCursor>
#include <QVBoxLayout>

namespace eventflow::widgets {

using namespace viewmodels;

namespace {

constexpr int kTypingMs = 350;
constexpr std::size_t kMaxDrafts = 50;

} // namespace

CheckPane::CheckPane(SubjectReader& reader, QWidget* parent)
    : QWidget(parent), m_reader(reader), m_reasonModel(new TextTableModel(reasonTitles(), this)) {
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(10);
    splitter->addWidget(buildEditor());
    splitter->addWidget(buildResult());
    splitter->setSizes({280, 280});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(buildBar());
    layout->addWidget(splitter, 1);

    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingMs);
    connect(&m_typing, &QTimer::timeout, this, [this] { check(false); });
    connect(m_editor, &QPlainTextEdit::textChanged, this, [this] {
        forgetCheck();
        m_typing.start();
    });
    for (QComboBox* box : {m_type, m_mode})
        connect(box, &QComboBox::currentIndexChanged, this, [this] {
            forgetCheck();
            m_typing.start();
        });
    connect(&m_reader, &SubjectReader::subjectChanged, this, &CheckPane::changeSubject);
    connect(&m_reader, &SubjectReader::factsChanged, this, &CheckPane::takeFacts);
    changeSubject();
}

QWidget* CheckPane::buildBar() {
    auto* bar = new QWidget(this);
    auto* inputs = new QHBoxLayout;
    inputs->setSpacing(8);
    auto* steps = new QHBoxLayout;
    steps->setSpacing(8);
    auto* layout = new QVBoxLayout(bar);
    layout->setContentsMargins(2, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(inputs);
    layout->addLayout(steps);
    m_type = new QComboBox(bar);
    m_type->setAccessibleName(tr("Type of the new schema"));
    for (const auto type : {codec::SchemaType::Avro, codec::SchemaType::Json, codec::SchemaType::Protobuf})
        m_type->addItem(schemaTypeText(type), static_cast<int>(type));
    m_mode = new QComboBox(bar);
    // The longest level would not let the window get small.
    m_mode->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_mode->setMinimumContentsLength(12);
    m_mode->setAccessibleName(tr("Level to check by"));
    for (int mode = 0; mode < schema::kCompatibilityModeCount; ++mode) {
        const char* name = toString(static_cast<schema::CompatibilityMode>(mode));
        m_mode->addItem(QString::fromLatin1(name), mode);
        m_mode->setItemData(mode, levelMeaning(name), Qt::ToolTipRole);
    }
    m_startFrom = new QPushButton(bar);
    m_startFrom->setAccessibleName(tr("Start from a registered version"));
    auto* open = new QPushButton(tr("Open file…"), bar);
    m_referenceButton = new QPushButton(tr("References…"), bar);
    m_referenceButton->setToolTip(tr("The other schemas that the new version needs"));
    m_checkButton = new QPushButton(tr("Check"), bar);
    m_checkButton->setToolTip(tr("Check here and ask the registry (Ctrl+Return)"));
    m_register = new QPushButton(tr("Register…"), bar);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_type, m_mode, m_startFrom, open})
        inputs->addWidget(widget);
    inputs->addStretch(1);
    steps->addWidget(m_referenceButton);
    steps->addStretch(1);
    steps->addWidget(m_checkButton);
    steps->addWidget(m_register);
    connect(m_startFrom, &QPushButton::clicked, this, &CheckPane::startFromVersion);
    connect(open, &QPushButton::clicked, this, &CheckPane::chooseFile);
    connect(m_referenceButton, &QPushButton::clicked, this, &CheckPane::editReferences);
    connect(m_checkButton, &QPushButton::clicked, this, [this] { check(true); });
    connect(m_register, &QPushButton::clicked, this, &CheckPane::registerIt);
    for (const auto key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto* shortcut = new QShortcut(QKeySequence(Qt::CTRL | key), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, [this] { check(true); });
    }
    return bar;
}

QWidget* CheckPane::buildEditor() {
    auto* panel = new QWidget;
    m_editor = new QPlainTextEdit(panel);
    m_editor->setAccessibleName(tr("Text of the new version"));
    m_editor->setPlaceholderText(tr("Paste the new version here, open a file, or start from a version."));
    m_editor->setFont(monospaceFont(m_editor->font()));
    m_editor->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_editor->setTabChangesFocus(true);
    m_referenceNote = makeLabel({}, "muted", panel);
    m_referenceNote->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_editor, 1);
    layout->addWidget(m_referenceNote);
    return panel;
}

QWidget* CheckPane::buildResult() {
    auto* panel = new QWidget;
    m_verdict = new Notice(panel);
    m_opinion = new Notice(panel);
    m_registerNote = makeLabel({}, "muted", panel);
    m_registerNote->setWordWrap(true);
    m_reasons = new QTableView(panel);
    m_reasons->setModel(m_reasonModel);
    m_reasons->setItemDelegate(new ItemDelegate(m_reasons));
    setUpTable(*m_reasons, tr("Reasons against the new version"), {8, 12, 24, 40}, 3);
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_verdict);
    layout->addWidget(m_opinion);
    layout->addWidget(m_reasons, 1);
    layout->addWidget(m_registerNote);
    return panel;
}

void CheckPane::changeSubject() {
    if (!m_subject.empty() && !m_editor->document()->isEmpty()) {
        if (m_drafts.size() >= kMaxDrafts) m_drafts.erase(m_drafts.begin());
        m_drafts[m_subject] = {m_editor->toPlainText(),
                               static_cast<codec::SchemaType>(m_type->currentData().toInt()), m_references};
    }
    m_subject = m_reader.subject();
    const auto draft = m_drafts.find(m_subject);
    m_editor->setPlainText(draft == m_drafts.end() ? QString() : draft->second.text);
    m_references =
        draft == m_drafts.end() ? std::vector<registry::SchemaReference>() : draft->second.references;
    if (draft != m_drafts.end()) m_type->setCurrentIndex(static_cast<int>(draft->second.type));
    setVersion(0);
    forgetCheck();
}

void CheckPane::takeFacts() {
    const SubjectFacts* facts = m_reader.facts();
    const auto mode =
        facts != nullptr && facts->level ? schema::parseCompatibilityMode(*facts->level) : std::nullopt;
    if (mode) m_mode->setCurrentIndex(static_cast<int>(*mode));
    updateRegister();
}

void CheckPane::setVersion(int version) {
    m_version = version;
    m_startFrom->setText(version > 0 ? tr("Start from version %1").arg(version) : tr("Start from a version"));
    const auto opened = m_reader.opened(version);
    m_startFrom->setEnabled(opened != nullptr && !opened->registered.schema.text.empty());
    // An empty draft is of the type that the subject has.
    if (opened != nullptr && m_editor->document()->isEmpty()) {
        m_type->setCurrentIndex(static_cast<int>(opened->registered.schema.type));
        m_references = opened->registered.schema.references;
    }
    showReferences();
}

void CheckPane::showReferences() {
    QStringList names;
    for (const registry::SchemaReference& reference : m_references)
        names += tr("%1 (%2, version %3)")
                     .arg(oneLine(reference.name, 80), oneLine(reference.subject, 80))
                     .arg(reference.version);
    const QString all = names.join(QStringLiteral(", "));
    m_referenceNote->setText(
        names.isEmpty()
            ? QString()
            : tr("It refers to %n schema(s): %1", nullptr, static_cast<int>(names.size())).arg(all));
    m_referenceNote->setToolTip(all);
}

void CheckPane::editReferences() {
    auto* dialog = new ReferenceDialog(m_references, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_references = dialog->references();
        showReferences();
        forgetCheck();
        m_typing.start();
    });
    dialog->open();
}

void CheckPane::startFromVersion() {
    const auto opened = m_reader.opened(m_version);
    if (opened == nullptr) return;
    const registry::SchemaDefinition& schema = opened->registered.schema;
    m_references = schema.references;
    m_type->setCurrentIndex(static_cast<int>(schema.type));
    m_editor->setPlainText(
        fromUtf8(schema.type == codec::SchemaType::Protobuf ? schema.text : layOutJson(schema.text)));
    setVersion(m_version);
    m_editor->setFocus();
}

void CheckPane::chooseFile() {
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a schema"), {},
                                                      tr("Schemas (*.avsc *.json *.proto);;All files (*)"));
    if (!path.isEmpty()) openFile(path);
}

void CheckPane::openFile(const QString& path) {
    QFile file(path);
    const bool opened = file.open(QIODevice::ReadOnly);
    if (!opened || file.size() > kMaxFileBytes) {
        m_verdict->showText(Severity::Critical,
                            opened ? tr("%1 is longer than 1 MiB.").arg(path)
                                   : tr("%1 cannot be read: %2").arg(path, file.errorString()));
        return;
    }
    if (path.endsWith(u".proto"))
        m_type->setCurrentIndex(static_cast<int>(codec::SchemaType::Protobuf));
    else if (path.endsWith(u".avsc"))
        m_type->setCurrentIndex(static_cast<int>(codec::SchemaType::Avro));
    m_editor->setPlainText(QString::fromUtf8(file.readAll()));
}

SchemaCandidate CheckPane::candidate(bool askRegistry) const {
    SchemaCandidate candidate;
    candidate.subject = m_subject;
    candidate.schema = {static_cast<codec::SchemaType>(m_type->currentData().toInt()),
                        m_editor->toPlainText().toStdString(), m_references};
    candidate.mode = static_cast<schema::CompatibilityMode>(m_mode->currentData().toInt());
    if (m_reader.facts() != nullptr) candidate.versions = m_reader.facts()->versions;
    candidate.opened = m_reader.parsedVersions();
    candidate.askRegistry = askRegistry;
    return candidate;
}

void CheckPane::check(bool askRegistry) {
    m_typing.stop();
    if (m_editor->document()->isEmpty() || m_reader.cluster() == nullptr || m_reader.facts() == nullptr)
        return;
    SchemaCandidate asked = candidate(askRegistry);
    if (askRegistry) m_opinion->showText(Severity::Info, tr("Asking the registry…"));
    m_call.start(
        [cluster = m_reader.cluster(), asked](std::stop_token stop) {
            return std::make_shared<const CandidateCheck>(checkCandidate(*cluster->registry(), asked, stop));
        },
        [this, asked](Check check) { show(asked, std::move(check)); });
}

void CheckPane::show(const SchemaCandidate& asked, Check check) {
    m_check = std::move(check);
    m_reasonModel->setRows(reasonRows(*m_check));
    m_editor->setExtraSelections({});
    if (m_check->fault)
        showFault(*m_check->fault);
    else
        m_verdict->showText(m_check->compatible()          ? Severity::Ok
                            : m_check->report.compatible() ? Severity::Warning
                                                           : Severity::Critical,
                            verdictText(*m_check, asked));
    const auto& answer = m_check->registry;
    const bool refused = answer && *answer && !(*answer)->compatible;
    const bool taken = answer && *answer && (*answer)->compatible;
    m_opinion->showText(refused ? Severity::Critical
                        : taken ? Severity::Ok
                                : Severity::Info,
                        registryOpinion(*m_check));
    updateRegister();
}

void CheckPane::showFault(const Error& fault) {
    const QString text = m_editor->toPlainText();
    QString said = tr("Not a schema: %1").arg(errorText(fault).cause);
    if (const auto place = placeOfFault(text.toStdString(), fault)) {
        said = tr("%1 (%2)").arg(said, lineAndColumn(text, *place));
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(m_editor->document());
        mark.cursor.setPosition(static_cast<int>(*place));
        mark.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        mark.format.setUnderlineColor(palette().color(QPalette::BrightText));
        m_editor->setExtraSelections({mark});
    }
    m_verdict->showText(Severity::Critical, said);
}

void CheckPane::forgetCheck() {
    m_call.cancel();
    m_check.reset();
    m_reasonModel->setRows({});
    m_editor->setExtraSelections({});
    const bool empty = m_editor->document()->isEmpty();
    m_checkButton->setEnabled(!empty);
    m_verdict->showText(Severity::Info, empty ? tr("There is no text to check yet.") : tr("Checking…"));
    m_opinion->showText(Severity::Info, {});
    updateRegister();
}

QString CheckPane::whyNotRegister() const {
    if (m_reader.cluster() == nullptr) return tr("No cluster is connected.");
    if (!m_reader.cluster()->writable())
        return tr("The connection %1 only reads: nothing can be registered through it.")
            .arg(oneLine(m_reader.cluster()->connection().name));
    if (m_check == nullptr) return tr("Only a text that was checked can be registered.");
    if (m_check->fault) return tr("Only a schema that can be parsed can be registered.");
    return {};
}

void CheckPane::updateRegister() {
    const QString reason = whyNotRegister();
    m_register->setEnabled(reason.isEmpty());
    m_register->setToolTip(reason);
    m_registerNote->setText(reason.isEmpty() ? QString() : tr("Register: %1").arg(reason));
    m_registerNote->setVisible(!reason.isEmpty());
}

void CheckPane::registerIt() {
    if (m_check == nullptr) return;
    const SchemaCandidate asked = candidate(false);
    const bool refused = m_check->registry && *m_check->registry && !(*m_check->registry)->compatible;
    RegisterDialog* dialog =
        new RegisterDialog(m_reader.cluster(), asked.subject, asked.schema, m_check->compatible() && !refused,
                           verdictText(*m_check, asked), registryOpinion(*m_check), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, &m_reader, &SubjectReader::reload);
    dialog->open();
}

} // namespace eventflow::widgets
