#include "widgets/topics/delete_records_dialog.h"

#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/display_text.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace eventflow::widgets {

DeleteRecordsDialog::DeleteRecordsDialog(const admin::TopicDescription& description, QWidget* parent)
    : QDialog(parent),
      m_description(description),
      m_all(new QRadioButton(tr("&All records there are now"), this)),
      m_below(new QRadioButton(tr("Of &one partition, what is below an offset"), this)),
      m_partition(new QComboBox(this)),
      m_offset(new QLineEdit(this)),
      m_problem(makeLabel({}, "error", this)) {
    setWindowTitle(tr("Delete records of %1").arg(viewmodels::oneLine(description.topic.name, 120)));
    setMinimumWidth(480);
    m_below->setChecked(true);
    m_partition->setAccessibleName(tr("Partition"));
    for (const admin::PartitionInfo& partition : description.topic.partitions)
        m_partition->addItem(tr("Partition %1").arg(partition.id), partition.id);
    m_offset->setAccessibleName(tr("First offset that stays"));
    m_offset->setPlaceholderText(tr("first offset that stays"));
    m_offset->setMaxLength(19);
    m_problem->setWordWrap(true);
    auto* place = new QHBoxLayout;
    place->setContentsMargins(24, 0, 0, 0);
    place->addWidget(m_partition);
    place->addWidget(m_offset, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_next = buttons->addButton(tr("Show what would change"), QDialogButtonBox::AcceptRole);
    m_next->setDefault(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(10);
    layout->addWidget(m_below);
    layout->addLayout(place);
    layout->addWidget(m_all);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    connect(m_below, &QRadioButton::toggled, this, &DeleteRecordsDialog::validate);
    connect(m_offset, &QLineEdit::textChanged, this, &DeleteRecordsDialog::validate);
    connect(m_partition, &QComboBox::currentIndexChanged, this, &DeleteRecordsDialog::validate);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    validate();
}

QString DeleteRecordsDialog::problem() const {
    if (m_all->isChecked()) {
        for (const admin::Watermarks& marks : m_description.watermarks)
            if (!marks.known()) return tr("The end of a partition is not known, so that not all can go.");
        return m_description.watermarks.empty() ? tr("The ends of the partitions are not known.") : QString();
    }
    bool ok = false;
    const qlonglong offset = m_offset->text().trimmed().toLongLong(&ok);
    if (!ok || offset < 0) return tr("The offset is a whole number from 0 on.");
    const auto at = static_cast<std::size_t>(std::max(m_partition->currentIndex(), 0));
    if (at < m_description.watermarks.size() && m_description.watermarks[at].known()) {
        const admin::Watermarks& marks = m_description.watermarks[at];
        if (offset <= marks.low || offset > marks.high)
            return tr("This partition has offsets from %1 up to %2.")
                .arg(QLocale().toString(static_cast<qlonglong>(marks.low)),
                     QLocale().toString(static_cast<qlonglong>(marks.high)));
    }
    return {};
}

void DeleteRecordsDialog::validate() {
    const bool below = m_below->isChecked();
    m_partition->setEnabled(below);
    m_offset->setEnabled(below);
    const QString why = problem();
    m_next->setEnabled(why.isEmpty());
    m_next->setToolTip(why);
    m_problem->setText(below && m_offset->text().isEmpty() ? QString() : why);
}

admin::DeleteRecords DeleteRecordsDialog::request() const {
    admin::DeleteRecords request{m_description.topic.name, {}};
    if (m_below->isChecked()) {
        request.before[m_partition->currentData().toInt()] = m_offset->text().trimmed().toLongLong();
        return request;
    }
    for (std::size_t i = 0; i < m_description.topic.partitions.size(); ++i)
        if (i < m_description.watermarks.size())
            request.before[m_description.topic.partitions[i].id] = m_description.watermarks[i].high;
    return request;
}

} // namespace eventflow::widgets
