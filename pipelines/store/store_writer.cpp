#include "pipelines/store/store_writer.h"

#include "pipelines/store/label_text.h"
#include "pipelines/store/sample_loader.h"
#include "pipelines/store/schema.h"
#include "pipelines/store/series_dictionary.h"
#include "pipelines/store/sqlite_connection.h"
#include "pipelines/store/staging_rotation.h"
#include "pipelines/store/transaction_writer.h"
#include "pipelines/store/workspace_lock.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <system_error>

namespace eventflow::store {

namespace {

constexpr std::int64_t kCacheKiB = 16 * 1024;
constexpr std::int64_t kMmapBytes = std::int64_t{1} << 30;
/// A checkpoint this often keeps the WAL in the page cache and its replay after a crash short.
constexpr std::int64_t kCheckpointBytes = 16 * 1024 * 1024;
/// Above this a checkpoint also waits for readers, for a moment, so that the WAL can start over.
constexpr std::int64_t kLargeWalBytes = 64 * 1024 * 1024;
constexpr int kWaitForReadersMs = 250;
/// Replayed together: bounds the samples in memory.
constexpr int kReplaySeries = 1024;
constexpr auto kNoLimit = static_cast<std::size_t>(-1);

int rememberWalPages(void* pages, sqlite3*, const char*, int count) {
    *static_cast<int*>(pages) = count;
    return SQLITE_OK;
}

std::uint64_t fileBytes(const std::string& file) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    return error ? 0 : size;
}

} // namespace

struct StoreWriter::Impl {
    // In this order: the lock is released last.
    std::unique_ptr<WorkspaceLock> lock;
    std::unique_ptr<Connection> connection;
    std::unique_ptr<SeriesDictionary> dictionary;
    std::unique_ptr<TransactionWriter> transactions;

    StoreOptions options;
    ChunkCodec codec;
    PendingRows pending;
    StoreStats stats;
    std::int64_t pageBytes = 4096;
    int walPages = 0;

    Status open(const std::filesystem::path& database);
    Status configure();
    Status resolve(const PipelineBatch& batch);
    Status readDedupKeys(std::vector<Hash128>& keys) const;
    Status replayGroup(SampleLoader& loader, Statement& group, Timestamp after, SeriesCatalog& catalog,
                       const std::function<void(SeriesIdentity&, Timestamp, double)>& sink,
                       std::int64_t& lastId);
    Status rotate();
    Status checkpoint(int mode);
    Status checkpointWhenDue();
};

StoreWriter::StoreWriter() : m_impl(std::make_unique<Impl>()) {}

StoreWriter::~StoreWriter() {
    (void)close();
}

Result<std::unique_ptr<StoreWriter>> StoreWriter::open(const std::filesystem::path& database,
                                                       const StoreOptions& options) {
    auto impl = std::make_unique<Impl>();
    impl->options = options;
    if (Status s = impl->open(database); !s) return s.error();
    std::unique_ptr<StoreWriter> writer(new StoreWriter);
    writer->m_impl = std::move(impl);
    return writer;
}

Status StoreWriter::Impl::open(const std::filesystem::path& database) {
    auto acquired = WorkspaceLock::acquire(database);
    if (!acquired) return acquired.error();
    lock = std::make_unique<WorkspaceLock>(std::move(*acquired));
    auto opened = Connection::open(database, Connection::Mode::ReadWrite);
    if (!opened) return opened.error();
    connection = std::move(*opened);
    if (Status s = configure(); !s) return s;
    if (Status s = migrate(*connection, migrations()); !s) return s;

    dictionary = std::make_unique<SeriesDictionary>(*connection);
    if (Status s = dictionary->load(); !s) return s;
    auto writer = TransactionWriter::create(*connection, options.dedupWindow);
    if (!writer) return writer.error();
    transactions = std::move(*writer);
    return {};
}

Status StoreWriter::Impl::configure() {
    // Before anything is changed: another program's or a newer file must stay as it is.
    if (const auto version = checkVersion(*connection, schemaVersion()); !version) return version.error();
    const std::string pragmas = std::string("PRAGMA journal_mode=WAL;PRAGMA synchronous=") +
                                (options.fullSync ? "FULL" : "NORMAL") +
                                ";PRAGMA temp_store=MEMORY;PRAGMA cache_size=-" + std::to_string(kCacheKiB) +
                                ";PRAGMA mmap_size=" + std::to_string(kMmapBytes) +
                                ";PRAGMA journal_size_limit=" + std::to_string(kLargeWalBytes);
    if (Status s = connection->exec(pragmas); !s) return s;
    const auto page = connection->integer("PRAGMA page_size");
    if (!page) return page.error();
    pageBytes = *page;
    if (options.maxFileBytes > 0) {
        const std::uint64_t pages =
            std::max<std::uint64_t>(1, options.maxFileBytes / static_cast<std::uint64_t>(pageBytes));
        if (Status s = connection->exec("PRAGMA max_page_count=" + std::to_string(pages)); !s) return s;
    }
    // Takes the place of SQLite's own checkpoints, which would run inside of a commit.
    sqlite3_wal_hook(connection->handle(), rememberWalPages, &walPages);
    return {};
}

Result<RestoredState> StoreWriter::restore(const std::string& sourceId) {
    RestoredState state;
    Connection& connection = *m_impl->connection;
    auto offsets =
        connection.prepare("SELECT topic,\"partition\",next_offset FROM offsets WHERE source_id=?");
    if (!offsets) return offsets.error();
    offsets->bindText(1, sourceId);
    for (;;) {
        const auto row = offsets->step();
        if (!row) return row.error();
        if (!*row) break;
        state.positions[{offsets->text(0), static_cast<std::int32_t>(offsets->integer(1))}] =
            offsets->integer(2);
    }
    auto checkpoint = connection.prepare("SELECT name,value FROM checkpoint");
    if (!checkpoint) return checkpoint.error();
    for (;;) {
        const auto row = checkpoint->step();
        if (!row) return row.error();
        if (!*row) break;
        state.checkpoint[checkpoint->text(0)] = checkpoint->text(1);
    }
    if (Status s = m_impl->readDedupKeys(state.dedupKeys); !s) return s.error();
    return state;
}

Status StoreWriter::Impl::readDedupKeys(std::vector<Hash128>& keys) const {
    auto blobs = connection->prepare("SELECT id,count,keys FROM dedup_keys ORDER BY id");
    if (!blobs) return blobs.error();
    for (;;) {
        const auto row = blobs->step();
        if (!row) return row.error();
        if (!*row) break;
        const std::string_view bytes = blobs->bytes(2);
        const std::size_t count = bytes.size() / sizeof(Hash128);
        // A transaction without keys writes no row.
        if (count == 0 || bytes.size() % sizeof(Hash128) != 0 ||
            blobs->integer(1) != static_cast<std::int64_t>(count))
            return connection->corrupt("table dedup_keys, row " + std::to_string(blobs->integer(0)) +
                                       ": wrong length");
        keys.resize(keys.size() + count);
        std::memcpy(keys.data() + keys.size() - count, bytes.data(), bytes.size());
    }
    // Whole blobs are kept; the oldest may reach beyond the window.
    if (keys.size() > options.dedupWindow)
        keys.erase(keys.begin(), keys.end() - static_cast<std::ptrdiff_t>(options.dedupWindow));
    return {};
}

Status StoreWriter::replaySamples(Timestamp after, SeriesCatalog& catalog,
                                  const std::function<void(SeriesIdentity&, Timestamp, double)>& sink) {
    Connection& connection = *m_impl->connection;
    auto transaction = Transaction::begin(connection, Transaction::Kind::Read);
    if (!transaction) return transaction.error();
    auto loader = SampleLoader::create(connection);
    if (!loader) return loader.error();
    auto group = connection.prepare("SELECT id,unit,labels FROM series WHERE id>? ORDER BY id LIMIT " +
                                    std::to_string(kReplaySeries));
    if (!group) return group.error();
    for (std::int64_t last = 0; last < m_impl->dictionary->maxId();)
        if (Status s = m_impl->replayGroup(**loader, *group, after, catalog, sink, last); !s) return s;
    group->reset();
    return transaction->commit();
}

/// Replays the series behind `lastId`, some kReplaySeries of them, and moves it to the last one's id.
Status StoreWriter::Impl::replayGroup(SampleLoader& loader, Statement& group, Timestamp after,
                                      SeriesCatalog& catalog,
                                      const std::function<void(SeriesIdentity&, Timestamp, double)>& sink,
                                      std::int64_t& lastId) {
    std::vector<SeriesId> ids;
    std::vector<std::pair<std::string, std::string>> unitAndLabels;
    group.bind(1, lastId);
    for (;;) {
        const auto row = group.step();
        if (!row) return row.error();
        if (!*row) break;
        ids.push_back(static_cast<SeriesId>(group.integer(0)));
        unitAndLabels.emplace_back(group.text(1), group.text(2));
    }
    group.reset();
    lastId = ids.empty() ? dictionary->maxId() : std::int64_t{ids.back()};

    std::vector<std::vector<Sample>> samples;
    if (Status s = loader.load(ids, after, Timestamp::max(), samples, kNoLimit); !s) return s;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (samples[i].empty()) continue;
        const auto& [unit, text] = unitAndLabels[i];
        const auto labels = parseLabels(text);
        if (!labels)
            return connection->corrupt("table series, row " + std::to_string(ids[i]) + ": broken labels");
        SeriesIdentity* identity = catalog.findOrAdd(*labels, unit);
        if (identity == nullptr)
            return Error{ErrorCode::LimitExceeded, "database " + connection->file().string() +
                                                       ": has more recent series than the limit of " +
                                                       std::to_string(catalog.maxSeries()) +
                                                       "; raise the workspace's limit on series"};
        identity->storeId = ids[i];
        for (const Sample& sample : samples[i])
            sink(*identity, sample.ts, sample.value);
    }
    return {};
}

Status StoreWriter::Impl::resolve(const PipelineBatch& batch) {
    for (const Event& event : batch.events)
        if (event.series != nullptr && event.series->storeId == 0 && !event.duplicate)
            if (Status s = dictionary->resolve(*event.series, pending); !s) return s;
    for (const auto& derived : batch.output.derived)
        if (derived.series->storeId == 0)
            if (Status s = dictionary->resolve(*derived.series, pending); !s) return s;
    return {};
}

Status StoreWriter::write(const PipelineBatch& batch, const std::string& sourceId) {
    PendingRows& pending = m_impl->pending;
    if (pending.bytes() >= kMaxPendingBytes)
        if (Status s = commit(); !s) return s;
    if (Status s = m_impl->resolve(batch); !s) return s;

    const std::vector<Record>& records = batch.input.records;
    for (const Event& event : batch.events) {
        if (event.duplicate) continue;
        if (event.body == BodyKind::Metric && event.series != nullptr)
            pending.samples.append(static_cast<SeriesId>(event.series->storeId), event.tsEvent, event.value);
        else
            pending.addEvent(event, records[event.record]);
    }
    for (const auto& derived : batch.output.derived)
        pending.samples.append(static_cast<SeriesId>(derived.series->storeId), derived.ts, derived.value);
    for (const DeadLetter& letter : batch.deadLetters)
        pending.addDeadLetter(letter, records[letter.record]);
    pending.addOutput(batch.output);
    pending.addOffsets(batch.input.progress, sourceId);
    return {};
}

Status StoreWriter::commit() {
    PendingRows& pending = m_impl->pending;
    if (pending.empty()) return {};
    if (Status s = m_impl->transactions->write(pending); !s) return s;
    StoreStats& stats = m_impl->stats;
    stats.samples += pending.samples.size();
    stats.events += pending.events.size();
    stats.deadLetters += pending.deadLetters.size();
    stats.transitions += pending.transitions.size();
    ++stats.transactions;
    pending.clear();
    return {};
}

Status StoreWriter::maintain() {
    while (m_impl->transactions->stagingRows() >= std::max<std::size_t>(1, m_impl->options.rotateRows))
        if (Status s = m_impl->rotate(); !s) return s;
    return m_impl->checkpointWhenDue();
}

Status StoreWriter::Impl::rotate() {
    const auto moved = rotateStaging(*connection, codec, dictionary->maxId());
    if (!moved) return moved.error();
    if (*moved == 0)
        return connection->corrupt("table staging_blocks: the counts are not those of its blocks");
    transactions->rotated(*moved);
    return checkpointWhenDue();
}

Status StoreWriter::Impl::checkpointWhenDue() {
    const std::int64_t walBytes = walPages * pageBytes;
    if (walBytes < kCheckpointBytes) return {};
    return checkpoint(walBytes < kLargeWalBytes ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_RESTART);
}

Status StoreWriter::Impl::checkpoint(int mode) {
    constexpr int kBusyTimeoutMs = 5000;
    sqlite3_busy_timeout(connection->handle(), kWaitForReadersMs);
    int pages = 0;
    const int rc = sqlite3_wal_checkpoint_v2(connection->handle(), nullptr, mode, &pages, nullptr);
    sqlite3_busy_timeout(connection->handle(), kBusyTimeoutMs);
    // Busy: a reader still needs the WAL. The next checkpoint gets further.
    if ((rc & 0xFF) == SQLITE_BUSY) return {};
    if (rc != SQLITE_OK) return connection->lastError("checkpoint");
    walPages = 0;
    return {};
}

Status StoreWriter::close() {
    if (!m_impl->connection) return {};
    if (m_impl->transactions) {
        if (Status s = commit(); !s) return s;
        while (m_impl->transactions->stagingRows() > 0)
            if (Status s = m_impl->rotate(); !s) return s;
        if (Status s = m_impl->checkpoint(SQLITE_CHECKPOINT_TRUNCATE); !s) return s;
        m_impl->connection->checkpointOnClose();
    }
    m_impl->transactions.reset();
    m_impl->dictionary.reset();
    m_impl->connection.reset();
    m_impl->lock.reset();
    return {};
}

std::size_t StoreWriter::pendingRows() const {
    return m_impl->pending.rows();
}

std::size_t StoreWriter::pendingBytes() const {
    return m_impl->pending.bytes();
}

StoreStats StoreWriter::stats() const {
    StoreStats stats = m_impl->stats;
    if (m_impl->connection) {
        const std::string file = m_impl->connection->file().string();
        stats.fileBytes = fileBytes(file) + fileBytes(file + "-wal");
    }
    return stats;
}

} // namespace eventflow::store
