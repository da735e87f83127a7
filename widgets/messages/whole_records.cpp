#include "widgets/messages/whole_records.h"

#include "widgets/viewmodels/masked_record.h"

#include <QSaveFile>

#include <map>
#include <utility>

namespace eventflow::widgets {

using namespace viewmodels;
using browse::Row;

namespace {

constexpr std::size_t kFlushBytes = 1024 * 1024;

admin::RecordAddress addressOf(const admin::OwnedRecord& record) {
    return {record.from, record.offset};
}

/// The rows from `first` on that are fetched together.
std::vector<BrowseRows::Place> windowOf(const BrowseRows& rows, std::size_t first) {
    std::vector<BrowseRows::Place> window;
    std::size_t bytes = 0;
    for (std::size_t i = first; i < rows.size() && window.size() < kExportWindowRows; ++i) {
        const BrowseRows::Place place = rows[i];
        const Row& row = place.row();
        bytes += std::size_t{row.keyBytes} + row.valueBytes + row.headerBytes;
        if (bytes > kExportWindowBytes && !window.empty()) break;
        window.push_back(place);
    }
    return window;
}

/// A file that appears when it is complete, written in large pieces.
class ExportFile {
public:
    explicit ExportFile(const QString& path) : m_file(path) {}

    Status open() { return m_file.open(QIODevice::WriteOnly) ? Status() : Status(failure()); }
    [[nodiscard]] std::string& text() { return m_text; }
    Status flush(std::size_t above) {
        if (m_text.size() <= above) return {};
        if (m_file.write(m_text.data(), static_cast<qint64>(m_text.size())) < 0) return failure();
        m_text.clear();
        return {};
    }
    Status commit() {
        if (Status status = flush(0); !status) return status;
        return m_file.commit() ? Status() : Status(failure());
    }

private:
    [[nodiscard]] Error failure() const {
        return {ErrorCode::IoError,
                (m_file.fileName() + QStringLiteral(": ") + m_file.errorString()).toStdString()};
    }

    QSaveFile m_file;
    std::string m_text;
};

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

Result<std::vector<FetchedRecord>> fetchRows(feed::Cluster& cluster, std::span<const BrowseRows::Place> rows,
                                             const std::function<void(std::size_t)>& onFetched,
                                             const std::stop_token& stop) {
    std::vector<FetchedRecord> out;
    std::vector<admin::RecordAddress> wanted;
    std::map<admin::RecordAddress, std::size_t> positions;
    for (const BrowseRows::Place& row : rows) {
        out.push_back({beginningOf(row), isWhole(row)});
        if (out.back().whole) continue;
        wanted.push_back(addressOf(out.back().record));
        positions[wanted.back()] = out.size() - 1;
    }
    std::size_t fetched = rows.size() - wanted.size();
    const auto take = [&](std::vector<admin::OwnedRecord> records) -> Status {
        for (admin::OwnedRecord& record : records)
            if (const auto it = positions.find(addressOf(record)); it != positions.end())
                out[it->second] = {std::move(record), true};
        fetched += records.size();
        if (onFetched) onFetched(fetched);
        return {};
    };
    if (wanted.empty()) return out;
    if (Status status = cluster.readRecords(wanted, take, stop); !status) return status.error();
    return out;
}

RecordWriter::RecordWriter(std::shared_ptr<PayloadReader> payloads,
                           std::shared_ptr<const MaskingRules> masking, browse::RecordFormat format)
    : m_payloads(std::move(payloads)), m_masking(std::move(masking)), m_format(format) {}

void RecordWriter::append(std::string& out, admin::OwnedRecord record) {
    if (!m_masking->empty()) {
        ReadPayload payload;
        if (record.value) {
            // A header may name the schema.
            const admin::RecordView view(record);
            payload = m_payloads->read(record.from.topic, view.record().headers, *record.value);
        }
        maskRecord(record, payload, *m_masking);
    }
    if (!m_begun && m_format == browse::RecordFormat::Csv) out += browse::csvHeading();
    m_begun = true;
    browse::appendRecordText(out, admin::RecordView(record).record(), m_format);
}

Result<std::size_t> exportRows(feed::Cluster& cluster, const BrowseRows& rows, RecordWriter writer,
                               const QString& path, const std::function<void(std::size_t)>& onProgress,
                               const std::stop_token& stop) {
    ExportFile file(path);
    if (Status status = file.open(); !status) return status.error();
    for (std::size_t done = 0; done < rows.size();) {
        const std::vector<BrowseRows::Place> window = windowOf(rows, done);
        auto records = fetchRows(
            cluster, window, [&](std::size_t fetched) { onProgress(done + fetched); }, stop);
        if (!records) return records.error();
        for (FetchedRecord& fetched : *records) {
            if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "the export was stopped"};
            // What retention has removed since is written as far as the table has it.
            writer.append(file.text(), std::move(fetched.record));
            if (Status status = file.flush(kFlushBytes); !status) return status.error();
        }
        done += window.size();
        onProgress(done);
    }
    if (Status status = file.commit(); !status) return status.error();
    return rows.size();
}

} // namespace eventflow::widgets
