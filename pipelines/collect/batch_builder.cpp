#include "pipelines/collect/batch_builder.h"

#include "pipelines/collect/line_reader.h"

#include <algorithm>

namespace eventflow::collect {

using interchange::ImportedRecord;

void BatchBuilder::beginFile(const std::string& path, std::int32_t partition) {
    m_file = &m_streams.add(path, partition);
    m_file->stream.sequential = true; // places in the file: dense only where records are one byte long
    ++m_fileNumber;
}

void BatchBuilder::beginBatch(RecordBatch& batch) {
    m_batch = &batch;
    ++m_batchNumber;
    m_moved.clear();
}

/// Null where the capture names too many.
StreamTable::Entry* BatchBuilder::streamOf(const ImportedRecord& imported) {
    if (imported.partition == ImportedRecord::kNoPartition) return m_file;
    return m_streams.findOrAdd(imported.topic.empty() ? m_file->stream.topic : imported.topic,
                               imported.partition);
}

void BatchBuilder::add(ImportedRecord& imported, std::string_view text, std::int64_t offset) {
    StreamTable::Entry* entry = streamOf(imported);
    if (entry == nullptr)
        return addToFile(text, offset,
                         arena().copy("more than " + std::to_string(m_streams.maxStreams()) +
                                      " topics and partitions in one capture (maxStreams)"));
    Record& record = imported.record;
    if (entry == m_file || record.offset == ImportedRecord::kNoOffset) record.offset = offset;
    if (entry != m_file) {
        if (entry->lastBatch != m_batchNumber) m_moved.push_back(entry);
        entry->lastBatch = m_batchNumber;
        entry->lastFile = m_fileNumber;
        entry->nextOffset = record.offset < INT64_MAX ? record.offset + 1 : INT64_MAX;
    }
    record.stream = &entry->stream;
    m_batch->bytes += record.key ? record.key->size() : 0;
    m_batch->bytes += record.value ? record.value->size() : 0;
    for (const Header& header : record.headers)
        m_batch->bytes += header.name.size() + (header.value ? header.value->size() : 0);
    m_batch->records.push_back(record);
}

void BatchBuilder::addOverlong(std::string_view front, std::uint64_t bytes, std::int64_t offset) {
    addToFile(front.substr(0, std::min(LineReader::kKeptOfOverlong, m_maxRecordBytes)), offset,
              arena().copy("record of " + std::to_string(bytes) + " bytes is longer than the limit of " +
                           std::to_string(m_maxRecordBytes) + " (maxRecordBytes)"));
}

/// The file comes first: it is what open() resumes from.
void BatchBuilder::endBatch(std::shared_ptr<const void> storage, std::int64_t fileEnd) {
    m_batch->storage = std::move(storage);
    m_batch->progress.push_back({&m_file->stream, m_file->nextOffset, fileEnd, false});
    for (const StreamTable::Entry* entry : m_moved)
        m_batch->progress.push_back({&entry->stream, entry->nextOffset, -1, false});
}

void BatchBuilder::endFile() {
    m_batch->progress.push_back({&m_file->stream, m_file->nextOffset, m_file->nextOffset, true});
    for (const StreamTable::Entry& entry : m_streams.entries())
        if (entry.lastFile == m_fileNumber)
            m_batch->progress.push_back({&entry.stream, entry.nextOffset, entry.nextOffset, true});
}

} // namespace eventflow::collect
