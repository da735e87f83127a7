#include "widgets/connect/secret_dialog.h"

#include "widgets/common/view_setup.h"
#include "widgets/connect/connection_look.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

#include <algorithm>

namespace eventflow::widgets {

namespace {
constexpr int kMaxSecret = 16 * 1024; // a private key fits
}

SecretDialog::SecretDialog(DeskPtr desk, config::Connection connection, const std::vector<std::string>& names,
                           QWidget* parent)
    : QDialog(parent),
      m_desk(std::move(desk)),
      m_connection(std::move(connection)),
      m_session(new QRadioButton(tr("For this &session: forgotten when the program ends"), this)),
      m_store(new QRadioButton(
          tr("&Keep in %1").arg(QString::fromStdString(m_desk->desk().secretStoreName())), this)),
      m_problem(makeLabel({}, "error", this)) {
    setWindowTitle(tr("Secrets of %1").arg(QString::fromStdString(m_connection.name)));
    setMinimumWidth(460);
    m_session->setChecked(true);
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(12);
    makeFields(names);
    layout->addWidget(m_session);
    layout->addWidget(m_store);
    layout->addWidget(m_problem);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_ok = buttons->addButton(tr("Continue"), QDialogButtonBox::AcceptRole);
    m_ok->setDefault(true);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &SecretDialog::provide);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    updateButton();
}

void SecretDialog::makeFields(const std::vector<std::string>& names) {
    auto* form = new QFormLayout;
    form->setVerticalSpacing(8);
    form->setHorizontalSpacing(14);
    for (const std::string& name : names) {
        auto* edit = new QLineEdit(this);
        edit->setEchoMode(QLineEdit::Password);
        edit->setMaxLength(kMaxSecret);
        edit->setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
        edit->setAccessibleName(secretLabel(m_connection, name));
        form->addRow(secretLabel(m_connection, name), edit);
        m_fields.emplace_back(name, edit);
        connect(edit, &QLineEdit::textChanged, this, &SecretDialog::updateButton);
    }
    static_cast<QVBoxLayout*>(layout())->insertLayout(0, form);
}

void SecretDialog::updateButton() {
    const bool complete =
        std::ranges::none_of(m_fields, [](const auto& field) { return field.second->text().isEmpty(); });
    m_ok->setEnabled(complete && !m_providing.isRunning());
}

void SecretDialog::provide() {
    std::vector<std::pair<std::string, std::string>> secrets;
    for (const auto& [name, edit] : m_fields)
        secrets.emplace_back(name, edit->text().toStdString());
    const auto storage = m_store->isChecked() ? feed::SecretStorage::Store : feed::SecretStorage::Session;
    m_problem->hide();
    m_providing.start(
        [desk = m_desk, connection = m_connection, secrets = std::move(secrets),
         storage](const std::stop_token& stop) {
            return desk->call(Status(Error{ErrorCode::Cancelled, {}}), [&](feed::ClusterDesk& found) {
                for (const auto& [name, secret] : secrets) {
                    if (stop.stop_requested()) return Status(Error{ErrorCode::Cancelled, {}});
                    if (Status status = found.provideSecret(connection, name, secret, storage); !status)
                        return status;
                }
                return Status();
            });
        },
        [this](const Status& status) { onProvided(status); });
    updateButton();
}

void SecretDialog::onProvided(const Status& status) {
    updateButton();
    if (status) return accept();
    m_problem->setText(tr("It could not be kept: %1. It can be used for this session instead.")
                           .arg(QString::fromStdString(status.error().detail)));
    m_problem->show();
    m_session->setChecked(true);
}

void SecretDialog::done(int result) {
    m_providing.cancel();
    for (const auto& [name, edit] : m_fields)
        edit->clear();
    QDialog::done(result);
}

} // namespace eventflow::widgets
