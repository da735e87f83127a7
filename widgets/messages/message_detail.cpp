#include "widgets/messages/message_detail.h"

#include "widgets/common/view_setup.h"
#include "widgets/messages/whole_records.h"
#include "widgets/viewmodels/attempt_model.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace eventflow::widgets {

using namespace viewmodels;

MessageDetail::MessageDetail(QWidget* parent)
    : QWidget(parent),
      m_payloads(std::make_shared<PayloadReader>(nullptr)),
      m_masking(std::make_shared<const MaskingRules>()),
      m_head(nullptr),
      m_inspector(new RecordInspector(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(buildHead());
    layout->addWidget(m_inspector, 1);
    clear();
}

QWidget* MessageDetail::buildHead() {
    m_head = new QWidget(this);
    m_summary = makeLabel({}, "muted", m_head);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_masked = makeLabel(tr("masked"), "heading", m_head);
    m_masked->setToolTip(tr("Masking rules hide a part of this message."));
    m_loadAll = new QPushButton(m_head);
    m_loadAll->setAccessibleName(tr("Load the whole value"));
    m_format = new QComboBox(m_head);
    m_format->setAccessibleName(tr("How values of this topic are read"));
    m_format->setToolTip(m_format->accessibleName());
    m_format->addItem(tr("Detect the format"));
    for (const codec::PayloadFormat format : selectableFormats())
        m_format->addItem(tr("Read as %1").arg(formatName(format)));
    m_error = makeLabel({}, "error", m_head);
    m_error->setWordWrap(true);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_summary, 1);
    row->addWidget(m_masked);
    row->addWidget(m_loadAll);
    row->addWidget(m_format);
    auto* layout = new QVBoxLayout(m_head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(row);
    layout->addWidget(m_error);
    connect(m_loadAll, &QPushButton::clicked, this, &MessageDetail::fetch);
    connect(m_format, &QComboBox::activated, this, &MessageDetail::chooseFormat);
    return m_head;
}

void MessageDetail::setCluster(std::shared_ptr<feed::Cluster> cluster,
                               std::shared_ptr<PayloadReader> payloads) {
    clear();
    m_cluster = std::move(cluster);
    m_payloads = std::move(payloads);
    for (const auto& [topic, format] : m_formats)
        m_payloads->setFormat(topic, format);
}

void MessageDetail::setFormats(std::map<std::string, codec::PayloadFormat> formats) {
    m_formats = std::move(formats);
    for (const auto& [topic, format] : m_formats)
        m_payloads->setFormat(topic, format);
}

void MessageDetail::setMasking(std::shared_ptr<const MaskingRules> masking) {
    m_masking = std::move(masking);
    reread();
}

void MessageDetail::clear() {
    m_fetching.cancel();
    m_record.reset();
    m_head->hide();
    m_inspector->setRecord(nullptr);
}

void MessageDetail::showRow(const BrowseRows::Place& row) {
    m_record = beginningOf(row);
    m_valueBytes = row.row().valueBytes;
    m_whole = false;
    m_error->hide();
    showFormat();
    m_head->show();
    // What the table has is here at once; headers and the rest come from the cluster.
    if (m_valueBytes <= kFetchedUnasked) return fetch();
    readHere();
}

void MessageDetail::reread() {
    if (!m_record) return;
    if (m_whole || m_valueBytes > kFetchedUnasked)
        readHere();
    else
        fetch();
}

void MessageDetail::readHere() {
    m_fetching.start(
        [record = *m_record, bytes = m_valueBytes, payloads = m_payloads,
         masking = m_masking](std::stop_token) -> Result<Outcome> {
            return Outcome{std::nullopt, readRecord(record, bytes, *payloads, *masking)};
        },
        [this](Result<Outcome> outcome) { take(std::move(outcome)); });
}

void MessageDetail::fetch() {
    if (m_cluster == nullptr || !m_record) return;
    m_loadAll->setEnabled(false);
    m_fetching.start(
        [cluster = m_cluster, from = m_record->from, offset = m_record->offset, payloads = m_payloads,
         masking = m_masking](std::stop_token stop) -> Result<Outcome> {
            auto record = cluster->record(from, offset, std::move(stop));
            if (!record) return record.error();
            const std::size_t bytes = record->value ? record->value->size() : 0;
            RecordReading reading = readRecord(*record, bytes, *payloads, *masking);
            return Outcome{std::move(*record), std::move(reading)};
        },
        [this](Result<Outcome> outcome) { take(std::move(outcome)); });
}

void MessageDetail::take(Result<Outcome> outcome) {
    m_loadAll->setEnabled(true);
    if (!outcome) {
        m_error->setText(outcome.error().code == ErrorCode::NotFound
                             ? tr("The message is no longer in the topic: its retention has passed. What the "
                                  "table has of it is shown.")
                             : tr("The message could not be fetched: %1 What the table has of it is shown.")
                                   .arg(fromUtf8(outcome.error().detail)));
        m_error->show();
        return readHere();
    }
    if (outcome->whole) {
        m_record = std::move(outcome->whole);
        m_valueBytes = m_record->value ? m_record->value->size() : 0;
        m_whole = true;
        m_error->hide();
    }
    showReading(outcome->reading);
}

void MessageDetail::showReading(const RecordReading& reading) {
    m_summary->setText(reading.summary);
    m_summary->setToolTip(reading.summary);
    m_masked->setVisible(reading.masked);
    const bool cut = m_record->value && m_record->value->size() < m_valueBytes;
    m_loadAll->setVisible(cut && m_cluster != nullptr);
    m_loadAll->setText(tr("Load all %1").arg(format::bytes(static_cast<double>(m_valueBytes))));
    m_inspector->setRecord(reading.record, reading.reading);
    Q_EMIT traceIdsFound(reading.traceIds);
}

void MessageDetail::showFormat() {
    const auto it = m_formats.find(m_record->from.topic);
    int index = 0;
    const auto formats = selectableFormats();
    for (std::size_t i = 0; i < formats.size() && it != m_formats.end(); ++i)
        if (formats[i] == it->second) index = static_cast<int>(i) + 1;
    m_format->setCurrentIndex(index);
}

void MessageDetail::chooseFormat(int index) {
    if (!m_record) return;
    const std::string topic = m_record->from.topic;
    if (index == 0)
        m_formats.erase(topic);
    else
        m_formats[topic] = selectableFormats()[static_cast<std::size_t>(index - 1)];
    m_payloads->setFormat(topic, index == 0 ? std::nullopt : std::optional(m_formats[topic]));
    reread();
    Q_EMIT formatsChanged();
}

} // namespace eventflow::widgets
