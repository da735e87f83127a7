#include "pipelines/store/transaction_writer.h"

#include "pipelines/store/label_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace eventflow::store {

namespace {

/// The columns of alerts and alert_transitions have in common, in the order of both tables: rule_id …
/// annotations from `first`, state … value behind them. The texts must outlive the statement's run.
struct AlertColumns {
    explicit AlertColumns(const Alert& alert) : m_alert(alert), m_fingerprint(fingerprint(alert)) {
        appendLabels(m_labels, alert.labels);
        appendLabels(m_annotations, alert.annotations);
    }

    void bind(Statement& statement, int first) const {
        statement.bindText(first, m_alert.ruleId)
            .bindText(first + 1, m_fingerprint)
            .bindText(first + 2, m_alert.rule)
            .bindText(first + 3, m_alert.group)
            .bindText(first + 4, m_labels)
            .bindText(first + 5, m_annotations)
            .bindText(first + 6, toString(m_alert.state))
            .bind(first + 7, toNs(m_alert.activeAt))
            .bind(first + 8, toNs(m_alert.firedAt))
            .bind(first + 9, toNs(m_alert.keepFiringSince))
            .bind(first + 10, toNs(m_alert.resolvedAt))
            .bindReal(first + 11, m_alert.value);
    }

private:
    const Alert& m_alert;
    std::string m_fingerprint;
    std::string m_labels;
    std::string m_annotations;
};

std::string jsonOf(const std::vector<Alert>& alerts) {
    JsonWriter json;
    notify::writeAlerts(json, alerts);
    return std::move(json).take();
}

} // namespace

Result<std::unique_ptr<TransactionWriter>> TransactionWriter::create(Connection& connection,
                                                                     std::size_t dedupWindow) {
    std::unique_ptr<TransactionWriter> writer(new TransactionWriter(connection, dedupWindow));
    if (Status s = writer->prepare(); !s) return s.error();
    if (Status s = writer->loadState(); !s) return s.error();
    return writer;
}

Status TransactionWriter::prepare() {
    const std::array<std::pair<Statement*, const char*>, 12> statements{{
        {&m_series, "INSERT INTO series VALUES(?,?,?,?)"},
        {&m_stagingBlock, "INSERT INTO staging_blocks VALUES(NULL,?,?,?,?)"},
        {&m_event, "INSERT INTO events VALUES(NULL,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"},
        {&m_deadLetter, "INSERT INTO dead_letters VALUES(NULL,?,?,?,?,?,?,?,?,?,?,?)"},
        {&m_transition, "INSERT INTO alert_transitions VALUES(NULL,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"},
        {&m_explanation, "INSERT INTO explanations VALUES(last_insert_rowid(),?,?)"},
        {&m_notification, "INSERT INTO notifications VALUES(NULL,?,?,?,?,?,?,?)"},
        {&m_alert, "INSERT OR REPLACE INTO alerts VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)"},
        {&m_offset, "INSERT OR REPLACE INTO offsets VALUES(?,?,?,?)"},
        {&m_checkpoint, "INSERT OR REPLACE INTO checkpoint VALUES(?,?)"},
        {&m_dedup, "INSERT INTO dedup_keys VALUES(?,?,?)"},
        {&m_pruneDedup, "DELETE FROM dedup_keys WHERE id<=?"},
    }};
    for (const auto& [target, sql] : statements) {
        auto statement = m_connection.prepare(sql);
        if (!statement) return statement.error();
        *target = std::move(*statement);
    }
    return {};
}

Status TransactionWriter::loadState() {
    const auto rows = m_connection.integer("SELECT coalesce(sum(count),0) FROM staging_blocks");
    if (!rows) return rows.error();
    if (*rows < 0) return m_connection.corrupt("table staging_blocks: impossible counts");
    m_stagingRows = static_cast<std::size_t>(*rows);
    auto blobs = m_connection.prepare("SELECT id,count FROM dedup_keys ORDER BY id");
    if (!blobs) return blobs.error();
    for (;;) {
        const auto row = blobs->step();
        if (!row) return row.error();
        if (!*row) return {};
        if (blobs->integer(1) < 0) return m_connection.corrupt("table dedup_keys: impossible count");
        const auto count = static_cast<std::size_t>(blobs->integer(1));
        m_dedupBlobs.push_back({blobs->integer(0), count});
        m_dedupKeys += count;
    }
}

Status TransactionWriter::write(const PendingRows& rows) {
    auto transaction = Transaction::begin(m_connection, Transaction::Kind::Write);
    if (!transaction) return transaction.error();
    if (Status s = insertSeries(rows); !s) return s;
    if (Status s = insertSamples(rows.samples); !s) return s;
    if (Status s = insertEvents(rows); !s) return s;
    if (Status s = insertDeadLetters(rows); !s) return s;
    if (Status s = insertTransitions(rows); !s) return s;
    if (Status s = insertNotifications(rows); !s) return s;
    if (Status s = insertOffsets(rows); !s) return s;
    if (Status s = insertCheckpoint(rows); !s) return s;

    const auto dedup = insertDedupKeys(rows);
    if (!dedup) return dedup.error();
    if (Status s = transaction->commit(); !s) return s;
    remember(*dedup);
    m_stagingRows += rows.samples.size();
    return {};
}

Status TransactionWriter::insertSeries(const PendingRows& rows) {
    for (const PendingSeries& series : rows.series) {
        m_series.bind(1, series.id)
            .bindText(2, series.name)
            .bindText(3, series.unit)
            .bindText(4, series.labels);
        if (Status s = m_series.run(); !s) return s;
    }
    return {};
}

Status TransactionWriter::insertSamples(const SampleColumns& samples) {
    for (std::size_t first = 0; first < samples.size(); first += SampleBlock::kMaxRows) {
        const std::size_t count = std::min(SampleBlock::kMaxRows, samples.size() - first);
        SampleBlock::encode(samples, first, count, m_block);
        const auto begin = samples.ts.begin() + static_cast<std::ptrdiff_t>(first);
        const auto [least, most] = std::minmax_element(begin, begin + static_cast<std::ptrdiff_t>(count));
        m_stagingBlock.bind(1, *least)
            .bind(2, *most)
            .bind(3, static_cast<std::int64_t>(count))
            .bindBlob(4, m_block);
        if (Status s = m_stagingBlock.run(); !s) return s;
    }
    return {};
}

Status TransactionWriter::insertEvents(const PendingRows& rows) {
    for (const PendingEvent& event : rows.events) {
        m_event.bindText(1, rows.view(event.eventId))
            .bind(2, toNs(event.tsEvent))
            .bind(3, toNs(event.tsIngest))
            .bindText(4, rows.view(event.tenantId))
            .bindText(5, rows.view(event.sourceType))
            .bindText(6, rows.view(event.sourceId))
            .bindText(7, rows.view(event.schemaName))
            .bindText(8, rows.view(event.schemaVersion))
            .bindText(9, toString(event.body))
            .bindText(10, rows.view(event.severity))
            .bindText(11, rows.view(event.text))
            .bindText(12, rows.view(event.attributes))
            .bindText(13, rows.view(event.tags))
            .bindText(14, rows.view(event.topic))
            .bind(15, event.partition)
            .bind(16, event.offset);
        if (Status s = m_event.run(); !s) return s;
    }
    return {};
}

Status TransactionWriter::insertDeadLetters(const PendingRows& rows) {
    const auto bindNullable = [&](int parameter, TextSlice slice) {
        if (slice.isNull())
            m_deadLetter.bindNull(parameter);
        else
            m_deadLetter.bindBlob(parameter, rows.view(slice));
    };
    for (const PendingDeadLetter& letter : rows.deadLetters) {
        m_deadLetter.bindText(1, toString(letter.step))
            .bindText(2, toString(letter.code))
            .bind(3, letter.attempts)
            .bindText(4, rows.view(letter.detail))
            .bindText(5, rows.view(letter.topic))
            .bind(6, letter.partition)
            .bind(7, letter.offset)
            .bind(8, toNs(letter.tsArrival))
            .bindBlob(9, rows.view(letter.headers));
        bindNullable(10, letter.key);
        bindNullable(11, letter.value);
        if (Status s = m_deadLetter.run(); !s) return s;
    }
    return {};
}

Status TransactionWriter::insertTransitions(const PendingRows& rows) {
    for (const AlertTransition& transition : rows.transitions) {
        const AlertColumns columns(transition.alert);
        m_transition.bind(1, toNs(transition.tick))
            .bind(2, toNs(transition.watermark))
            .bindText(3, toString(transition.from))
            .bindText(16, transition.reason)
            .bindText(17, transition.alert.level);
        columns.bind(m_transition, 4);
        if (Status s = m_transition.run(); !s) return s;
        if (transition.explanation != nullptr) {
            const std::string explanation = toJson(*transition.explanation);
            m_explanation.bindText(1, transition.explanation->ruleHash).bindText(2, explanation);
            if (Status s = m_explanation.run(); !s) return s;
        }
        columns.bind(m_alert, 1);
        m_alert.bindText(13, transition.alert.level);
        if (Status s = m_alert.run(); !s) return s;
    }
    return {};
}

Status TransactionWriter::insertNotifications(const PendingRows& rows) {
    for (const notify::Notification& notification : rows.notifications) {
        const std::string firing = jsonOf(notification.firing);
        const std::string resolved = jsonOf(notification.resolved);
        std::string group;
        appendLabels(group, notification.group);
        m_notification.bind(1, toNs(notification.at))
            .bindText(2, notification.receiver)
            .bindText(3, notification.route)
            .bindText(4, group)
            .bindText(5, toString(notification.reason))
            .bindText(6, firing)
            .bindText(7, resolved);
        if (Status s = m_notification.run(); !s) return s;
    }
    return {};
}

Status TransactionWriter::insertOffsets(const PendingRows& rows) {
    for (const auto& [stream, next] : rows.offsets) {
        const auto& [source, topic, partition] = stream;
        m_offset.bindText(1, source).bindText(2, topic).bind(3, partition).bind(4, next);
        if (Status s = m_offset.run(); !s) return s;
    }
    return {};
}

Status TransactionWriter::insertCheckpoint(const PendingRows& rows) {
    for (const auto& [name, value] : rows.checkpoint)
        if (Status s = m_checkpoint.bindText(1, name).bindBlob(2, value).run(); !s) return s;
    return {};
}

Result<TransactionWriter::DedupChange> TransactionWriter::insertDedupKeys(const PendingRows& rows) {
    DedupChange change;
    if (rows.dedupKeys.empty()) return change;
    const std::size_t count = rows.dedupKeys.size();
    change.added = DedupBlob{m_dedupBlobs.empty() ? 1 : m_dedupBlobs.back().id + 1, count};
    const std::string_view keys(reinterpret_cast<const char*>(rows.dedupKeys.data()),
                                count * sizeof(Hash128));
    m_dedup.bind(1, change.added->id).bind(2, static_cast<std::int64_t>(count)).bindBlob(3, keys);
    if (Status s = m_dedup.run(); !s) return s.error();

    std::size_t kept = m_dedupKeys + count;
    for (; change.pruned < m_dedupBlobs.size(); ++change.pruned) {
        kept -= m_dedupBlobs[change.pruned].count;
        if (kept < m_dedupWindow) break;
    }
    if (change.pruned == 0) return change;
    if (Status s = m_pruneDedup.bind(1, m_dedupBlobs[change.pruned - 1].id).run(); !s) return s.error();
    return change;
}

void TransactionWriter::remember(const DedupChange& change) {
    for (std::size_t i = 0; i < change.pruned; ++i) {
        m_dedupKeys -= m_dedupBlobs.front().count;
        m_dedupBlobs.pop_front();
    }
    if (!change.added) return;
    m_dedupKeys += change.added->count;
    m_dedupBlobs.push_back(*change.added);
}

} // namespace eventflow::store
