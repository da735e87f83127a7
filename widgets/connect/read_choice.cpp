#include "widgets/connect/read_choice.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>

namespace eventflow::widgets {

using Start = feed::ClusterTarget::Start;

ReadChoice::ReadChoice(QWidget* parent)
    : QWidget(parent),
      m_read(new QCheckBox(tr("Also &read its records into the pipeline"), this)),
      m_start(new QComboBox(this)) {
    m_read->setToolTip(
        tr("Metrics, rules and alerts work on what the pipeline reads. Reading disturbs nobody: "
           "no group is joined, no offset committed, no topic created."));
    m_start->addItem(tr("from now on"), static_cast<int>(Start::Latest));
    m_start->addItem(tr("from the earliest record"), static_cast<int>(Start::Earliest));
    m_start->setAccessibleName(tr("Where the pipeline begins to read"));
    m_start->setEnabled(false);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_read);
    layout->addWidget(m_start);
    connect(m_read, &QCheckBox::toggled, m_start, &QWidget::setEnabled);
}

std::optional<feed::ClusterTarget> ReadChoice::target(const config::Connection& connection) const {
    if (!m_read->isChecked()) return std::nullopt;
    return feed::ClusterTarget{connection.name, connection.topics,
                               static_cast<Start>(m_start->currentData().toInt())};
}

} // namespace eventflow::widgets
