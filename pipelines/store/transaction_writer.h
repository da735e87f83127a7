#pragma once

#include "pipelines/store/pending_rows.h"
#include "pipelines/store/sqlite_connection.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace eventflow::store {

/// Puts PendingRows into the database: all of them in one transaction, or nothing.
/// Thread: the store's.
class TransactionWriter {
public:
    static Result<std::unique_ptr<TransactionWriter>> create(Connection& connection, std::size_t dedupWindow);

    Status write(const PendingRows& rows);

    /// Samples that are in staging blocks.
    [[nodiscard]] std::size_t stagingRows() const { return m_stagingRows; }
    void rotated(std::size_t rows) { m_stagingRows -= std::min(rows, m_stagingRows); }

private:
    explicit TransactionWriter(Connection& connection, std::size_t dedupWindow)
        : m_connection(connection), m_dedupWindow(dedupWindow) {}
    struct DedupBlob {
        std::int64_t id = 0;
        std::size_t count = 0;
    };
    /// What a transaction does to the deduplication blobs; remembered when it is committed.
    struct DedupChange {
        std::optional<DedupBlob> added;
        std::size_t pruned = 0; ///< blobs, from the oldest
    };

    Status prepare();
    Status loadState();
    Status insertSeries(const PendingRows& rows);
    Status insertSamples(const SampleColumns& samples);
    Status insertEvents(const PendingRows& rows);
    Status insertDeadLetters(const PendingRows& rows);
    Status insertTransitions(const PendingRows& rows);
    Status insertNotifications(const PendingRows& rows);
    Status insertOffsets(const PendingRows& rows);
    Status insertCheckpoint(const PendingRows& rows);
    Result<DedupChange> insertDedupKeys(const PendingRows& rows);
    void remember(const DedupChange& change);

    Connection& m_connection;
    const std::size_t m_dedupWindow;
    std::size_t m_stagingRows = 0;
    std::deque<DedupBlob> m_dedupBlobs; ///< oldest first
    std::size_t m_dedupKeys = 0;        ///< in all of them
    std::string m_block;

    Statement m_series, m_stagingBlock, m_event, m_deadLetter, m_transition, m_explanation, m_notification,
        m_alert, m_offset, m_checkpoint, m_dedup, m_pruneDedup;
};

} // namespace eventflow::store
