#include "widgets/connect/secrets_page.h"

#include "widgets/common/icons.h"
#include "widgets/common/view_setup.h"
#include "widgets/connect/connection_look.h"
#include "widgets/connect/secret_dialog.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace eventflow::widgets {

namespace {
/// A keychain is not asked at every key that is pressed.
constexpr std::chrono::milliseconds kPause(250);
} // namespace

SecretsPage::SecretsPage(DeskPtr desk, QWidget* parent)
    : QWidget(parent), m_desk(std::move(desk)), m_grid(nullptr), m_note(makeLabel({}, "muted", this)) {
    m_note->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(14);
    layout->addWidget(m_note);
    layout->addStretch();
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPause);
    connect(&m_pause, &QTimer::timeout, this, &SecretsPage::ask);
    makeRows();
}

void SecretsPage::setConnection(const config::Connection& connection) {
    const bool same = connection.secrets == m_connection.secrets;
    m_connection = connection;
    if (!same) makeRows();
    m_asking.cancel();
    if (!m_connection.secrets.empty()) m_pause.start();
}

void SecretsPage::makeRows() {
    m_states.clear();
    delete m_rows;
    m_rows = new QWidget(this);
    m_grid = new QGridLayout(m_rows);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(16);
    m_grid->setColumnStretch(1, 1);
    m_note->setText(m_connection.secrets.empty()
                        ? tr("This connection needs no secret.")
                        : tr("Secrets are never written to the workspace. A stored one belongs to the "
                             "addresses and the security of its connection: when these change, it is asked "
                             "for anew."));
    for (const std::string& name : m_connection.secrets) {
        const int row = m_grid->rowCount();
        const QString label = secretLabel(m_connection, name);
        QLabel* state = makeLabel(tr("being looked up …"), "muted", m_rows);
        auto* set = new QPushButton(tr("Set…"), m_rows);
        set->setAccessibleName(tr("Set: %1").arg(label));
        set->setAutoDefault(false);
        m_grid->addWidget(makeLabel(label, "", m_rows), row, 0);
        m_grid->addWidget(state, row, 1);
        m_grid->addWidget(set, row, 2);
        m_states.emplace(name, state);
        connect(set, &QPushButton::clicked, this, [this, name] { setSecret(name); });
    }
    static_cast<QVBoxLayout*>(layout())->insertWidget(1, m_rows);
}

void SecretsPage::ask() {
    m_asking.start(
        [desk = m_desk, connection = m_connection](const std::stop_token&) {
            return desk->call(std::vector<std::string>(),
                              [&](feed::ClusterDesk& found) { return found.missingSecrets(connection); });
        },
        [this](const std::vector<std::string>& missing) { showMissing(missing); });
}

void SecretsPage::showMissing(const std::vector<std::string>& missing) {
    const QString store = QString::fromStdString(m_desk->desk().secretStoreName());
    for (const auto& [name, label] : m_states)
        label->setText(std::ranges::find(missing, name) != missing.end()
                           ? tr("asked for when connecting")
                           : tr("known: stored in %1, or for this session").arg(store));
}

void SecretsPage::setSecret(const std::string& name) {
    auto* dialog = new SecretDialog(m_desk, m_connection, {name}, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this] {
        ask();
        Q_EMIT changed();
    });
    dialog->open();
}

QStringList SecretsPage::states() const {
    QStringList states;
    for (const auto& [name, label] : m_states)
        states << secretLabel(m_connection, name) + QStringLiteral(": ") + label->text();
    return states;
}

} // namespace eventflow::widgets
