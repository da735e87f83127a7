#include "pipelines/store/staging_rotation.h"

#include "pipelines/store/sample_block.h"
#include "pipelines/store/sample_loader.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace eventflow::store {

static_assert(kMaxRotationRows + SampleBlock::kMaxRows <=
                  std::size_t{chunk_key::kMaxNumber} * kMaxChunkSamples,
              "all samples may be of one series");

namespace {

/// The blocks [first staged, lastBlock] and their samples, grouped by series with a counting sort.
class Rotation {
public:
    Rotation(Connection& connection, ChunkCodec& codec, SeriesId maxSeries)
        : m_connection(connection), m_codec(codec), m_ends(std::size_t{maxSeries} + 2, 0) {}

    Result<std::size_t> run();

private:
    Status chooseBlocks();
    Status eachBlock(const std::function<void(const SampleBlock&)>& visit);
    Status groupBySeries();
    Status writeChunks();
    Status writeSeries(Statement& insert, SeriesId series, std::vector<Sample>& samples);
    Status finish();

    Connection& m_connection;
    ChunkCodec& m_codec;
    std::int64_t m_lastBlock = 0;
    std::size_t m_rows = 0;
    std::vector<std::size_t> m_ends; ///< by series: end of its samples in m_samples
    std::vector<Sample> m_samples;
    std::int64_t m_segment = 0;
    std::size_t m_written = 0;
    Timestamp m_first = Timestamp::max();
    Timestamp m_last = Timestamp::min();
    std::string m_chunk;
};

Result<std::size_t> Rotation::run() {
    auto transaction = Transaction::begin(m_connection, Transaction::Kind::Write);
    if (!transaction) return transaction.error();
    if (Status s = chooseBlocks(); !s) return s.error();
    if (m_rows == 0) return std::size_t{0};
    if (Status s = groupBySeries(); !s) return s.error();
    if (Status s = writeChunks(); !s) return s.error();
    if (Status s = finish(); !s) return s.error();
    if (Status s = transaction->commit(); !s) return s.error();
    return m_rows;
}

Status Rotation::chooseBlocks() {
    auto blocks = m_connection.prepare("SELECT id,count FROM staging_blocks ORDER BY id");
    if (!blocks) return blocks.error();
    while (m_rows < kMaxRotationRows) {
        const auto row = blocks->step();
        if (!row) return row.error();
        if (!*row) break;
        m_lastBlock = blocks->integer(0);
        const std::int64_t count = blocks->integer(1);
        if (count < 0 || count > static_cast<std::int64_t>(SampleBlock::kMaxRows))
            return m_connection.corrupt("table staging_blocks, row " + std::to_string(m_lastBlock) +
                                        ": impossible count");
        m_rows += static_cast<std::size_t>(count);
    }
    const auto segment = m_connection.integer("SELECT coalesce(max(id),0)+1 FROM segments");
    if (!segment) return segment.error();
    m_segment = *segment;
    if (m_segment < 1 || m_segment > chunk_key::kMaxSegment)
        return m_connection.corrupt("table segments: impossible number " + std::to_string(m_segment));
    return {};
}

Status Rotation::eachBlock(const std::function<void(const SampleBlock&)>& visit) {
    auto blocks = m_connection.prepare("SELECT id,count,block FROM staging_blocks WHERE id<=? ORDER BY id");
    if (!blocks) return blocks.error();
    blocks->bind(1, m_lastBlock);
    for (;;) {
        const auto row = blocks->step();
        if (!row) return row.error();
        if (!*row) return {};
        const std::string place = "table staging_blocks, row " + std::to_string(blocks->integer(0)) + ": ";
        const auto block = SampleBlock::decode(blocks->bytes(2));
        if (!block) return m_connection.corrupt(place + block.error().detail);
        if (static_cast<std::int64_t>(block->count()) != blocks->integer(1))
            return m_connection.corrupt(place + "wrong count");
        for (std::size_t i = 0; i < block->count(); ++i)
            if (block->series(i) + std::size_t{1} >= m_ends.size())
                return m_connection.corrupt(place + "a series that is not in the dictionary");
        visit(*block);
    }
}

Status Rotation::groupBySeries() {
    const auto count = [&](const SampleBlock& block) {
        for (std::size_t i = 0; i < block.count(); ++i)
            ++m_ends[block.series(i) + std::size_t{1}];
    };
    if (Status s = eachBlock(count); !s) return s;
    if (std::accumulate(m_ends.begin(), m_ends.end(), std::size_t{0}) != m_rows)
        return m_connection.corrupt("table staging_blocks: rows out of order");
    for (std::size_t i = 1; i < m_ends.size(); ++i)
        m_ends[i] += m_ends[i - 1];
    m_samples.resize(m_rows);
    // m_ends[s] is the start of series s now and has moved to its end when all are placed.
    const auto place = [&](const SampleBlock& block) {
        for (std::size_t i = 0; i < block.count(); ++i)
            m_samples[m_ends[block.series(i)]++] = {block.ts(i), block.value(i)};
    };
    return eachBlock(place);
}

Status Rotation::writeChunks() {
    auto insert = m_connection.prepare("INSERT INTO sample_chunks VALUES(?,?,?,?,?)");
    if (!insert) return insert.error();
    std::vector<Sample> samples;
    std::size_t first = 0;
    for (std::size_t series = 0; series + 1 < m_ends.size(); ++series) {
        const std::size_t end = m_ends[series];
        if (end == first) continue;
        samples.assign(m_samples.begin() + static_cast<std::ptrdiff_t>(first),
                       m_samples.begin() + static_cast<std::ptrdiff_t>(end));
        first = end;
        sortLastWins(samples);
        if (Status s = writeSeries(*insert, static_cast<SeriesId>(series), samples); !s) return s;
    }
    return {};
}

Status Rotation::writeSeries(Statement& insert, SeriesId series, std::vector<Sample>& samples) {
    m_first = std::min(m_first, samples.front().ts);
    m_last = std::max(m_last, samples.back().ts);
    m_written += samples.size();
    std::span<const Sample> rest(samples);
    for (std::uint32_t number = 0; !rest.empty(); ++number) {
        const auto part = rest.first(std::min(rest.size(), kMaxChunkSamples));
        rest = rest.subspan(part.size());
        m_codec.encode(part, m_chunk);
        insert.bind(1, chunk_key::of(m_segment, series, number))
            .bind(2, toNs(part.front().ts))
            .bind(3, toNs(part.back().ts))
            .bind(4, static_cast<std::int64_t>(part.size()))
            .bindBlob(5, m_chunk);
        if (Status s = insert.run(); !s) return s;
    }
    return {};
}

Status Rotation::finish() {
    auto segment = m_connection.prepare("INSERT INTO segments VALUES(?,?,?,?)");
    if (!segment) return segment.error();
    segment->bind(1, m_segment).bind(2, toNs(m_first)).bind(3, toNs(m_last));
    if (Status s = segment->bind(4, static_cast<std::int64_t>(m_written)).run(); !s) return s;
    auto remove = m_connection.prepare("DELETE FROM staging_blocks WHERE id<=?");
    if (!remove) return remove.error();
    return remove->bind(1, m_lastBlock).run();
}

} // namespace

Result<std::size_t> rotateStaging(Connection& connection, ChunkCodec& codec, SeriesId maxSeries) {
    return Rotation(connection, codec, maxSeries).run();
}

} // namespace eventflow::store
