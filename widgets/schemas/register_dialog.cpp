#include "widgets/schemas/register_dialog.h"

#include "widgets/changes/confirmation_box.h"
#include "widgets/changes/connection_line.h"
#include "widgets/common/notice.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/schema_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace eventflow::widgets {

using namespace viewmodels;

RegisterDialog::RegisterDialog(std::shared_ptr<feed::Cluster> cluster, std::string subject,
                               registry::SchemaDefinition schema, bool fine, const QString& verdict,
                               const QString& opinion, QWidget* parent)
    : QDialog(parent),
      m_cluster(std::move(cluster)),
      m_subject(std::move(subject)),
      m_schema(std::move(schema)),
      m_confirmation(new ConfirmationBox(this)),
      m_answer(new Notice(this)),
      m_register(new QPushButton(tr("Register"), this)),
      m_cancel(new QPushButton(tr("Cancel"), this)) {
    setWindowTitle(tr("Register a schema"));
    setMinimumWidth(560);
    auto* heading =
        makeLabel(tr("Register the next version of %1").arg(oneLine(m_subject, 200)), "heading", this);
    heading->setWordWrap(true);
    auto* what = makeLabel(tr("%1, %2, to %3. A version cannot be changed afterwards.")
                               .arg(schemaTypeText(m_schema.type),
                                    format::bytes(static_cast<double>(m_schema.text.size())),
                                    oneLine(m_cluster->registry()->name())),
                           "", this);
    what->setWordWrap(true);
    auto* checks = new Notice(this);
    checks->showText(fine ? Severity::Ok : Severity::Warning, verdict + u'\n' + opinion);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_register);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(heading);
    layout->addWidget(new ConnectionLine(m_cluster->connection(), this));
    layout->addWidget(what);
    layout->addWidget(checks);
    layout->addWidget(m_confirmation);
    layout->addWidget(m_answer);
    layout->addLayout(buttons);
    m_confirmation->setTarget(fromUtf8(m_subject));
    m_confirmation->setVisible(isProduction());
    m_register->setAutoDefault(false);
    m_cancel->setAutoDefault(false);
    connect(m_confirmation, &ConfirmationBox::changed, this, &RegisterDialog::updateButton);
    connect(m_register, &QPushButton::clicked, this, &RegisterDialog::registerIt);
    connect(m_cancel, &QPushButton::clicked, this, &RegisterDialog::reject);
    updateButton();
}

bool RegisterDialog::isProduction() const {
    return m_cluster->connection().environment == config::Environment::Production;
}

void RegisterDialog::updateButton() {
    const bool confirmed = !isProduction() || m_confirmation->isConfirmed();
    m_register->setVisible(m_id == 0);
    m_register->setEnabled(confirmed && !m_call.isRunning());
    m_register->setText(m_call.isRunning() ? tr("Registering…") : tr("Register"));
    m_cancel->setText(m_id == 0 ? tr("Cancel") : tr("Close"));
    m_cancel->setEnabled(!m_call.isRunning());
}

void RegisterDialog::registerIt() {
    m_answer->showText(Severity::Info, {});
    m_call.start(
        [cluster = m_cluster, subject = m_subject, schema = m_schema,
         confirmation = m_confirmation->text().toStdString()](std::stop_token) {
            return cluster->registry()->registerSchema(subject, schema, confirmation);
        },
        [this](const Result<std::int32_t>& id) { takeAnswer(id); });
    updateButton();
}

void RegisterDialog::takeAnswer(const Result<std::int32_t>& id) {
    if (id) {
        m_id = *id;
        m_confirmation->hide();
        m_answer->showText(Severity::Ok, tr("Registered with the schema id %1.").arg(m_id));
    } else {
        m_answer->showText(Severity::Critical, errorParagraph(id.error()));
    }
    updateButton();
    if (id) m_cancel->setFocus();
}

void RegisterDialog::reject() {
    // What was sent cannot be taken back: its outcome has to be seen.
    if (m_call.isRunning()) return;
    done(m_id == 0 ? Rejected : Accepted);
}

} // namespace eventflow::widgets
