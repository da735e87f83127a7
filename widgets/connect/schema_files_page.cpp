#include "widgets/connect/schema_files_page.h"

#include "widgets/common/icons.h"
#include "widgets/common/view_setup.h"
#include "widgets/connect/checked_edit.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace eventflow::widgets {

namespace {

using Choice = config::SchemaFileChoice;

constexpr std::size_t kMaxFiles = 200;
constexpr int kRowsInSight = 4;

CheckedEdit::Check needed(const QString& problem) {
    return [problem](const QString& text) { return text.trimmed().isEmpty() ? problem : QString(); };
}

QString anything(const QString&) {
    return {};
}

bool isComplete(const Choice& file) {
    return !file.topics.empty() && !file.path.empty();
}

} // namespace

SchemaFilesPage::SchemaFilesPage(QWidget* parent)
    : FormPage(parent),
      m_list(new QListWidget(this)),
      m_remove(new QPushButton(tr("Remove"), this)),
      m_up(new QPushButton(tr("Move up"), this)),
      m_down(new QPushButton(tr("Move down"), this)),
      m_fields(makeForm()),
      m_topics(new CheckedEdit(tr("Topics of the schema file"),
                               needed(tr("Name a topic, or a pattern such as orders.*")), this)),
      m_part(new QComboBox(this)),
      m_format(new QComboBox(this)),
      m_path(
          new CheckedEdit(tr("File or folder"), needed(tr("Name the file or folder of the schema.")), this)),
      m_message(new CheckedEdit(tr("Message"), anything, this)) {
    m_list->setAccessibleName(tr("Schema files"));
    m_list->setMinimumHeight(kRowsInSight * m_list->fontMetrics().height() * 2);
    makeFields();
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(8);
    layout->addWidget(
        makeNote(tr("For payloads that name no schema, such as Protobuf without a registry or plain Avro. "
                    "The first entry that fits a topic counts, before the registry."),
                 this));
    layout->addWidget(m_list, 1);
    layout->addLayout(makeButtons());
    layout->addSpacing(8);
    layout->addLayout(m_fields);
    connect(m_list, &QListWidget::currentRowChanged, this, &SchemaFilesPage::showChosen);
    showChosen();
}

QLayout* SchemaFilesPage::makeButtons() {
    auto* add = new QPushButton(themedIcon(QStringLiteral("plus")), tr("Add"), this);
    add->setAccessibleName(tr("Add to: %1").arg(m_list->accessibleName()));
    m_remove->setAccessibleName(tr("Remove from: %1").arg(m_list->accessibleName()));
    auto* row = new QHBoxLayout;
    for (QPushButton* button : {add, m_remove, m_up, m_down})
        row->addWidget(button);
    row->addStretch();
    connect(add, &QPushButton::clicked, this, &SchemaFilesPage::add);
    connect(m_remove, &QPushButton::clicked, this, &SchemaFilesPage::removeChosen);
    connect(m_up, &QPushButton::clicked, this, [this] { moveChosen(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { moveChosen(1); });
    return row;
}

void SchemaFilesPage::makeFields() {
    m_part->setAccessibleName(tr("Part of the record"));
    m_part->addItem(tr("Values"), static_cast<int>(Choice::Part::Value));
    m_part->addItem(tr("Keys"), static_cast<int>(Choice::Part::Key));
    m_format->setAccessibleName(tr("Format"));
    m_format->addItem(tr("Avro"), static_cast<int>(Choice::Format::Avro));
    m_format->addItem(tr("Protobuf"), static_cast<int>(Choice::Format::Protobuf));
    m_topics->setPlaceholder(QStringLiteral("orders.*"));
    m_path->setPlaceholder(tr("relative to the workspace, or absolute"));
    m_path->addFileButton();
    m_message->setPlaceholder(tr("shop.v1.Order; needed where the files define several"));
    m_fields->addRow(tr("&Topics"), m_topics);
    m_fields->addRow(tr("&Part"), m_part);
    m_fields->addRow(tr("F&ormat"), m_format);
    m_fields->addRow(tr("&File or folder"), m_path);
    m_fields->addRow(tr("&Message"), m_message);
    for (CheckedEdit* edit : {m_topics, m_path, m_message})
        connect(edit, &CheckedEdit::changed, this, &SchemaFilesPage::onEdited);
    for (QComboBox* box : {m_part, m_format})
        connect(box, &QComboBox::activated, this, &SchemaFilesPage::onEdited);
}

int SchemaFilesPage::chosen() const {
    const int row = m_list->currentRow();
    return row < static_cast<int>(m_files.size()) ? row : -1;
}

void SchemaFilesPage::load(const config::Connection& connection) {
    const int before = m_list->currentRow();
    m_files = connection.schemaFiles;
    {
        const QSignalBlocker quiet(m_list);
        m_list->clear();
        for (std::size_t i = 0; i < m_files.size(); ++i) {
            m_list->addItem(QString());
            showItem(i);
        }
    }
    choose(std::min(std::max(before, 0), m_list->count() - 1));
}

void SchemaFilesPage::store(config::Connection& connection) const {
    connection.schemaFiles = m_files;
}

bool SchemaFilesPage::isValid() const {
    return std::ranges::all_of(m_files, isComplete);
}

void SchemaFilesPage::add() {
    if (m_files.size() >= kMaxFiles) return;
    m_files.emplace_back();
    m_list->addItem(QString());
    showItem(m_files.size() - 1);
    choose(static_cast<int>(m_files.size()) - 1);
    m_topics->edit().setFocus();
    Q_EMIT changed();
}

void SchemaFilesPage::removeChosen() {
    const int row = chosen();
    if (row < 0) return;
    m_files.erase(m_files.begin() + row);
    {
        const QSignalBlocker quiet(m_list);
        delete m_list->takeItem(row);
    }
    choose(std::min(row, m_list->count() - 1));
    Q_EMIT changed();
}

void SchemaFilesPage::moveChosen(int by) {
    const int row = chosen();
    const int to = row + by;
    if (row < 0 || to < 0 || to >= static_cast<int>(m_files.size())) return;
    std::swap(m_files[static_cast<std::size_t>(row)], m_files[static_cast<std::size_t>(to)]);
    showItem(static_cast<std::size_t>(row));
    showItem(static_cast<std::size_t>(to));
    choose(to);
    Q_EMIT changed();
}

void SchemaFilesPage::choose(int row) {
    m_list->setCurrentRow(row);
    showChosen();
}

void SchemaFilesPage::onEdited() {
    const int row = chosen();
    if (row < 0) return;
    Choice& file = m_files[static_cast<std::size_t>(row)];
    file.topics = m_topics->text().toStdString();
    file.part = static_cast<Choice::Part>(m_part->currentData().toInt());
    file.format = static_cast<Choice::Format>(m_format->currentData().toInt());
    file.path = m_path->text().toStdString();
    const bool isProtobuf = file.format == Choice::Format::Protobuf;
    file.message = isProtobuf ? m_message->text().toStdString() : std::string();
    showRow(*m_fields, *m_message, isProtobuf);
    showItem(static_cast<std::size_t>(row));
    Q_EMIT changed();
}

void SchemaFilesPage::showChosen() {
    const int row = chosen();
    m_remove->setEnabled(row >= 0);
    m_up->setEnabled(row > 0);
    m_down->setEnabled(row >= 0 && row + 1 < static_cast<int>(m_files.size()));
    const Choice file = row < 0 ? Choice{} : m_files[static_cast<std::size_t>(row)];
    for (QWidget* field : std::initializer_list<QWidget*>{m_topics, m_part, m_format, m_path})
        showRow(*m_fields, *field, row >= 0);
    showRow(*m_fields, *m_message, row >= 0 && file.format == Choice::Format::Protobuf);
    m_topics->setText(QString::fromStdString(file.topics));
    m_part->setCurrentIndex(m_part->findData(static_cast<int>(file.part)));
    m_format->setCurrentIndex(m_format->findData(static_cast<int>(file.format)));
    m_path->setText(QString::fromStdString(file.path));
    m_message->setText(QString::fromStdString(file.message));
}

void SchemaFilesPage::showItem(std::size_t index) {
    const Choice& file = m_files[index];
    QListWidgetItem& item = *m_list->item(static_cast<int>(index));
    if (!isComplete(file)) {
        item.setText(file.topics.empty() ? tr("New: name its topics and its file")
                                         : tr("%1: name its file").arg(QString::fromStdString(file.topics)));
        item.setIcon(themedIcon(QStringLiteral("severity-critical")));
        return;
    }
    const QString part = file.part == Choice::Part::Key ? tr("keys") : tr("values");
    const QString format = file.format == Choice::Format::Avro ? tr("Avro") : tr("Protobuf");
    const QString what =
        file.message.empty()
            ? format
            : tr("%1 %2", "format and message").arg(format, QString::fromStdString(file.message));
    item.setText(
        tr("%1, %2: %3 from %4", "topics, part, format, file")
            .arg(QString::fromStdString(file.topics), part, what, QString::fromStdString(file.path)));
    item.setIcon({});
}

} // namespace eventflow::widgets
