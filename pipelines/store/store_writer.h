#pragma once

#include "core/base/hash.h"
#include "core/base/result.h"
#include "core/series/series_catalog.h"
#include "pipelines/collect/source.h"
#include "pipelines/runtime/pipeline_batch.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace eventflow::store {

struct StoreOptions {
    bool fullSync = false;               ///< PRAGMA synchronous=FULL: survives power loss, slower
    std::size_t dedupWindow = 1'000'000; ///< how many deduplication keys to keep
    std::size_t rotateRows = 1'200'000;  ///< staged samples that trigger a rotation into chunks
    std::uint64_t maxFileBytes = 0;      ///< DiskFull rather than a larger database; 0: no bound
};

/// What a restart needs: read once, before the pipeline starts.
struct RestoredState {
    collect::Positions positions;   ///< of the source given to restore()
    std::vector<Hash128> dedupKeys; ///< oldest first
    std::map<std::string, std::string> checkpoint;
};

struct StoreStats {
    std::uint64_t samples = 0; ///< committed since opening, as the others
    std::uint64_t events = 0;
    std::uint64_t deadLetters = 0;
    std::uint64_t transitions = 0;
    std::uint64_t transactions = 0;
    std::uint64_t fileBytes = 0; ///< database and WAL
};

/// The one SQLite connection that writes and checkpoints. WAL, C API, prepared statements. Samples go to
/// staging blocks, one a transaction, and are rotated into 120-point compressed chunks per series; everything
/// a batch brings, its source's offsets, the deduplication keys and the engine's checkpoint are in one
/// transaction.
///
/// The open transaction is in memory until commit() writes it at once: it holds no lock, and a commit that
/// fails (DiskFull, IoError) can be called again, with nothing lost and nothing twice. The caller bounds it:
/// commit when pendingRows() or pendingBytes() is large. At kMaxPendingBytes write() commits by itself first.
/// A process file size limit reports through SIGXFSZ, which must be ignored for it to become DiskFull.
/// Thread: the store's.
class StoreWriter {
public:
    static constexpr std::size_t kMaxPendingBytes = 64 * 1024 * 1024;

    /// Opens or creates, takes the workspace lock (Locked when another process holds it), migrates. A damaged
    /// file is reported as Corrupt and left as it is.
    static Result<std::unique_ptr<StoreWriter>> open(const std::filesystem::path& database,
                                                     const StoreOptions& options = {});
    StoreWriter(const StoreWriter&) = delete;
    StoreWriter& operator=(const StoreWriter&) = delete;
    ~StoreWriter();

    Result<RestoredState> restore(const std::string& sourceId);

    /// Calls `sink` for every stored sample with time > after, series by series, oldest first: the engine
    /// rebuilds its head with it.
    Status replaySamples(Timestamp after, SeriesCatalog& catalog,
                         const std::function<void(SeriesIdentity&, Timestamp, double)>& sink);

    /// Adds the batch to the open transaction. Duplicate events are not written; metric events become
    /// samples, as do `output.derived`; everything else, also a metric without a series, becomes an event
    /// row. On an error nothing of the batch was taken. Every series belongs to this store: its storeId is
    /// set at first sight.
    Status write(const PipelineBatch& batch, const std::string& sourceId);
    /// Makes everything written so far durable. Cheap when nothing is pending. On an error everything stays
    /// pending.
    Status commit();
    /// Rotates staging blocks into chunks and checkpoints the WAL when it is time; call between transactions.
    /// A rotation moves at most some 1.5 million samples in one transaction. On an error (DiskFull) nothing
    /// has changed.
    Status maintain();
    /// Commits, rotates everything, checkpoints, closes; after an error it can be called again. The
    /// destructor does the same and drops the error.
    Status close();

    [[nodiscard]] std::size_t pendingRows() const;  ///< in the open transaction
    [[nodiscard]] std::size_t pendingBytes() const; ///< their memory
    [[nodiscard]] StoreStats stats() const;

private:
    StoreWriter();
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace eventflow::store
