#include "pipelines/collect/file_source.h"

#include "pipelines/collect/batch_builder.h"
#include "pipelines/collect/capture_file.h"
#include "pipelines/collect/capture_reader.h"
#include "pipelines/collect/recorded_source.h"
#include "pipelines/collect/stream_table.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <string>
#include <system_error>
#include <unordered_set>
#include <utility>

namespace eventflow::collect {

namespace {

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
    void finishCurrent();
    void describeFiles();
    [[nodiscard]] Error named(const Error& error) const { return error.at(m_files[m_current].string()); }

    const std::vector<std::filesystem::path> m_files;
    const std::uint64_t m_storedBytes; ///< of all files
    const FileSourceOptions m_options;
    std::string m_description;
    std::string m_id;
    BlockPool m_pool;
    StreamTable m_streams;
    BatchBuilder m_builder;
    Positions m_resumeFrom;

    std::size_t m_current = 0;               ///< index of the file being read
    std::unique_ptr<CaptureReader> m_reader; ///< null between two files
    bool m_sought = false;
    std::uint64_t m_fileSize = 0;
    std::int64_t m_fileEnd = -1; ///< its last position; -1 where it is not known

    std::uint64_t m_storedBefore = 0; ///< of the files that are done
    std::atomic<std::uint64_t> m_storedRead{0};
};

FileSource::FileSource(std::vector<std::filesystem::path> files, std::uint64_t storedBytes,
                       FileSourceOptions options)
    : m_files(std::move(files)),
      m_storedBytes(storedBytes),
      m_options(options),
      m_pool(std::max(options.blockBytes, BlockWindow::kMinBlockBytes)),
      m_streams(options.maxStreams),
      m_builder(m_streams, options.batchRecords, options.maxRecordBytes) {
    for (const auto& file : m_files) {
        if (!m_id.empty()) m_id += '\n';
        m_id += file.string();
    }
    describeFiles();
}

/// What the layouts lost is said before anything is read, each sentence once. A file that cannot be opened
/// shows when its turn comes.
void FileSource::describeFiles() {
    m_description = m_files.front().filename().string();
    if (m_files.size() > 1) m_description += " and " + std::to_string(m_files.size() - 1) + " more";
    std::set<interchange::Layout> layouts;
    for (const auto& path : m_files) {
        const auto file = openCaptureFile(path, m_pool, m_options.decompression);
        if (!file || !interchange::worthANote(file->detected.layout)) continue;
        if (!layouts.insert(file->detected.layout).second) continue;
        m_description +=
            (layouts.size() == 1 ? " (" : "; ") + interchange::openingNote(file->detected.layout);
    }
    if (!layouts.empty()) m_description += ')';
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
    auto file = openCaptureFile(m_files[m_current], m_pool, m_options.decompression);
    if (!file) return file.error();
    const auto& traits = interchange::traitsOf(file->detected.layout);
    m_builder.beginFile(m_files[m_current].string(), traits.partitionsWithoutTopic ? -1 : 0);
    m_fileSize = file->storedSize;
    const bool positionsAreBytes = file->detected.framing != interchange::Framing::AvroBlocks;
    m_fileEnd = file->compression == Compression::None && positionsAreBytes
                    ? static_cast<std::int64_t>(file->storedSize)
                    : -1;
    m_reader = makeCaptureReader(std::move(*file), m_options.maxRecordBytes);
    m_sought = false;
    return {};
}

/// False when a stop came first.
Result<bool> FileSource::seekCurrent(std::stop_token stop) {
    const Stream& stream = m_builder.fileStream();
    const auto position = m_resumeFrom.find({stream.topic, stream.partition});
    if (position != m_resumeFrom.end()) {
        for (;;) {
            if (stop.stop_requested()) return false;
            const auto reached = m_reader->seek(position->second);
            if (!reached) return named(reached.error());
            if (*reached) break;
        }
        m_builder.setNextOffset(std::max<std::int64_t>(position->second, 0));
    }
    m_sought = true;
    return true;
}

Result<ReadOutcome> FileSource::read(RecordBatch& out, std::chrono::milliseconds /*wait*/,
                                     std::stop_token stop) {
    m_builder.beginBatch(out);
    while (!stop.stop_requested()) {
        if (!m_reader) {
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
        const auto more = m_reader->read(m_builder);
        m_storedRead.store(m_storedBefore + m_reader->storedBytes(), std::memory_order_relaxed);
        if (!more) return named(more.error());
        if (!*more) {
            finishCurrent();
            return ReadOutcome::Batch;
        }
        if (m_builder.empty()) continue;
        m_builder.endBatch(m_reader->storage(), m_fileEnd);
        return ReadOutcome::Batch;
    }
    return ReadOutcome::Idle;
}

void FileSource::finishCurrent() {
    m_builder.endFile();
    m_storedBefore += m_fileSize;
    m_storedRead.store(m_storedBefore, std::memory_order_relaxed);
    m_reader.reset();
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
    const auto recorded = std::ranges::count_if(*paths, isRecorded);
    if (recorded == std::ssize(*paths))
        return makeRecordedSource(*paths, {options.maxStreams, options.batchRecords});
    if (recorded > 0)
        return Error{ErrorCode::InvalidArgument,
                     "captures with arrival times (.mcap) and other files cannot be merged by "
                     "time; read them one after the other"};
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
