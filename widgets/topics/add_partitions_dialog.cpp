#include "widgets/topics/add_partitions_dialog.h"

#include "widgets/common/spin_box_name.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/display_text.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

namespace eventflow::widgets {

AddPartitionsDialog::AddPartitionsDialog(const std::string& topic, int present, QWidget* parent)
    : QDialog(parent), m_topic(topic), m_total(new QSpinBox(this)) {
    setWindowTitle(tr("Add partitions to %1").arg(viewmodels::oneLine(topic, 120)));
    setMinimumWidth(460);
    m_total->setRange(present + 1, 100'000);
    setSpinBoxName(*m_total, tr("Partitions afterwards"));
    QLabel* note =
        makeLabel(tr("It has %1 now. Keys go to other partitions afterwards, so that the records of "
                     "one key are no longer in order across the change. Partitions can't be taken "
                     "away again.")
                      .arg(present),
                  "muted", this);
    note->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->addButton(tr("Show what would change"), QDialogButtonBox::AcceptRole)->setDefault(true);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(20, 18, 20, 16);
    form->setVerticalSpacing(12);
    form->addRow(tr("&Partitions afterwards"), m_total);
    form->addRow(note);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

admin::AddPartitions AddPartitionsDialog::request() const {
    return {m_topic, m_total->value()};
}

} // namespace eventflow::widgets
