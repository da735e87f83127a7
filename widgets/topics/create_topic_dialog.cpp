#include "widgets/topics/create_topic_dialog.h"

#include "core/admin/topic_names.h"
#include "widgets/common/spin_box_name.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/error_text.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>

namespace eventflow::widgets {

namespace {
constexpr int kDefaultPartitions = 6;
constexpr int kMaxPartitions = 10'000;
constexpr int kMaxReplicas = 100;
constexpr int kMaxRetentionHours = 24 * 3650;
} // namespace

CreateTopicDialog::CreateTopicDialog(std::size_t brokers, QStringList existing, QWidget* parent)
    : QDialog(parent),
      m_existing(std::move(existing)),
      m_name(new QLineEdit(this)),
      m_partitions(new QSpinBox(this)),
      m_replicas(new QSpinBox(this)),
      m_retentionHours(new QSpinBox(this)),
      m_cleanup(new QComboBox(this)),
      m_problem(makeLabel({}, "error", this)) {
    setWindowTitle(tr("Create a topic"));
    setMinimumWidth(480);
    m_name->setMaxLength(300);
    m_name->setAccessibleName(tr("Name of the topic"));
    m_partitions->setRange(1, kMaxPartitions);
    m_partitions->setValue(kDefaultPartitions);
    m_replicas->setRange(0,
                         brokers == 0 ? kMaxReplicas : static_cast<int>(std::min<std::size_t>(brokers, 100)));
    m_replicas->setSpecialValueText(tr("the cluster's default"));
    m_retentionHours->setRange(0, kMaxRetentionHours);
    m_retentionHours->setSuffix(tr(" h"));
    m_retentionHours->setSpecialValueText(tr("the cluster's default"));
    m_cleanup->addItem(tr("the cluster's default"), QString());
    m_cleanup->addItem(tr("delete: drop what is old"), QStringLiteral("delete"));
    m_cleanup->addItem(tr("compact: keep the newest of each key"), QStringLiteral("compact"));
    m_cleanup->addItem(tr("compact and delete"), QStringLiteral("compact,delete"));
    setSpinBoxName(*m_partitions, tr("Partitions"));
    setSpinBoxName(*m_replicas, tr("Replicas"));
    setSpinBoxName(*m_retentionHours, tr("Retention in hours"));
    m_cleanup->setAccessibleName(tr("Cleanup"));
    m_problem->setWordWrap(true);

    auto* form = new QFormLayout(this);
    form->setContentsMargins(20, 18, 20, 16);
    form->setVerticalSpacing(10);
    form->setHorizontalSpacing(14);
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("&Partitions"), m_partitions);
    form->addRow(tr("&Replicas"), m_replicas);
    form->addRow(tr("Re&tention"), m_retentionHours);
    form->addRow(tr("&Cleanup"), m_cleanup);
    form->addRow(m_problem);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_next = buttons->addButton(tr("Show what would change"), QDialogButtonBox::AcceptRole);
    m_next->setDefault(true);
    form->addRow(buttons);
    connect(m_name, &QLineEdit::textChanged, this, &CreateTopicDialog::validate);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    validate();
}

QString CreateTopicDialog::problem() const {
    const std::string name = m_name->text().toStdString();
    if (const Status status = admin::checkTopicName(name); !status)
        return viewmodels::errorText(status.error()).cause;
    if (const Status status = admin::checkNotInternal(name); !status)
        return viewmodels::errorText(status.error()).cause;
    if (std::binary_search(m_existing.begin(), m_existing.end(), m_name->text()))
        return tr("There is a topic of this name already.");
    return {};
}

void CreateTopicDialog::validate() {
    const QString why = problem();
    m_next->setEnabled(why.isEmpty());
    m_next->setToolTip(why);
    m_problem->setText(m_name->text().isEmpty() ? QString() : why); // nothing typed is no mistake yet
}

admin::CreateTopic CreateTopicDialog::request() const {
    admin::CreateTopic create;
    create.topic.name = m_name->text().toStdString();
    create.topic.partitions = m_partitions->value();
    create.topic.replicas = m_replicas->value() == 0 ? -1 : m_replicas->value();
    if (m_retentionHours->value() > 0)
        create.topic.configs["retention.ms"] =
            std::to_string(static_cast<std::int64_t>(m_retentionHours->value()) * 3'600'000);
    if (const QString cleanup = m_cleanup->currentData().toString(); !cleanup.isEmpty())
        create.topic.configs["cleanup.policy"] = cleanup.toStdString();
    return create;
}

} // namespace eventflow::widgets
