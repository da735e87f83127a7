#include "pipelines/collect/file_source.h"

#include "pipelines/collect/capture_file.h"
#include "pipelines/collect/kcat_line.h"
#include "pipelines/collect/stream_table.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <string>
#include <system_error>
#include <unordered_set>
#include <utility>

namespace eventflow::collect {

namespace {

/// How far a resume may skip before it looks whether it should stop.
constexpr std::uint64_t kSkipBudget = 16 * 1024 * 1024;

bool isBlank(std::string_view line) {
    return line.find_first_not_of(" \t\r\v\f") == std::string_view::npos;
}

class FileSource final : public Source {
public:
    FileSource(std::vector<std::filesystem::path> files, std::uint64_t storedBytes,
               FileSourceOptions options);

    [[nodiscard]] std::string describe() const override { return m_description; }
    [[nodiscard]] std::string id() const override { return m_id; }
    [[nodiscard]] bool bounded() const override { return true; }
    [[nodiscard]] double progress() const override;

    Status open(const Positions& resumeFrom) override;
    Result<ReadOutcome> read(RecordBatch& out, std::chrono::milliseconds wait, std::stop_token stop) override;

private:
    Status openCurrent();
    Result<bool> seekCurrent(std::stop_token stop);
    void frameRun(RecordBatch& out);
    void frameLine(std::string_view line, std::uint64_t bytes, RecordBatch& out);
    void frameKcat(std::string_view line, RecordBatch& out);
    void appendLine(std::string_view line, std::string_view framingError, RecordBatch& out) const;
    void reportMoved(RecordBatch& out) const;
    void finishCurrent(RecordBatch& out);
    [[nodiscard]] bool hasRun() const { return !m_rest.empty(); }
    [[nodiscard]] Error named(const Error& error) const { return error.at(m_files[m_current].string()); }

    const std::vector<std::filesystem::path> m_files;
    const std::uint64_t m_storedBytes; ///< of all files
    const FileSourceOptions m_options;
    std::string m_description;
    std::string m_id;
    BlockPool m_pool;
    StreamTable m_streams;
    Positions m_resumeFrom;

    std::size_t m_current = 0; ///< index of the file being read
    CaptureFile m_file;        ///< its lines are null between two files
    bool m_sought = false;
    StreamTable::Entry* m_fileStream = nullptr;
    LineRun m_run;
    std::string_view m_rest; ///< of the run, not yet framed
    std::int64_t m_restOffset = 0;
    std::uint64_t m_batch = 0;
    std::vector<StreamTable::Entry*> m_moved; ///< kcat streams with records in this batch

    std::uint64_t m_storedBefore = 0; ///< of the files that are done
    std::atomic<std::uint64_t> m_storedRead{0};
};

FileSource::FileSource(std::vector<std::filesystem::path> files, std::uint64_t storedBytes,
                       FileSourceOptions options)
    : m_files(std::move(files)),
      m_storedBytes(storedBytes),
      m_options(options),
      m_pool(std::max(options.blockBytes, LineReader::kMinBlockBytes)),
      m_streams(options.maxStreams) {
    for (const auto& file : m_files) {
        if (!m_id.empty()) m_id += '\n';
        m_id += file.string();
    }
    m_description = m_files.front().filename().string();
    if (m_files.size() > 1) m_description += " and " + std::to_string(m_files.size() - 1) + " more";
}

double FileSource::progress() const {
    if (m_storedBytes == 0) return 1;
    const auto read = static_cast<double>(m_storedRead.load(std::memory_order_relaxed));
    return std::min(1.0, read / static_cast<double>(m_storedBytes));
}

Status FileSource::open(const Positions& resumeFrom) {
    m_resumeFrom = resumeFrom;
    return openCurrent();
}

Status FileSource::openCurrent() {
    auto file = openCaptureFile(m_files[m_current], m_pool, m_options);
    if (!file) return file.error();
    m_file = std::move(*file);
    m_fileStream = &m_streams.add(m_files[m_current].string(), 0);
    m_fileStream->stream.sequential = true; // byte positions: dense only where lines are one byte long
    m_sought = false;
    return {};
}

/// False when a stop came first.
Result<bool> FileSource::seekCurrent(std::stop_token stop) {
    const auto position = m_resumeFrom.find({m_fileStream->stream.topic, 0});
    if (position != m_resumeFrom.end()) {
        for (;;) {
            if (stop.stop_requested()) return false;
            const auto reached = m_file.lines->seek(position->second, kSkipBudget);
            if (!reached) return named(reached.error());
            if (*reached) break;
        }
        m_fileStream->nextOffset = std::max<std::int64_t>(position->second, 0);
    }
    m_sought = true;
    return true;
}

Result<ReadOutcome> FileSource::read(RecordBatch& out, std::chrono::milliseconds /*wait*/,
                                     std::stop_token stop) {
    ++m_batch;
    m_moved.clear();
    while (!stop.stop_requested()) {
        if (!m_file.lines) {
            if (m_current == m_files.size()) {
                out.endOfInput = true;
                return ReadOutcome::End;
            }
            if (const Status status = openCurrent(); !status) return status.error();
        }
        if (!m_sought) {
            const auto sought = seekCurrent(stop);
            if (!sought) return sought.error();
            if (!*sought) break;
        }
        if (!hasRun()) {
            const auto more = m_file.lines->next(m_run);
            m_storedRead.store(m_storedBefore + m_file.lines->storedBytes(), std::memory_order_relaxed);
            if (!more) return named(more.error());
            if (!*more) {
                finishCurrent(out);
                return ReadOutcome::Batch;
            }
            m_rest = m_run.text;
            m_restOffset = m_run.offset;
        }
        frameRun(out);
        if (out.records.empty()) continue;
        out.storage = m_run.storage;
        reportMoved(out);
        return ReadOutcome::Batch;
    }
    return ReadOutcome::Idle;
}

/// Frames lines of the run until it or the batch is full. Close to a bare memchr loop for NDJSON.
void FileSource::frameRun(RecordBatch& out) {
    if (m_run.overlongBytes != 0) {
        frameLine(m_rest, m_run.overlongBytes, out);
        m_rest = {};
        m_fileStream->nextOffset = m_run.nextOffset;
        return;
    }
    const char* at = m_rest.data();
    const char* const end = at + m_rest.size();
    while (at < end && out.records.size() < m_options.batchRecords) {
        const auto* newline =
            static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
        const char* const lineEnd = newline != nullptr ? newline : end;
        const std::string_view line(at, static_cast<std::size_t>(lineEnd - at));
        frameLine(line, line.size(), out);
        const char* const next = newline != nullptr ? newline + 1 : end;
        m_restOffset += next - at;
        at = next;
    }
    m_rest = {at, static_cast<std::size_t>(end - at)};
    m_fileStream->nextOffset = m_restOffset;
}

/// Appends a record, unless the line at m_restOffset is none. `bytes` is its true length.
inline void FileSource::frameLine(std::string_view line, std::uint64_t bytes, RecordBatch& out) {
    if (bytes > m_options.maxRecordBytes) {
        appendLine(line.substr(0, std::min(LineReader::kKeptOfOverlong, m_options.maxRecordBytes)),
                   out.arena.copy("line of " + std::to_string(bytes) + " bytes is longer than the limit of " +
                                  std::to_string(m_options.maxRecordBytes) + " (maxRecordBytes)"),
                   out);
        return;
    }
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    // Whether a line is blank is seen at its first byte, nearly always.
    if (line.empty() || (static_cast<unsigned char>(line.front()) <= ' ' && isBlank(line))) return;
    if (m_file.format == LineFormat::Kcat)
        frameKcat(line, out);
    else
        appendLine(line, {}, out);
}

/// The line itself as a record of the file.
inline void FileSource::appendLine(std::string_view line, std::string_view framingError,
                                   RecordBatch& out) const {
    Record& record = out.records.emplace_back();
    record.stream = &m_fileStream->stream;
    record.offset = m_restOffset;
    record.value = line;
    record.framingError = framingError;
    out.bytes += line.size();
}

void FileSource::frameKcat(std::string_view line, RecordBatch& out) {
    if (isKcatStatus(line)) return;
    KcatLine kcat;
    std::string_view error;
    if (!parseKcatLine(line, out.arena, kcat, error)) return appendLine(line, error, out);
    StreamTable::Entry* entry = m_streams.findOrAdd(kcat.topic, kcat.partition);
    if (entry == nullptr)
        return appendLine(line,
                          out.arena.copy("more than " + std::to_string(m_streams.maxStreams()) +
                                         " topics and partitions in one capture (maxStreams)"),
                          out);
    if (entry->lastBatch != m_batch) m_moved.push_back(entry);
    entry->lastBatch = m_batch;
    entry->lastFile = m_current + 1;
    entry->nextOffset = kcat.record.offset < INT64_MAX ? kcat.record.offset + 1 : INT64_MAX;
    kcat.record.stream = &entry->stream;
    out.bytes += kcat.record.key ? kcat.record.key->size() : 0;
    out.bytes += kcat.record.value ? kcat.record.value->size() : 0;
    for (const Header& header : kcat.record.headers)
        out.bytes += header.name.size() + (header.value ? header.value->size() : 0);
    out.records.push_back(kcat.record);
}

/// The file comes first: it is what open() resumes from.
void FileSource::reportMoved(RecordBatch& out) const {
    const bool plain = m_file.compression == Compression::None;
    out.progress.push_back({&m_fileStream->stream, m_fileStream->nextOffset,
                            plain ? static_cast<std::int64_t>(m_file.storedSize) : -1, false});
    for (const StreamTable::Entry* entry : m_moved)
        out.progress.push_back({&entry->stream, entry->nextOffset, -1, false});
}

void FileSource::finishCurrent(RecordBatch& out) {
    out.progress.push_back({&m_fileStream->stream, m_fileStream->nextOffset, m_fileStream->nextOffset, true});
    for (const StreamTable::Entry& entry : m_streams.entries())
        if (entry.lastFile == m_current + 1)
            out.progress.push_back({&entry.stream, entry.nextOffset, entry.nextOffset, true});
    m_storedBefore += m_file.storedSize;
    m_storedRead.store(m_storedBefore, std::memory_order_relaxed);
    m_file = {};
    ++m_current;
}

/// The paths as positions name them: absolute, without links.
Result<std::vector<std::filesystem::path>> resolved(const std::vector<std::filesystem::path>& files) {
    std::vector<std::filesystem::path> paths;
    std::unordered_set<std::string> seen;
    for (const auto& file : files) {
        std::error_code error;
        const auto path = std::filesystem::canonical(file, error);
        if (error) {
            const bool missing = error == std::errc::no_such_file_or_directory;
            return Error{missing ? ErrorCode::NotFound : ErrorCode::IoError, error.message()}.at(
                file.string());
        }
        if (!std::filesystem::is_regular_file(path, error))
            return Error{ErrorCode::InvalidArgument, "not a regular file; name a capture file"}.at(
                file.string());
        if (!seen.insert(path.string()).second)
            return Error{ErrorCode::InvalidArgument, "named twice"}.at(file.string());
        paths.push_back(path);
    }
    return paths;
}

} // namespace

Result<std::unique_ptr<Source>> makeFileSource(std::vector<std::filesystem::path> files,
                                               FileSourceOptions options) {
    if (files.empty()) return Error{ErrorCode::InvalidArgument, "no capture file is named"};
    auto paths = resolved(files);
    if (!paths) return paths.error();
    std::uint64_t storedBytes = 0;
    for (const auto& path : *paths) {
        std::error_code error;
        const auto size = std::filesystem::file_size(path, error);
        if (!error) storedBytes += size;
    }
    options.batchRecords = std::max<std::size_t>(options.batchRecords, 1);
    return std::unique_ptr<Source>(std::make_unique<FileSource>(std::move(*paths), storedBytes, options));
}

} // namespace eventflow::collect
