#include "widgets/messages/visible_rows.h"

#include "widgets/messages/message_table.h"

#include <utility>

namespace eventflow::widgets {

using namespace viewmodels;

namespace {

/// What is enough to know the fields of a topic.
constexpr std::uint64_t kObservedValues = 1000;

} // namespace

VisibleRows::VisibleRows(MessageTable& table, BrowseModel& model)
    : QObject(&table),
      m_table(table),
      m_model(model),
      m_payloads(std::make_shared<PayloadReader>(nullptr)),
      m_masking(std::make_shared<const MaskingRules>()) {
    connect(&table, &MessageTable::visibleRowsChanged, this, &VisibleRows::read);
}

void VisibleRows::setReading(std::shared_ptr<PayloadReader> payloads,
                             std::shared_ptr<const MaskingRules> masking) {
    m_reading.cancel();
    m_payloads = std::move(payloads);
    m_masking = std::move(masking);
    m_model.setHidden(!m_masking->empty());
    read();
}

void VisibleRows::forgetFields() {
    m_seen.clear();
    Q_EMIT fieldsSeen();
}

void VisibleRows::read() {
    auto wanted = m_model.wanted(m_table.firstVisible(), m_table.lastVisible());
    if (wanted.empty()) return;
    RowReading how{m_payloads, {}, m_masking};
    for (const QString& field : m_model.fields())
        if (auto path = FieldPath::parse(field.toStdString())) how.columns.push_back(std::move(*path));
    m_reading.start(
        [wanted = std::move(wanted), how = std::move(how)](const std::stop_token& stop) {
            Outcome outcome;
            for (const RowToRead& row : wanted) {
                if (stop.stop_requested()) break;
                outcome.rows.emplace_back(row.id, readRow(row, how, outcome.seen));
            }
            return outcome;
        },
        [this](Outcome outcome) { take(std::move(outcome)); });
}

void VisibleRows::take(Outcome outcome) {
    m_model.setRead(std::move(outcome.rows));
    if (m_seen.observed() >= kObservedValues || outcome.seen.observed() == 0) return;
    m_seen.merge(outcome.seen);
    Q_EMIT fieldsSeen();
}

} // namespace eventflow::widgets
