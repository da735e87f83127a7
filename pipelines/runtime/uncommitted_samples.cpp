#include "pipelines/runtime/uncommitted_samples.h"

#include <algorithm>
#include <utility>

namespace eventflow::runtime {

/// The rows of a moment by series. Sorted at the first select(): most snapshots are asked for one metric, and
/// nearly all are small.
class UncommittedSnapshot final : public SeriesSource {
public:
    explicit UncommittedSnapshot(std::vector<UncommittedSamples::Block> blocks)
        : m_blocks(std::move(blocks)) {}

    Status select(std::span<const LabelMatcher> matchers, Timestamp after, Timestamp until,
                  std::vector<SeriesSlice>& out) const override {
        arrange();
        for (const Series& series : m_series) {
            if (!matchesAll(matchers, series.identity->labels())) continue;
            const auto later = [](Timestamp t, const Sample& sample) { return t < sample.ts; };
            const auto first = std::upper_bound(series.samples.begin(), series.samples.end(), after, later);
            const auto last = std::upper_bound(first, series.samples.end(), until, later);
            if (first != last) out.push_back({&series.identity->labels(), std::span(first, last)});
        }
        return {};
    }

private:
    struct Series {
        const SeriesIdentity* identity;
        std::vector<Sample> samples; ///< one a time
    };

    void arrange() const {
        if (m_blocks.empty()) return;
        std::vector<UncommittedSamples::Row> rows;
        for (const UncommittedSamples::Block& block : std::exchange(m_blocks, {}))
            rows.insert(rows.end(), block->begin(), block->end());
        // Stable: of two samples of one time the later arrival comes last, and wins.
        std::ranges::stable_sort(rows, [](const auto& a, const auto& b) {
            return std::pair(a.series, a.ts) < std::pair(b.series, b.ts);
        });
        for (const auto& row : rows) {
            if (m_series.empty() || m_series.back().identity != row.series)
                m_series.push_back({row.series, {}});
            std::vector<Sample>& samples = m_series.back().samples;
            if (!samples.empty() && samples.back().ts == row.ts)
                samples.back().value = row.value;
            else
                samples.push_back({row.ts, row.value});
        }
        std::ranges::sort(m_series, [](const Series& a, const Series& b) {
            return a.identity->labels() < b.identity->labels();
        });
    }

    mutable std::vector<UncommittedSamples::Block> m_blocks;
    mutable std::vector<Series> m_series;
};

void UncommittedSamples::add(const PipelineBatch& batch) {
    // The same choice as StoreWriter::write().
    std::vector<Row> rows;
    rows.reserve(batch.events.size() + batch.output.derived.size());
    for (const Event& event : batch.events)
        if (!event.duplicate && event.body == BodyKind::Metric && event.series != nullptr)
            rows.push_back({event.series, event.tsEvent, event.value});
    for (const auto& derived : batch.output.derived)
        rows.push_back({derived.series, derived.ts, derived.value});
    Block block = rows.empty() ? nullptr : std::make_shared<const std::vector<Row>>(std::move(rows));
    const std::lock_guard lock(m_mutex);
    m_blocks.push_back(std::move(block));
}

void UncommittedSamples::release(std::size_t batches) {
    std::vector<Block> released; // freed without the lock
    const std::lock_guard lock(m_mutex);
    const auto end = m_blocks.begin() + static_cast<std::ptrdiff_t>(std::min(batches, m_blocks.size()));
    released.assign(std::move_iterator(m_blocks.begin()), std::move_iterator(end));
    m_blocks.erase(m_blocks.begin(), end);
}

std::unique_ptr<SeriesSource> UncommittedSamples::snapshot() const {
    std::vector<Block> blocks;
    const std::lock_guard lock(m_mutex);
    std::ranges::copy_if(m_blocks, std::back_inserter(blocks),
                         [](const Block& block) { return block != nullptr; });
    return std::make_unique<UncommittedSnapshot>(std::move(blocks));
}

} // namespace eventflow::runtime
