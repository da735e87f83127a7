#include "widgets/messages/whole_records.h"

#include "widgets/viewmodels/masked_record.h"

#include <QSaveFile>

namespace eventflow::widgets {

using namespace viewmodels;
using browse::Row;

namespace {

constexpr std::size_t kFlushBytes = 1024 * 1024;
constexpr std::size_t kRowsPerProgress = 256;

/// A record that views an owned one.
class RecordView {
public:
    explicit RecordView(const admin::OwnedRecord& owned) {
        m_stream.topic = owned.from.topic;
        m_stream.partition = owned.from.partition;
        for (const auto& [name, value] : owned.headers)
            m_headers.push_back({name, value ? NullableBytes(*value) : std::nullopt});
        m_record.stream = &m_stream;
        m_record.offset = owned.offset;
        m_record.tsArrival = owned.timestamp;
        if (owned.key) m_record.key = *owned.key;
        if (owned.value) m_record.value = *owned.value;
        m_record.headers = m_headers;
    }
    RecordView(const RecordView&) = delete;
    RecordView& operator=(const RecordView&) = delete;
    [[nodiscard]] const Record& record() const { return m_record; }

private:
    Stream m_stream;
    std::vector<Header> m_headers;
    Record m_record;
};

Error writeError(const QSaveFile& file) {
    return {ErrorCode::IoError, (file.fileName() + QStringLiteral(": ") + file.errorString()).toStdString()};
}

} // namespace

admin::OwnedRecord beginningOf(const BrowseRows::Place& place) {
    const Row& row = place.row();
    admin::OwnedRecord record;
    record.from = {place.stream().topic, place.stream().partition};
    record.offset = row.offset;
    if (row.timestampMs != Row::kNoTimestamp) record.timestamp = timestampFromMs(row.timestampMs);
    if (!row.has(Row::kNullKey)) record.key = std::string(place.store->keyPreview(row));
    if (!row.has(Row::kNullValue)) record.value = std::string(place.store->valuePreview(row));
    return record;
}

bool isWhole(const BrowseRows::Place& place) {
    const Row& row = place.row();
    return row.headerCount == 0 && !row.has(Row::kCutKey) && !row.has(Row::kCutValue);
}

RecordWriter::RecordWriter(std::shared_ptr<feed::Cluster> cluster, std::shared_ptr<PayloadReader> payloads,
                           std::shared_ptr<const MaskingRules> masking, browse::RecordFormat format)
    : m_cluster(std::move(cluster)),
      m_payloads(std::move(payloads)),
      m_masking(std::move(masking)),
      m_format(format) {}

Status RecordWriter::append(std::string& out, const BrowseRows::Place& row, const std::stop_token& stop) {
    admin::OwnedRecord record = beginningOf(row);
    if (!isWhole(row)) {
        auto whole = m_cluster->record(record.from, record.offset, stop);
        // What retention has removed since is written as far as the table has it.
        if (!whole && whole.error().code != ErrorCode::NotFound) return whole.error();
        if (whole) record = std::move(*whole);
    }
    if (!m_masking->empty() && record.value) {
        const ReadPayload payload = m_payloads->read(record.from.topic, {}, *record.value);
        maskRecord(record, payload, *m_masking);
    } else {
        maskRecord(record, {}, *m_masking);
    }
    if (!m_begun && m_format == browse::RecordFormat::Csv) out += browse::csvHeading();
    m_begun = true;
    browse::appendRecordText(out, RecordView(record).record(), m_format);
    return {};
}

Result<std::size_t> exportRows(const BrowseRows& rows, RecordWriter writer, const QString& path,
                               const std::function<void(std::size_t)>& onProgress,
                               const std::stop_token& stop) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return writeError(file);
    std::string text;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "the export was stopped"};
        if (Status status = writer.append(text, rows[i], stop); !status) return status.error();
        if (text.size() >= kFlushBytes) {
            if (file.write(text.data(), static_cast<qint64>(text.size())) < 0) return writeError(file);
            text.clear();
        }
        if (i % kRowsPerProgress == 0) onProgress(i);
    }
    if (file.write(text.data(), static_cast<qint64>(text.size())) < 0 || !file.commit())
        return writeError(file);
    return rows.size();
}

} // namespace eventflow::widgets
