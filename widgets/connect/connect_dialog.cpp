#include "widgets/connect/connect_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace eventflow::widgets {

namespace {

constexpr int kMaxTopicLength = 249; // Kafka's own bound
constexpr int kMaxText = 4096;

QStringList listOf(const QString& text) {
    QStringList items;
    for (const QString& item : text.split(u',')) // an empty item between two commas is kept: it is a mistake
        items << item.trimmed();
    if (items.size() == 1 && items.first().isEmpty()) items.clear();
    return items;
}

QLabel* problemLabel(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setProperty("role", QStringLiteral("error"));
    label->setWordWrap(true);
    label->hide();
    return label;
}

void showProblem(QLabel& label, const QString& problem) {
    label.setText(problem);
    label.setVisible(!problem.isEmpty());
}

} // namespace

ConnectDialog::ConnectDialog(QWidget* parent)
    : QDialog(parent),
      m_servers(new QLineEdit(this)),
      m_serversProblem(problemLabel(this)),
      m_topics(new QLineEdit(this)),
      m_topicsProblem(problemLabel(this)),
      m_latest(new QRadioButton(tr("&Latest: only new records"), this)),
      m_earliest(new QRadioButton(tr("&Earliest: everything the cluster still has"), this)) {
    setWindowTitle(tr("Connect to a cluster"));
    setMinimumWidth(520);
    m_servers->setPlaceholderText(QStringLiteral("broker-1:9092, broker-2:9092"));
    m_servers->setMaxLength(kMaxText);
    m_servers->setAccessibleName(tr("Bootstrap servers"));
    m_topics->setPlaceholderText(tr("every topic that is not internal"));
    m_topics->setMaxLength(kMaxText);
    m_topics->setAccessibleName(tr("Topics"));
    m_latest->setChecked(true);

    auto* form = new QFormLayout;
    form->setVerticalSpacing(8);
    form->setHorizontalSpacing(14);
    form->addRow(tr("&Bootstrap servers"), m_servers);
    form->addRow(QString(), m_serversProblem);
    form->addRow(tr("&Topics"), m_topics);
    form->addRow(QString(), m_topicsProblem);
    form->addRow(tr("Start at"), m_latest);
    form->addRow(QString(), m_earliest);

    auto* note =
        new QLabel(tr("Reading disturbs nobody: no consumer group is joined, no offset is committed, "
                      "no topic is created."),
                   this);
    note->setProperty("role", QStringLiteral("muted"));
    note->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_connect = buttons->addButton(tr("Connect"), QDialogButtonBox::AcceptRole);
    m_connect->setDefault(true);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(14);
    layout->addLayout(form);
    layout->addWidget(note);
    layout->addWidget(buttons);

    connect(m_servers, &QLineEdit::textChanged, this, &ConnectDialog::validate);
    connect(m_topics, &QLineEdit::textChanged, this, &ConnectDialog::validate);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_connect->setEnabled(false);
}

QString ConnectDialog::serversProblem(const QString& text) {
    const QStringList servers = listOf(text);
    if (servers.isEmpty()) return tr("Name at least one broker as host:port.");
    static const QRegularExpression kServer(
        QStringLiteral("^(?:[A-Za-z0-9_+]+://)?(?:\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?$"));
    for (const QString& server : servers) {
        if (server.isEmpty()) return tr("There is an empty entry between two commas. Remove one comma.");
        const QRegularExpressionMatch match = kServer.match(server);
        if (!match.hasMatch()) return tr("“%1” is not a host:port. Example: broker-1:9092").arg(server);
        const QString port = match.captured(1);
        if (!port.isEmpty() && (port.toInt() < 1 || port.toInt() > 65535))
            return tr("The port of “%1” is not between 1 and 65535.").arg(server);
    }
    return {};
}

QString ConnectDialog::topicsProblem(const QString& text) {
    static const QRegularExpression kTopic(QStringLiteral("^[A-Za-z0-9._-]+$"));
    for (const QString& topic : listOf(text)) {
        if (topic.isEmpty()) return tr("There is an empty entry between two commas. Remove one comma.");
        if (!kTopic.match(topic).hasMatch() || topic == u"." || topic == u"..")
            return tr("“%1” is not a topic name: letters, digits, “.”, “_” and “-” only.").arg(topic);
        if (topic.size() > kMaxTopicLength)
            return tr("A topic name has at most %1 characters.").arg(kMaxTopicLength);
    }
    return {};
}

bool ConnectDialog::isValid() const {
    return serversProblem(m_servers->text()).isEmpty() && topicsProblem(m_topics->text()).isEmpty();
}

void ConnectDialog::validate() {
    // An entry that has not been begun is not wrong yet.
    showProblem(*m_serversProblem,
                m_servers->text().isEmpty() ? QString() : serversProblem(m_servers->text()));
    showProblem(*m_topicsProblem, topicsProblem(m_topics->text()));
    m_connect->setEnabled(isValid());
}

void ConnectDialog::setTarget(const feed::ClusterTarget& target) {
    m_servers->setText(QString::fromStdString(target.connection));
    QStringList topics;
    for (const std::string& topic : target.topics)
        topics << QString::fromStdString(topic);
    m_topics->setText(topics.join(QStringLiteral(", ")));
    (target.start == feed::ClusterTarget::Start::Earliest ? m_earliest : m_latest)->setChecked(true);
}

feed::ClusterTarget ConnectDialog::target() const {
    feed::ClusterTarget target;
    target.connection = listOf(m_servers->text()).join(u',').toStdString();
    for (const QString& topic : listOf(m_topics->text()))
        target.topics.push_back(topic.toStdString());
    target.start =
        m_earliest->isChecked() ? feed::ClusterTarget::Start::Earliest : feed::ClusterTarget::Start::Latest;
    return target;
}

} // namespace eventflow::widgets
