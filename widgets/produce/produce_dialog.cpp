#include "widgets/produce/produce_dialog.h"

#include "core/admin/topic_names.h"
#include "widgets/common/view_setup.h"
#include "widgets/produce/header_editor.h"
#include "widgets/produce/lines_page.h"
#include "widgets/produce/record_page.h"
#include "widgets/produce/subject_notice.h"
#include "widgets/viewmodels/produce_request.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace eventflow::widgets {

ProduceDialog::ProduceDialog(std::shared_ptr<feed::Cluster> cluster, const QString& topic, QWidget* parent)
    : WriteDialog(cluster, tr("Produce records"), parent),
      m_subject(new SubjectNotice(cluster, this)),
      m_tabs(new QTabWidget(this)),
      m_record(new RecordPage(m_tabs)),
      m_lines(new LinesPage(m_tabs)),
      m_headers(new HeaderEditor(this)) {
    resize(760, 720);
    auto* form = new QFormLayout;
    m_topic = addLineEdit(*form, tr("Topic"), topic);
    body().addLayout(form);
    body().addWidget(m_subject);
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    m_tabs->setAccessibleName(tr("What to write"));
    m_tabs->tabBar()->setAccessibleName(tr("What to write"));
    m_tabs->addTab(m_record, tr("One record"));
    m_tabs->addTab(m_lines, tr("Lines"));
    body().addWidget(m_tabs, 3);
    body().addWidget(m_headers, 1);
    body().addLayout(buildPlace());

    connect(m_topic, &QLineEdit::textChanged, this, &ProduceDialog::refreshSchema);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        refreshSchema();
        refresh();
    });
    connect(m_record, &RecordPage::changed, this, [this] {
        refreshSchema();
        refresh();
    });
    connect(m_lines, &LinesPage::changed, this, [this] { refresh(); });
    connect(m_headers, &HeaderEditor::changed, this, [this] { refresh(); });
    if (topic.isEmpty())
        m_topic->setFocus();
    else
        m_record->setFocus();
    refreshSchema();
    refresh();
}

QLayout* ProduceDialog::buildPlace() {
    m_partition = new QSpinBox(this);
    m_partition->setRange(admin::ProduceSettings::kAnyPartition, 1'000'000);
    m_partition->setValue(admin::ProduceSettings::kAnyPartition);
    m_partition->setSpecialValueText(tr("as the key decides"));
    m_partition->setAccessibleName(tr("Partition"));
    m_partition->findChild<QLineEdit*>()->setAccessibleName(tr("Partition")); // takes the focus in its place
    m_partition->setMinimumWidth(160);
    m_time = new QLineEdit(this);
    m_time->setAccessibleName(tr("Timestamp"));
    m_time->setPlaceholderText(tr("now, or 2026-01-31T12:00:00Z"));
    connect(m_time, &QLineEdit::textChanged, this, [this] { refresh(); });
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(makeLabel(tr("Partition"), "", this));
    row->addWidget(m_partition);
    row->addSpacing(16);
    row->addWidget(makeLabel(tr("Timestamp"), "", this));
    row->addWidget(m_time, 1);
    return row;
}

bool ProduceDialog::isOneRecord() const {
    return m_tabs->currentWidget() == m_record;
}

std::optional<Timestamp> ProduceDialog::timestamp() const {
    const QString typed = m_time->text().trimmed();
    return typed.isEmpty() ? std::optional(kNoTime) : parseIso8601(typed.toStdString());
}

void ProduceDialog::refreshSchema() {
    m_subject->setTopic(m_topic->text().toStdString());
    m_subject->setValue(isOneRecord() ? m_record->value() : std::nullopt);
}

QString ProduceDialog::problem() const {
    if (m_topic->text().isEmpty()) return tr("Say which topic to write to.");
    if (const Status name = admin::checkTopicName(m_topic->text().toStdString()); !name)
        return tr("There can be no topic of that name.");
    if (m_headers->hasNameless()) return tr("A header has a value, but no name.");
    if (!timestamp()) return tr("The timestamp is none: write it as 2026-01-31T12:00:00Z.");
    if (isOneRecord()) return {};
    const auto headers = m_headers->headers();
    if (std::ranges::any_of(headers, [](const auto& header) { return !header.second; }))
        return tr("Headers that are added to lines cannot be null.");
    return m_lines->problem();
}

admin::ChangeRequest ProduceDialog::request() const {
    const std::string topic = m_topic->text().toStdString();
    if (isOneRecord())
        return viewmodels::produceOne(topic, {m_record->key(), m_record->value(), m_headers->headers(),
                                              m_partition->value(), timestamp().value_or(kNoTime)});
    admin::ProduceRecords request;
    request.topic = topic;
    request.text = m_lines->text();
    m_lines->fill(request.settings);
    for (const auto& [name, value] : m_headers->headers())
        request.settings.headers.emplace_back(name, value.value_or(std::string()));
    request.settings.partition = m_partition->value();
    request.settings.timestamp = timestamp().value_or(kNoTime);
    return request;
}

} // namespace eventflow::widgets
