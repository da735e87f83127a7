#include "widgets/connect/import_dialog.h"

#include "core/base/text_file.h"
#include "widgets/common/icons.h"
#include "widgets/common/view_setup.h"
#include "widgets/connect/connection_look.h"

#include <QButtonGroup>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace eventflow::widgets {

namespace {

constexpr std::size_t kMaxBytes = 1024 * 1024;
constexpr std::size_t kMaxConnections = 100;

QLabel* wrapped(const QString& text, const char* role, QWidget* parent) {
    QLabel* label = makeLabel(text, role, parent);
    label->setWordWrap(true);
    return label;
}

} // namespace

ImportDialog::ImportDialog(DeskPtr desk, QStringList takenNames, QWidget* parent)
    : QDialog(parent),
      m_desk(std::move(desk)),
      m_takenNames(std::move(takenNames)),
      m_pages(new QStackedWidget(this)),
      m_text(new QPlainTextEdit(this)),
      m_cards(nullptr),
      m_secretsBox(new QWidget(this)),
      m_secrets(new QButtonGroup(this)),
      m_problem(makeLabel({}, "error", this)) {
    setWindowTitle(tr("Import connections"));
    resize(640, 520);
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_pages->addWidget(makeInputPage());
    m_pages->addWidget(makePreviewPage());
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_back = buttons->addButton(tr("Back"), QDialogButtonBox::ActionRole);
    m_next = buttons->addButton(tr("Continue"), QDialogButtonBox::ActionRole);
    for (QPushButton* button : findChildren<QPushButton*>())
        button->setAutoDefault(button == m_next);
    m_next->setDefault(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);

    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_back, &QPushButton::clicked, this, [this] { forget(); });
    connect(m_next, &QPushButton::clicked, this, [this] {
        if (m_pages->currentIndex() == 0)
            read(m_text->toPlainText().toStdString(), tr("imported"));
        else
            takeOver();
    });
    connect(m_text, &QPlainTextEdit::textChanged, this,
            [this] { m_next->setEnabled(!m_text->document()->isEmpty()); });
    forget();
}

QWidget* ImportDialog::makeInputPage() {
    auto* page = new QWidget(this);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(wrapped(tr("Paste the configuration of a Java client (client.properties), of kcat or "
                                 "another program on librdkafka, or of rpk (rpk.yaml)."),
                              "", page));
    m_text->setAccessibleName(tr("Configuration"));
    m_text->setFont(monospaceFont(font()));
    m_text->setTabChangesFocus(true);
    m_text->setPlaceholderText(QStringLiteral("bootstrap.servers=broker-1:9092\nsecurity.protocol=SASL_SSL\n"
                                              "sasl.mechanism=SCRAM-SHA-512"));
    layout->addWidget(m_text, 1);
    auto* choose = new QPushButton(themedIcon(QStringLiteral("file")), tr("Choose a &file…"), page);
    layout->addWidget(choose, 0, Qt::AlignLeft);
    connect(choose, &QPushButton::clicked, this, &ImportDialog::chooseFile);
    return page;
}

QWidget* ImportDialog::makePreviewPage() {
    auto* page = new QWidget(this);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* area = new QScrollArea(page);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setAccessibleName(tr("What was recognised"));
    auto* list = new QWidget(area);
    m_cards = new QVBoxLayout(list);
    m_cards->setContentsMargins(0, 0, 0, 0);
    m_cards->setSpacing(10);
    area->setWidget(list);
    layout->addWidget(area, 1);

    auto* secrets = new QVBoxLayout(m_secretsBox);
    secrets->setContentsMargins(0, 0, 0, 0);
    secrets->addWidget(makeLabel(tr("Its secrets"), "heading", m_secretsBox));
    const std::pair<QString, Secrets> choices[] = {
        {tr("&Keep in %1").arg(QString::fromStdString(m_desk->desk().secretStoreName())), Secrets::Store},
        {tr("For this &session: forgotten when the program ends"), Secrets::Session},
        {tr("&Leave out: they are asked for when connecting"), Secrets::LeaveOut}};
    for (const auto& [title, choice] : choices) {
        auto* button = new QRadioButton(title, m_secretsBox);
        m_secrets->addButton(button, static_cast<int>(choice));
        secrets->addWidget(button);
    }
    m_secrets->button(static_cast<int>(Secrets::Session))->setChecked(true);
    layout->addWidget(m_secretsBox);
    return page;
}

void ImportDialog::chooseFile() {
    auto* dialog = new QFileDialog(this, tr("Import connections"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters(
        {tr("Configurations (*.properties *.conf *.config *.yaml *.yml *.txt)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &ImportDialog::readFile);
    dialog->open();
}

void ImportDialog::readFile(const QString& path) {
    const auto text = readTextFile(path.toStdString(), kMaxBytes);
    if (!text)
        return showProblem(
            tr("The file cannot be read: %1").arg(QString::fromStdString(text.error().detail)));
    read(*text, QFileInfo(path).completeBaseName());
}

void ImportDialog::read(const std::string& text, const QString& name) {
    if (text.size() > kMaxBytes) return showProblem(tr("This is longer than any configuration: over 1 MiB."));
    auto found = config::importConnections(text, name.toStdString());
    if (!found)
        return showProblem(
            tr("This is not understood: %1").arg(QString::fromStdString(found.error().detail)));
    m_found = std::move(*found);
    if (m_found.size() > kMaxConnections) m_found.resize(kMaxConnections);
    m_text->clear();
    showPreview();
}

void ImportDialog::showPreview() {
    QStringList taken = m_takenNames;
    bool secrets = false;
    for (config::ImportedConnection& one : m_found) {
        const QString wanted = QString::fromStdString(one.connection.name);
        QString name = wanted;
        for (int number = 2; taken.contains(name); ++number)
            name = QStringLiteral("%1-%2").arg(wanted).arg(number);
        taken << name;
        one.connection.name = name.toStdString();
        secrets = secrets || !one.secrets.empty();
        auto* card = new QWidget;
        card->setProperty("card", true);
        card->setAttribute(Qt::WA_StyledBackground);
        fillCard(*new QVBoxLayout(card), one, card);
        m_cards->addWidget(card);
    }
    m_cards->addStretch();
    m_secretsBox->setVisible(secrets);
    showProblem({});
    m_pages->setCurrentIndex(1);
    m_back->show();
    m_next->setEnabled(true);
    m_next->setText(tr("Import %n connection(s)", nullptr, static_cast<int>(m_found.size())));
}

void ImportDialog::fillCard(QVBoxLayout& layout, const config::ImportedConnection& one, QWidget* card) {
    const config::Connection& connection = one.connection;
    layout.addWidget(wrapped(QString::fromStdString(connection.name), "heading", card));
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(14);
    const auto add = [&](const QString& title, const QString& text) {
        if (text.isEmpty()) return;
        form->addRow(makeLabel(title, "muted", card), wrapped(text, "", card));
    };
    QStringList names;
    for (const std::string& secret : connection.secrets)
        names << secretLabel(connection, secret);
    QStringList registry;
    for (const std::string& url : connection.registry.urls)
        registry << QString::fromStdString(url);
    QStringList properties;
    for (const auto& [name, value] : connection.properties)
        if (!isSecurityProperty(name))
            properties << QString::fromStdString(name) + u'=' + QString::fromStdString(value);
    add(tr("Brokers"), QString::fromStdString(connection.bootstrapServers));
    add(tr("Security"), securityTitle(securityOf(connection).kind));
    add(tr("Secrets"), names.join(QStringLiteral(", ")));
    add(tr("Registry"), registry.join(QStringLiteral(", ")));
    add(tr("Properties"), properties.join(QStringLiteral(", ")));
    add(tr("Safety"), tr("%1, until you decide otherwise").arg(connectionSummary(connection)));
    layout.addLayout(form);
    for (const std::string& note : one.notes)
        layout.addWidget(wrapped(QStringLiteral("• ") + QString::fromStdString(note), "muted", card));
}

void ImportDialog::takeOver() {
    const auto choice = static_cast<Secrets>(m_secrets->checkedId());
    const auto storage = choice == Secrets::Store ? feed::SecretStorage::Store : feed::SecretStorage::Session;
    if (choice == Secrets::LeaveOut) return onSecretsKept({});
    m_next->setEnabled(false);
    m_keeping.start(
        [desk = m_desk, all = m_found, storage](const std::stop_token& stop) {
            return desk->call(Status(Error{ErrorCode::Cancelled, {}}), [&](feed::ClusterDesk& found) {
                for (const config::ImportedConnection& one : all)
                    for (const auto& [name, secret] : one.secrets) {
                        if (stop.stop_requested()) return Status(Error{ErrorCode::Cancelled, {}});
                        if (Status status = found.provideSecret(one.connection, name, secret, storage);
                            !status)
                            return status;
                    }
                return Status();
            });
        },
        [this](const Status& status) { onSecretsKept(status); });
}

/// Secrets first: a connection without them would be of no use, the other way round nothing is lost.
void ImportDialog::onSecretsKept(const Status& status) {
    m_next->setEnabled(true);
    if (!status)
        return showProblem(
            tr("The secrets could not be kept, so nothing was imported: %1. Keep them for this "
               "session, or leave them out.")
                .arg(QString::fromStdString(status.error().detail)));
    for (const config::ImportedConnection& one : m_found) {
        if (std::ranges::find(m_imported, one.connection.name) != m_imported.end()) continue;
        if (Status saved = m_desk->desk().saveConnection({}, one.connection); !saved)
            return showProblem(tr("%1 could not be saved: %2")
                                   .arg(QString::fromStdString(one.connection.name),
                                        QString::fromStdString(saved.error().detail)));
        m_imported.push_back(one.connection.name);
    }
    accept();
}

void ImportDialog::showProblem(const QString& problem) {
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

void ImportDialog::forget() {
    m_keeping.cancel();
    m_found.clear();
    m_text->clear();
    while (QLayoutItem* item = m_cards->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    showProblem({});
    m_pages->setCurrentIndex(0);
    m_back->hide();
    m_next->setText(tr("Continue"));
    m_next->setEnabled(false);
}

void ImportDialog::done(int result) {
    forget();
    QDialog::done(result);
}

} // namespace eventflow::widgets
