#include "pipelines/store/sample_loader.h"

#include "pipelines/store/sample_block.h"

#include <algorithm>

namespace eventflow::store {

namespace {

/// Series this close in the key order are read with one query; what lies between them is skipped undecoded.
constexpr SeriesId kMaxGap = 8;

std::size_t runLength(std::span<const SeriesId> series) {
    std::size_t n = 1;
    while (n < series.size() && series[n] - series[n - 1] <= kMaxGap)
        ++n;
    return n;
}

} // namespace

void sortLastWins(std::vector<Sample>& samples) {
    const auto outOfOrder = [](const Sample& a, const Sample& b) { return a.ts >= b.ts; };
    if (std::ranges::adjacent_find(samples, outOfOrder) == samples.end()) return;
    std::ranges::stable_sort(samples, {}, &Sample::ts);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (i + 1 < samples.size() && samples[i].ts == samples[i + 1].ts) continue;
        samples[kept++] = samples[i];
    }
    samples.resize(kept);
}

struct SampleLoader::Window {
    Timestamp after;
    Timestamp until;
    [[nodiscard]] bool contains(Timestamp ts) const { return ts > after && ts <= until; }
};

Result<std::unique_ptr<SampleLoader>> SampleLoader::create(Connection& connection) {
    std::unique_ptr<SampleLoader> loader(new SampleLoader(connection));
    const auto prepare = [&](Statement& target, const char* sql) -> Status {
        auto statement = connection.prepare(sql);
        if (!statement) return statement.error();
        target = std::move(*statement);
        return {};
    };
    if (Status s = prepare(loader->m_segments,
                           "SELECT id FROM segments WHERE last_ts>? AND first_ts<=? ORDER BY id");
        !s)
        return s.error();
    if (Status s = prepare(loader->m_chunks, "SELECT id,first_ts,last_ts,count,chunk FROM sample_chunks"
                                             " WHERE id BETWEEN ? AND ? ORDER BY id");
        !s)
        return s.error();
    if (Status s = prepare(loader->m_blocks,
                           "SELECT block FROM staging_blocks WHERE last_ts>? AND first_ts<=? ORDER BY id");
        !s)
        return s.error();
    return loader;
}

Status SampleLoader::load(std::span<const SeriesId> series, Timestamp after, Timestamp until,
                          std::vector<std::vector<Sample>>& out, std::size_t maxSamples) {
    out.assign(series.size(), {});
    m_found = 0;
    m_maxSamples = maxSamples;
    if (series.empty() || after >= until) return {};
    m_slots.assign(std::size_t{series.back()} + 1, 0);
    for (std::size_t i = 0; i < series.size(); ++i)
        m_slots[series[i]] = static_cast<std::uint32_t>(i + 1);

    const Window window{after, until};
    const auto segments = segmentsIn(window);
    if (!segments) return segments.error();
    for (const std::int64_t segment : *segments)
        for (std::size_t i = 0; i < series.size();) {
            const std::size_t n = runLength(series.subspan(i));
            if (Status s = loadChunks(segment, series.subspan(i, n), window, out); !s) return s;
            i += n;
        }
    if (Status s = loadStaging(window, out); !s) return s;
    std::ranges::for_each(out, sortLastWins);
    return {};
}

std::uint32_t SampleLoader::slot(SeriesId series) const {
    return series < m_slots.size() ? m_slots[series] : 0;
}

Result<std::vector<std::int64_t>> SampleLoader::segmentsIn(const Window& window) {
    std::vector<std::int64_t> segments;
    m_segments.bind(1, toNs(window.after)).bind(2, toNs(window.until));
    for (;;) {
        const auto row = m_segments.step();
        if (!row) return row.error();
        if (!*row) break;
        segments.push_back(m_segments.integer(0));
    }
    m_segments.reset();
    return segments;
}

Status SampleLoader::loadChunks(std::int64_t segment, std::span<const SeriesId> run, const Window& window,
                                std::vector<std::vector<Sample>>& out) {
    m_chunks.bind(1, chunk_key::of(segment, run.front(), 0));
    m_chunks.bind(2, chunk_key::of(segment, run.back(), chunk_key::kMaxNumber));
    for (;;) {
        const auto row = m_chunks.step();
        if (!row) return row.error();
        if (!*row) break;
        const std::int64_t key = m_chunks.integer(0);
        const Timestamp first = timestampFromNs(m_chunks.integer(1));
        const Timestamp last = timestampFromNs(m_chunks.integer(2));
        const std::uint32_t at = slot(chunk_key::series(key));
        if (at == 0 || last <= window.after || first > window.until) continue;
        m_decoded.clear();
        const Status decoded = m_codec.decode(m_chunks.bytes(4), m_decoded);
        const bool asIndexed = decoded && m_decoded.front().ts == first && m_decoded.back().ts == last &&
                               static_cast<std::int64_t>(m_decoded.size()) == m_chunks.integer(3);
        if (!asIndexed) {
            m_chunks.reset();
            return m_connection.corrupt(
                "table sample_chunks, row " + std::to_string(key) + ": " +
                (decoded ? "the chunk is not what its row says" : decoded.error().detail));
        }
        for (const Sample& sample : m_decoded)
            if (window.contains(sample.ts)) out[at - 1].push_back(sample);
        m_found += m_decoded.size();
        if (Status s = checkLimit(); !s) {
            m_chunks.reset();
            return s;
        }
    }
    m_chunks.reset();
    return {};
}

Status SampleLoader::loadStaging(const Window& window, std::vector<std::vector<Sample>>& out) {
    m_blocks.bind(1, toNs(window.after)).bind(2, toNs(window.until));
    for (;;) {
        const auto row = m_blocks.step();
        if (!row) return row.error();
        if (!*row) break;
        const auto block = SampleBlock::decode(m_blocks.bytes(0));
        if (!block) {
            m_blocks.reset();
            return m_connection.corrupt("table staging_blocks: " + block.error().detail);
        }
        for (std::size_t i = 0; i < block->count(); ++i) {
            const std::uint32_t at = slot(block->series(i));
            if (at == 0 || !window.contains(block->ts(i))) continue;
            out[at - 1].push_back({block->ts(i), block->value(i)});
            ++m_found;
        }
        if (Status s = checkLimit(); !s) {
            m_blocks.reset();
            return s;
        }
    }
    m_blocks.reset();
    return {};
}

Status SampleLoader::checkLimit() const {
    if (m_found <= m_maxSamples) return {};
    return Error{ErrorCode::LimitExceeded,
                 "database " + m_connection.file().string() + ": the query selects more than " +
                     std::to_string(m_maxSamples) + " samples; narrow its time range or its matchers"};
}

} // namespace eventflow::store
