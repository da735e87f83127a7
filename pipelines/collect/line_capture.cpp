#include "pipelines/collect/line_capture.h"

#include "core/interchange/kcat_line.h"

#include <cstring>

namespace eventflow::collect {

namespace {

/// How far a resume may skip before it looks whether it should stop.
constexpr std::uint64_t kSkipBudget = 16 * 1024 * 1024;

bool isBlank(std::string_view line) {
    return line.find_first_not_of(" \t\r\v\f") == std::string_view::npos;
}

} // namespace

Result<bool> LineCapture::seek(std::int64_t position) {
    return m_lines.seek(position, kSkipBudget);
}

Result<bool> LineCapture::read(BatchBuilder& batch) {
    if (m_rest.empty()) {
        const auto more = m_lines.next(m_run);
        if (!more || !*more) return more;
        m_rest = m_run.text;
        m_restOffset = m_run.offset;
    }
    readRun(batch);
    return true;
}

/// Reads lines of the run until it or the batch is full. Close to a bare memchr loop for NDJSON.
void LineCapture::readRun(BatchBuilder& batch) {
    if (m_run.overlongBytes != 0) {
        readLine(m_rest, m_run.overlongBytes, batch);
        m_rest = {};
        batch.setNextOffset(m_run.nextOffset);
        return;
    }
    const char* at = m_rest.data();
    const char* const end = at + m_rest.size();
    while (at < end && !batch.full()) {
        const auto* newline =
            static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
        const char* const lineEnd = newline != nullptr ? newline : end;
        const std::string_view line(at, static_cast<std::size_t>(lineEnd - at));
        readLine(line, line.size(), batch);
        const char* const next = newline != nullptr ? newline + 1 : end;
        m_restOffset += next - at;
        at = next;
    }
    m_rest = {at, static_cast<std::size_t>(end - at)};
    batch.setNextOffset(m_restOffset);
}

/// Adds a record, unless the line at m_restOffset is none. `bytes` is its true length.
inline void LineCapture::readLine(std::string_view line, std::uint64_t bytes, BatchBuilder& batch) const {
    if (bytes > batch.maxRecordBytes()) return batch.addOverlong(line, bytes, m_restOffset);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    // Whether a line is blank is seen at its first byte, nearly always.
    if (line.empty() || (static_cast<unsigned char>(line.front()) <= ' ' && isBlank(line))) return;
    if (m_kcat)
        readKcatLine(line, batch);
    else
        batch.addToFile(line, m_restOffset);
}

void LineCapture::readKcatLine(std::string_view line, BatchBuilder& batch) const {
    if (interchange::isKcatStatus(line)) return;
    interchange::ImportedRecord record;
    std::string_view error;
    if (interchange::parseKcatLine(line, batch.arena(), record, error))
        batch.add(record, line, m_restOffset);
    else
        batch.addToFile(line, m_restOffset, error);
}

} // namespace eventflow::collect
