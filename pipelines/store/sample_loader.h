#pragma once

#include "core/model/sample.h"
#include "pipelines/store/chunk_key.h"
#include "pipelines/store/sample_chunk.h"
#include "pipelines/store/sqlite_connection.h"

#include <span>
#include <vector>

namespace eventflow::store {

/// Reads samples back from where they are: chunks of every segment, and staging blocks.
/// Segments, chunks in them and blocks are taken in the order they were written, so that of two samples of
/// one series and time the later one wins. Cost: per series and overlapping segment one key lookup; per
/// staging row 4 bytes read. Thread: its connection's.
class SampleLoader {
public:
    static Result<std::unique_ptr<SampleLoader>> create(Connection& connection);

    /// Fills `out`, parallel to `series` (ascending), with the samples in (after, until], oldest first, one
    /// per time. LimitExceeded when there are more than maxSamples. Call it within a transaction: a rotation
    /// between two of its queries would show samples twice or not at all.
    Status load(std::span<const SeriesId> series, Timestamp after, Timestamp until,
                std::vector<std::vector<Sample>>& out, std::size_t maxSamples);

private:
    explicit SampleLoader(Connection& connection) : m_connection(connection) {}
    struct Window;

    Result<std::vector<std::int64_t>> segmentsIn(const Window& window);
    Status loadChunks(std::int64_t segment, std::span<const SeriesId> run, const Window& window,
                      std::vector<std::vector<Sample>>& out);
    Status loadStaging(const Window& window, std::vector<std::vector<Sample>>& out);
    [[nodiscard]] std::uint32_t slot(SeriesId series) const;
    Status checkLimit() const;

    Connection& m_connection;
    Statement m_segments;
    Statement m_chunks;
    Statement m_blocks;
    ChunkCodec m_codec;
    std::vector<Sample> m_decoded;
    std::vector<std::uint32_t> m_slots; ///< by series: place in `out`, plus one
    std::size_t m_found = 0;            ///< samples of the present load
    std::size_t m_maxSamples = 0;
};

/// Sorts by time; of equal times keeps the last. Costs nothing when that holds already.
void sortLastWins(std::vector<Sample>& samples);

} // namespace eventflow::store
