#include "widgets/produce/copy_dialog.h"

#include "core/admin/topic_names.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/produce_request.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace eventflow::widgets {

CopyDialog::CopyDialog(std::shared_ptr<feed::Cluster> cluster, const feed::ClusterDesk& desk,
                       const QString& sourceConnection, const QString& sourceTopic, QWidget* parent)
    : WriteDialog(std::move(cluster), tr("Copy a topic"), parent),
      m_source(new QComboBox(this)),
      m_keepPartition(new QCheckBox(tr("Each record to the partition it has"), this)) {
    setMinimumWidth(580);
    fillSources(desk, sourceConnection);
    auto* form = new QFormLayout;
    form->addRow(tr("From the connection"), m_source);
    m_sourceTopic = addLineEdit(*form, tr("From the topic"), sourceTopic);
    m_ranges = addLineEdit(*form, tr("Offsets"), {}, tr("everything, or 0:100-200, 3:50- by partition"));
    m_topic = addLineEdit(*form, tr("To the topic"), {});
    body().addLayout(form);
    m_keepPartition->setChecked(true);
    body().addWidget(m_keepPartition);
    auto* note =
        makeLabel(tr("What there is when the copy begins is copied, not what comes later. How fast, the "
                     "dry run asks."),
                  "muted", this);
    note->setWordWrap(true);
    body().addWidget(note);
    body().addStretch(1);
    connect(m_source, &QComboBox::currentIndexChanged, this, [this] { refresh(); });
    refresh();
}

void CopyDialog::fillSources(const feed::ClusterDesk& desk, const QString& chosen) {
    m_source->setAccessibleName(tr("From the connection"));
    const std::string own = cluster()->connection().name;
    m_source->addItem(tr("%1 (this one)").arg(viewmodels::oneLine(own, 120)), QString());
    for (const config::Connection& connection : desk.connections())
        if (connection.name != own)
            m_source->addItem(viewmodels::oneLine(connection.name, 120),
                              viewmodels::fromUtf8(connection.name));
    m_source->setCurrentIndex(std::max(0, m_source->findData(chosen)));
}

QString CopyDialog::problem() const {
    for (const QLineEdit* edit : {m_sourceTopic, m_topic}) {
        if (edit->text().isEmpty()) return tr("Say from which topic to which.");
        if (!admin::checkTopicName(edit->text().toStdString()))
            return tr("There can be no topic of that name.");
    }
    if (m_source->currentData().toString().isEmpty() && m_sourceTopic->text() == m_topic->text())
        return tr("A topic cannot be copied into itself.");
    const auto ranges = viewmodels::parseRanges(m_ranges->text().toStdString());
    return ranges ? QString() : viewmodels::oneLine(ranges.error().detail);
}

admin::ChangeRequest CopyDialog::request() const {
    admin::CopyRecords request;
    request.from = m_source->currentData().toString().toStdString();
    request.sourceTopic = m_sourceTopic->text().toStdString();
    request.topic = m_topic->text().toStdString();
    if (auto ranges = viewmodels::parseRanges(m_ranges->text().toStdString()))
        request.ranges = std::move(*ranges);
    request.keepPartition = m_keepPartition->isChecked();
    return request;
}

} // namespace eventflow::widgets
