#include "pipelines/capture/recorder.h"

#include <cstdio>
#include <string>
#include <system_error>
#include <utility>

namespace eventflow::capture {

Result<std::unique_ptr<Recorder>> Recorder::open(RecorderOptions options) {
    if (options.keepSegments > 0 && !options.rotates())
        return Error{ErrorCode::InvalidArgument,
                     "a ring needs segments: say how large or how long one of them is"};
    std::unique_ptr<Recorder> recorder(new Recorder(std::move(options)));
    if (const Status begun = recorder->begin(); !begun) return begun.error();
    return recorder;
}

Recorder::~Recorder() = default;

std::filesystem::path Recorder::nextPath() const {
    if (!m_options.rotates()) return m_options.file;
    char number[32];
    std::snprintf(number, sizeof number, "-%04zu", m_segments + 1);
    std::filesystem::path path = m_options.file;
    path.replace_filename(path.stem().string() + number + path.extension().string());
    return path;
}

Status Recorder::checkSpace() const {
    const std::uint64_t free = m_sink->freeBytes();
    if (free >= m_options.reserveBytes) return {};
    return Error{ErrorCode::DiskFull, m_sink->path().string() + ": only " + std::to_string(free >> 20U) +
                                          " MiB are free on its disk, and " +
                                          std::to_string(m_options.reserveBytes >> 20U) +
                                          " are kept for others; make room, or record elsewhere"};
}

Status Recorder::begin() {
    auto sink = CaptureFileSink::create(nextPath());
    if (!sink) return sink.error();
    m_sink = std::move(*sink);
    m_files.push_back(m_sink->path());
    ++m_segments;
    m_segmentStart = kNoTime;
    m_flushed = kNoTime;
    if (Status space = checkSpace(); !space) {
        std::error_code ignored;
        std::filesystem::remove(m_sink->path(), ignored);
        m_files.pop_back();
        return space;
    }
    m_writer = std::make_unique<CaptureWriter>(*m_sink, m_options.writer);
    if (Status started = m_writer->start(m_options.info); !started) return started;
    if (Status written = m_writer->writeWatermarks(m_options.watermarks); !written) return written;
    for (const auto& [id, schema] : m_schemas)
        if (Status added = m_writer->addSchema(schema); !added) return added;
    return {};
}

Status Recorder::end() {
    const std::unique_ptr<CaptureWriter> writer = std::move(m_writer);
    Status finished = writer->finish();
    m_bytesBefore += writer->bytesWritten();
    m_counts.bytes = m_bytesBefore;
    if (!finished) return finished;
    return m_sink->sync();
}

Status Recorder::finish() {
    return m_writer ? end() : Status();
}

Status Recorder::rotate() {
    if (Status ended = end(); !ended) return ended;
    if (Status begun = begin(); !begun) return begun;
    return removeOldest();
}

/// The one that has just begun does not count: the ring always holds as much as was asked for.
Status Recorder::removeOldest() {
    while (m_options.keepSegments > 0 && m_files.size() > m_options.keepSegments + 1) {
        std::error_code error;
        std::filesystem::remove(m_files.front(), error);
        if (error) return Error{ErrorCode::IoError, error.message()}.at(m_files.front().string());
        m_files.pop_front();
        ++m_counts.removedFiles;
    }
    return {};
}

bool Recorder::segmentIsFull(Timestamp arrival) const {
    if (m_segmentStart == kNoTime) return false; // a segment holds one record at least
    const std::uint64_t bytes = m_writer->bytesWritten() + m_writer->bytesPending();
    if (m_options.segmentBytes > 0 && bytes >= m_options.segmentBytes) return true;
    return m_options.segmentTime.count() > 0 && arrival - m_segmentStart >= m_options.segmentTime;
}

Status Recorder::addSchema(const CapturedSchema& schema) {
    m_schemas.insert_or_assign(schema.registryId, schema);
    return m_writer->addSchema(schema);
}

Result<Recorder::Taken> Recorder::write(const Record& record, Timestamp arrival) {
    if (m_writer && segmentIsFull(arrival))
        if (const Status rotated = rotate(); !rotated) return rotated.error();
    const std::uint64_t bytes =
        m_bytesBefore + (m_writer ? m_writer->bytesWritten() + m_writer->bytesPending() : 0);
    if (!m_writer || (m_options.maxBytes > 0 && bytes >= m_options.maxBytes)) return Taken::Full;
    if (const Status written = m_writer->write(captured(record, arrival)); !written) {
        const ErrorCode code = written.error().code;
        if (code != ErrorCode::LimitExceeded && code != ErrorCode::InvalidArgument) return written.error();
        ++m_counts.refused;
        m_refusal = written.error().detail;
        return Taken::Refused;
    }
    ++m_counts.records;
    m_counts.bytes = bytes;
    if (m_segmentStart == kNoTime) m_segmentStart = m_flushed = arrival;
    if (arrival - m_flushed >= m_options.flushAfter)
        if (const Status flushed = flush(arrival); !flushed) return flushed.error();
    return Taken::Written;
}

Status Recorder::idle(Timestamp now) {
    const bool due = m_writer && m_writer->bytesPending() > 0 && now - m_flushed >= m_options.flushAfter;
    return due ? flush(now) : Status();
}

Status Recorder::flush(Timestamp now) {
    m_flushed = now;
    if (Status flushed = m_writer->flush(); !flushed) return flushed;
    if (Status synced = m_sink->sync(); !synced) return synced;
    return checkSpace();
}

} // namespace eventflow::capture
