#pragma once

#include "core/series/series_source.h"
#include "pipelines/runtime/pipeline_batch.h"

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace eventflow::runtime {

/// What the engine has seen and the store has not committed yet: the end of every series, for queries that
/// are not to lag behind the engine. Costs a copy of each sample (24 bytes) and a lock a batch. Bounded by
/// the queue to the store and its open transaction.
///
/// A query that takes a snapshot first and reads the store afterwards misses nothing: what had left the
/// snapshot was committed before. What it sees twice is the same. Thread: any.
class UncommittedSamples {
public:
    /// Thread: the engine's, in the order in which batches reach the store.
    void add(const PipelineBatch& batch);
    /// The oldest `batches` are in the store now. Thread: the store's.
    void release(std::size_t batches);

    /// Lives as long as the catalog that the series are from.
    [[nodiscard]] std::unique_ptr<SeriesSource> snapshot() const;

private:
    friend class UncommittedSnapshot;
    struct Row {
        const SeriesIdentity* series;
        Timestamp ts;
        double value;
    };
    using Block = std::shared_ptr<const std::vector<Row>>;

    mutable std::mutex m_mutex;
    std::deque<Block> m_blocks; ///< one a batch, nullptr for one without samples
};

} // namespace eventflow::runtime
