#include "pipelines/collect/recorded_source.h"

#include "core/capture/mcap/records.h"
#include "pipelines/collect/recorded_file.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <string>
#include <system_error>
#include <utility>

namespace eventflow::collect {

namespace {

using capture::mcap::ChunkContents;

class RecordedSource final : public Source {
public:
    RecordedSource(std::vector<std::filesystem::path> paths, const RecordedSourceOptions& options)
        : m_paths(std::move(paths)), m_options(options), m_streams(options.maxStreams) {}

    /// Opens all: of a capture that can only be read to its first record the index takes no longer than a
    /// look at its end. Once, before open().
    Status load();

    [[nodiscard]] std::string describe() const override { return m_description; }
    [[nodiscard]] std::string id() const override { return m_id; }
    [[nodiscard]] bool bounded() const override { return true; }
    [[nodiscard]] double progress() const override { return m_progress.load(std::memory_order_relaxed); }

    Status open(const Positions& resumeFrom) override;
    Result<ReadOutcome> read(RecordBatch& out, std::chrono::milliseconds wait, std::stop_token stop) override;

private:
    /// The chunks that a batch points into.
    struct Storage {
        std::vector<std::shared_ptr<ChunkContents>> chunks;
    };
    /// One file and what it has next, for a heap whose first is the earliest.
    struct Turn {
        std::uint64_t time = 0;
        std::size_t file = 0;
    };
    static bool later(const Turn& a, const Turn& b) {
        return std::pair(a.time, a.file) > std::pair(b.time, b.file);
    }

    void describeFiles();
    void take(RecordedFile& file, RecordBatch& out, Storage& storage);
    void takeFailure(RecordedFile& file, RecordBatch& out);
    /// What the file has next, if it has not ended.
    void queue(std::size_t file, bool more);
    void announceStreams(RecordBatch& out) const;
    void addProgress(RecordBatch& out);
    void addEnds(RecordBatch& out);

    const std::vector<std::filesystem::path> m_paths;
    const RecordedSourceOptions m_options;
    std::string m_description;
    std::string m_id;
    StreamTable m_streams;
    std::vector<std::unique_ptr<RecordedFile>> m_files;
    std::vector<Turn> m_turns; ///< of the files that have not ended
    std::vector<StreamTable::Entry*> m_moved;
    std::uint64_t m_batch = 0;
    std::atomic<double> m_progress{0};
};

Status RecordedSource::load() {
    for (const auto& path : m_paths) {
        auto file = RecordedFile::open(path, m_streams);
        if (!file) return file.error();
        m_files.push_back(std::move(*file));
        m_id += (m_id.empty() ? "" : "\n") + path.string();
    }
    describeFiles();
    return {};
}

void RecordedSource::describeFiles() {
    m_description = m_paths.front().filename().string();
    if (m_paths.size() > 1) m_description += " and " + std::to_string(m_paths.size() - 1) + " more";
    for (const auto& file : m_files)
        if (const auto& damage = file->reader().damage()) {
            m_description += " (" + (m_files.size() > 1 ? file->own().stream.topic + ": " : std::string()) +
                             damage->text() + ')';
        }
}

Status RecordedSource::open(const Positions& resumeFrom) {
    for (std::size_t i = 0; i < m_files.size(); ++i) {
        RecordedFile& file = *m_files[i];
        const auto position = resumeFrom.find({file.own().stream.topic, 0});
        std::int64_t skip = position == resumeFrom.end() ? 0 : position->second;
        bool more = file.advance();
        for (; more && skip > 0; --skip)
            more = file.advance();
        if (!more && skip > 0)
            return Error{ErrorCode::Corrupt, "holds fewer records than were read from it before; if it was "
                                             "replaced, read it under another name"}
                .at(file.own().stream.topic);
        queue(i, more);
    }
    return {};
}

void RecordedSource::take(RecordedFile& file, RecordBatch& out, Storage& storage) {
    const Record& record = out.records.emplace_back(file.record(out.arena));
    out.bytes += (record.key ? record.key->size() : 0) + (record.value ? record.value->size() : 0);
    for (const Header& header : record.headers)
        out.bytes += header.name.size() + (header.value ? header.value->size() : 0);
    // Most often that of the record before.
    if (storage.chunks.empty() || storage.chunks.back() != file.chunk())
        storage.chunks.push_back(file.chunk());
    if (record.malformed()) return;
    StreamTable::Entry& entry = file.entry();
    if (entry.lastBatch != m_batch) m_moved.push_back(&entry);
    entry.lastBatch = m_batch;
    entry.nextOffset = record.offset < INT64_MAX ? record.offset + 1 : INT64_MAX;
}

/// What a chunk held is lost, which is no reason to lose what comes behind it, nor to keep quiet about it.
void RecordedSource::takeFailure(RecordedFile& file, RecordBatch& out) {
    Record& record = out.records.emplace_back();
    record.stream = &file.own().stream;
    record.offset = file.position();
    record.value = "";
    record.framingError = out.arena.copy(file.failure()->detail + "; the records of this chunk are lost");
}

void RecordedSource::queue(std::size_t index, bool more) {
    RecordedFile& file = *m_files[index];
    file.own().nextOffset = file.position();
    if (!more) return;
    m_turns.push_back({file.failure() ? 0 : file.time(), index});
    std::ranges::push_heap(m_turns, later);
}

/// Partitions that were read side by side come one after the other where there was a backlog, for brokers
/// answer with many records of one: none of them counts as late because the others were not seen yet.
void RecordedSource::announceStreams(RecordBatch& out) const {
    for (const auto& file : m_files)
        for (const StreamTable::Entry* entry : file->beginners())
            out.progress.push_back({&entry->stream, -1, -1, false});
}

/// By the clock of arrival there is never more of a partition than what was given: one that is silent for
/// long is left out, as when it was recorded.
void RecordedSource::addProgress(RecordBatch& out) {
    double done = 0;
    for (const auto& file : m_files) {
        done += file->progress() / static_cast<double>(m_files.size());
        out.progress.push_back({&file->own().stream, file->own().nextOffset, -1, false});
    }
    m_progress.store(done, std::memory_order_relaxed);
    for (const StreamTable::Entry* entry : m_moved)
        out.progress.push_back({&entry->stream, entry->nextOffset, entry->nextOffset, true});
}

void RecordedSource::addEnds(RecordBatch& out) {
    out.progress.clear();
    for (const StreamTable::Entry& entry : m_streams.entries()) {
        // Of a partition that had nothing behind the place where reading went on, nothing is known.
        const bool isKnown = entry.stream.sequential || entry.lastBatch > 0;
        const std::int64_t end = isKnown ? entry.nextOffset : -1;
        out.progress.push_back({&entry.stream, end, end, true});
    }
    m_progress.store(1, std::memory_order_relaxed);
}

Result<ReadOutcome> RecordedSource::read(RecordBatch& out, std::chrono::milliseconds /*wait*/,
                                         std::stop_token stop) {
    ++m_batch;
    m_moved.clear();
    if (m_batch == 1) announceStreams(out);
    auto storage = std::make_shared<Storage>();
    while (!m_turns.empty() && out.records.size() < m_options.batchRecords && !stop.stop_requested()) {
        std::ranges::pop_heap(m_turns, later);
        const std::size_t index = m_turns.back().file;
        m_turns.pop_back();
        RecordedFile& file = *m_files[index];
        if (file.failure())
            takeFailure(file, out);
        else
            take(file, out, *storage);
        queue(index, file.advance());
    }
    addProgress(out);
    out.storage = std::move(storage);
    if (!out.records.empty()) return ReadOutcome::Batch;
    if (stop.stop_requested()) return ReadOutcome::Idle;
    addEnds(out);
    out.endOfInput = true;
    return ReadOutcome::End;
}

} // namespace

bool isRecorded(const std::filesystem::path& file) {
    const auto bytes = FileBytes::open(file);
    std::array<char, capture::mcap::kMagic.size()> front{};
    return bytes && (*bytes)->size() >= front.size() && (*bytes)->readAt(0, front).ok() &&
           std::string_view(front.data(), front.size()) == capture::mcap::kMagic;
}

Result<RecordedDescription> describeRecorded(const std::filesystem::path& file) {
    const auto bytes = FileBytes::open(file);
    if (!bytes) return bytes.error().at(file.string());
    const auto reader = capture::CaptureReader::open(**bytes);
    if (!reader) return reader.error().at(file.string());
    return RecordedDescription{reader->info(),
                               {reader->watermarks().begin(), reader->watermarks().end()},
                               {reader->schemas().begin(), reader->schemas().end()}};
}

Result<std::unique_ptr<Source>> makeRecordedSource(const std::vector<std::filesystem::path>& files,
                                                   const RecordedSourceOptions& options) {
    if (files.empty()) return Error{ErrorCode::InvalidArgument, "no capture file is named"};
    RecordedSourceOptions bounded = options;
    bounded.batchRecords = std::max<std::size_t>(options.batchRecords, 1);
    auto source = std::make_unique<RecordedSource>(files, bounded);
    if (const Status loaded = source->load(); !loaded) return loaded.error();
    return std::unique_ptr<Source>(std::move(source));
}

} // namespace eventflow::collect
