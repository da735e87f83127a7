#pragma once

#include "core/interchange/imported_record.h"
#include "core/model/record.h"
#include "pipelines/collect/stream_table.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::collect {

/// Puts the records of captures into batches, under the streams that they belong to, and says how far each
/// stream has come. Thread: confined. Lifetime: the streams live as long as the table; a batch is used from
/// beginBatch() up to endBatch() or endFile().
class BatchBuilder {
public:
    BatchBuilder(StreamTable& streams, std::size_t batchRecords, std::size_t maxRecordBytes)
        : m_streams(streams), m_batchRecords(batchRecords), m_maxRecordBytes(maxRecordBytes) {}

    /// The next file: what it says of positions goes to the stream (path, `partition`).
    void beginFile(const std::string& path, std::int32_t partition);
    void beginBatch(RecordBatch& batch);

    [[nodiscard]] bool full() const { return m_batch->records.size() >= m_batchRecords; }
    [[nodiscard]] bool empty() const { return m_batch->records.empty(); }
    [[nodiscard]] Arena& arena() { return m_batch->arena; }
    [[nodiscard]] std::size_t maxRecordBytes() const { return m_maxRecordBytes; }

    /// A record of the file itself: one that names no stream, or a malformed one with why.
    void addToFile(std::string_view value, std::int64_t offset, std::string_view framingError = {}) {
        Record& record = m_batch->records.emplace_back();
        record.stream = &m_file->stream;
        record.offset = offset;
        record.value = value;
        record.framingError = framingError;
        m_batch->bytes += value.size();
    }
    /// A record under what it names: topic and partition; its partition of the file; else the file itself.
    /// Without a partition its own offset says nothing, so that its place in the file counts: `offset`.
    /// `text`: as it stood.
    void add(interchange::ImportedRecord& imported, std::string_view text, std::int64_t offset);
    /// Instead of a record that is longer than the limit.
    void addOverlong(std::string_view front, std::uint64_t bytes, std::int64_t offset);

    /// Where reading the file continues after what was added.
    void setNextOffset(std::int64_t nextOffset) { m_file->nextOffset = nextOffset; }
    [[nodiscard]] const Stream& fileStream() const { return m_file->stream; }

    /// `storage`: what the records point into. `fileEnd`: position of the file's end, -1 where it is not
    /// known.
    void endBatch(std::shared_ptr<const void> storage, std::int64_t fileEnd);
    /// Every stream of the file is caught up.
    void endFile();

private:
    StreamTable::Entry* streamOf(const interchange::ImportedRecord& imported);

    StreamTable& m_streams;
    std::size_t m_batchRecords;
    std::size_t m_maxRecordBytes;
    RecordBatch* m_batch = nullptr;
    StreamTable::Entry* m_file = nullptr;
    std::size_t m_fileNumber = 0; ///< from 1
    std::uint64_t m_batchNumber = 0;
    std::vector<StreamTable::Entry*> m_moved; ///< but for the file's
};

} // namespace eventflow::collect
