#include "widgets/produce/redrive_dialog.h"

#include "core/admin/topic_names.h"
#include "widgets/common/view_setup.h"
#include "widgets/produce/resend_dialog.h"
#include "widgets/viewmodels/display_text.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>

namespace eventflow::widgets {

RedriveDialog::RedriveDialog(std::shared_ptr<feed::Cluster> cluster, std::string deadLetterTopic,
                             std::vector<admin::OwnedRecord> letters, QWidget* parent)
    : WriteDialog(std::move(cluster),
                  tr("Redrive dead letters of %1").arg(viewmodels::oneLine(deadLetterTopic, 120)), parent),
      m_deadLetterTopic(std::move(deadLetterTopic)),
      m_letters(std::move(letters)),
      m_attempts(new QSpinBox(this)) {
    setMinimumWidth(580);
    auto* what = makeLabel(describeRecords(m_letters), "", this);
    what->setWordWrap(true);
    body().addWidget(what);
    m_attempts->setRange(1, 1000);
    m_attempts->setValue(static_cast<int>(admin::RedriveOptions().maxAttempts));
    m_attempts->setAccessibleName(tr("Attempts at most"));
    m_attempts->findChild<QLineEdit*>()->setAccessibleName(
        tr("Attempts at most")); // takes the focus in its place
    auto* form = new QFormLayout;
    form->addRow(tr("Attempts at most"), m_attempts);
    m_headers = addLineEdit(*form, tr("Headers that name the origin"), {},
                            tr("separated by commas; Kafka Connect's and Spring's are known"));
    m_fallback = addLineEdit(*form, tr("Else to the topic"), {}, tr("none: such records are left out"));
    body().addLayout(form);
    auto* note =
        makeLabel(tr("Each goes to the topic that its headers name. One that was sent back that often "
                     "already is left out, and the dry run says how many."),
                  "muted", this);
    note->setWordWrap(true);
    body().addWidget(note);
    body().addStretch(1);
    refresh();
}

QString RedriveDialog::problem() const {
    if (m_letters.empty()) return tr("There is no dead letter to send back.");
    const std::string fallback = m_fallback->text().toStdString();
    if (!fallback.empty() && !admin::checkTopicName(fallback))
        return tr("There can be no topic of that name.");
    return {};
}

admin::ChangeRequest RedriveDialog::request() const {
    admin::RedriveRecords request{m_deadLetterTopic, m_letters, {}};
    request.options.maxAttempts = static_cast<unsigned>(m_attempts->value());
    const auto names = m_headers->text().split(u',', Qt::SkipEmptyParts);
    for (const QString& name : names)
        if (!name.trimmed().isEmpty()) request.options.topicHeaders.push_back(name.trimmed().toStdString());
    request.options.fallbackTopic = m_fallback->text().toStdString();
    return request;
}

} // namespace eventflow::widgets
