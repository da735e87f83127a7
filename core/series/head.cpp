#include "core/series/head.h"

#include "core/series/sample_search.h"

#include <algorithm>
#include <atomic>

namespace eventflow {

namespace {

constexpr std::size_t kBytesPerSample = sizeof(Sample) + sizeof(SampleOrigin);

const LabelMatcher* metricEqualMatcher(std::span<const LabelMatcher> matchers) {
    const auto it = std::ranges::find_if(matchers, [](const LabelMatcher& m) {
        return m.op() == MatchOp::Equal && m.name() == kMetricNameLabel;
    });
    return it == matchers.end() ? nullptr : &*it;
}

std::uint64_t nextHeadId() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

} // namespace

SeriesHead::SeriesHead() : m_id(nextHeadId()) {}

SeriesHead::Entry& SeriesHead::entryOf(SeriesIdentity& series) {
    if (series.engineSlot < m_entries.size()) {
        Entry& entry = m_entries[series.engineSlot];
        if (entry.identity == &series) return entry;
    }
    return addSeries(series);
}

SeriesHead::Entry& SeriesHead::addSeries(SeriesIdentity& series) {
    Slot slot = 0;
    if (m_free.empty()) {
        slot = static_cast<Slot>(m_entries.size());
        m_entries.emplace_back();
    } else {
        slot = m_free.back();
        m_free.pop_back();
    }
    series.engineSlot = slot;
    Entry& entry = m_entries[slot];
    entry.identity = &series;
    Posting& posting = m_byMetric[std::string(series.labels().get(kMetricNameLabel))];
    posting.sorted = posting.slots.empty();
    posting.slots.push_back(slot);
    posting.version = ++m_version;
    return entry;
}

void SeriesHead::append(SeriesIdentity& series, Timestamp ts, double value, SampleOrigin origin) {
    Entry& entry = entryOf(series);
    if (isStaleMarker(value)) entry.newestStaleMarker = std::max(entry.newestStaleMarker, ts);
    if (entry.blocks != nullptr) entry.blocks->changedAt(ts);
    if (!entry.samples.empty() && ts <= entry.newest) {
        insertLate(entry, {ts, value}, origin);
        return;
    }
    if (entry.samples.empty()) entry.oldest = ts;
    const std::size_t capacity = entry.samples.capacity();
    entry.samples.push_back({ts, value});
    entry.origins.push_back(origin);
    m_sampleCapacity += entry.samples.capacity() - capacity;
    entry.newest = ts;
    ++m_sampleCount;
}

void SeriesHead::insertLate(Entry& entry, Sample sample, SampleOrigin origin) {
    const auto live = entry.live();
    const auto later = firstAfter(live, sample.ts);
    const auto at = static_cast<std::ptrdiff_t>(entry.first) + (later - live.begin());
    if (later != live.begin() && (later - 1)->ts == sample.ts) {
        entry.samples[static_cast<std::size_t>(at - 1)] = sample;
        entry.origins[static_cast<std::size_t>(at - 1)] = origin;
        return;
    }
    const std::size_t capacity = entry.samples.capacity();
    entry.samples.insert(entry.samples.begin() + at, sample);
    entry.origins.insert(entry.origins.begin() + at, origin);
    m_sampleCapacity += entry.samples.capacity() - capacity;
    entry.oldest = std::min(entry.oldest, sample.ts);
    ++m_sampleCount;
}

void SeriesHead::truncateBefore(Timestamp ts) {
    for (Entry& entry : m_entries)
        if (entry.identity != nullptr && entry.oldest <= ts) forgetSamples(entry, ts);
    if (!m_released.empty()) removeReleased();
}

void SeriesHead::forgetSamples(Entry& entry, Timestamp ts) {
    const std::size_t before = entry.first;
    while (entry.first < entry.samples.size() && entry.samples[entry.first].ts <= ts)
        ++entry.first;
    m_sampleCount -= entry.first - before;
    if (entry.first == entry.samples.size()) {
        release(entry);
        return;
    }
    entry.oldest = entry.samples[entry.first].ts;
    if (entry.blocks != nullptr) entry.blocks->forgetUntil(ts);
    // Erasing only when half is dead moves each sample at most once per time it is forgotten.
    if (entry.first * 2 >= entry.samples.size()) {
        const auto dead = static_cast<std::ptrdiff_t>(entry.first);
        entry.samples.erase(entry.samples.begin(), entry.samples.begin() + dead);
        entry.origins.erase(entry.origins.begin(), entry.origins.begin() + dead);
        entry.first = 0;
    }
}

void SeriesHead::release(Entry& entry) {
    m_sampleCapacity -= entry.samples.capacity();
    m_released.push_back(entry.identity->engineSlot);
}

void SeriesHead::removeReleased() {
    std::vector<std::string_view> metrics;
    for (const Slot slot : m_released)
        metrics.push_back(m_entries[slot].identity->labels().get(kMetricNameLabel));
    std::ranges::sort(metrics);
    metrics.erase(std::unique(metrics.begin(), metrics.end()), metrics.end());
    const auto isReleased = [&](Slot slot) {
        const Entry& entry = m_entries[slot];
        return entry.first == entry.samples.size();
    };
    for (const std::string_view metric : metrics) {
        const auto posting = m_byMetric.find(metric);
        std::erase_if(posting->second.slots, isReleased);
        posting->second.version = ++m_version;
        if (posting->second.slots.empty()) m_byMetric.erase(posting);
    }
    for (const Slot slot : m_released) {
        m_entries[slot].identity->engineSlot = SeriesIdentity::kNoSlot;
        m_entries[slot] = Entry{};
        m_free.push_back(slot);
    }
    m_released.clear();
}

void SeriesHead::sortPosting(Posting& posting) const {
    std::ranges::sort(posting.slots, [&](Slot a, Slot b) {
        return m_entries[a].identity->labels() < m_entries[b].identity->labels();
    });
    posting.sorted = true;
}

void SeriesHead::matchFrom(Posting& posting, std::span<const LabelMatcher> matchers,
                           std::vector<Slot>& out) const {
    if (!posting.sorted) sortPosting(posting);
    for (const Slot slot : posting.slots)
        if (matchesAll(matchers, m_entries[slot].identity->labels())) out.push_back(slot);
}

std::vector<SeriesHead::Slot> SeriesHead::match(const LabelMatcher* metric,
                                                std::span<const LabelMatcher> matchers) const {
    std::vector<Slot> slots;
    if (metric != nullptr) {
        const auto posting = m_byMetric.find(metric->value());
        if (posting == m_byMetric.end()) return slots;
        // The posting answers this matcher; the commonest selector has no other.
        std::vector<LabelMatcher> rest;
        for (const LabelMatcher& m : matchers)
            if (&m != metric) rest.push_back(m);
        matchFrom(posting->second, rest, slots);
        return slots;
    }
    for (auto& [name, posting] : m_byMetric)
        matchFrom(posting, matchers, slots);
    // Metric names compare like labels only when every label before `__name__` is absent, which upper-case
    // names are not.
    std::ranges::sort(slots, [&](Slot a, Slot b) {
        return m_entries[a].identity->labels() < m_entries[b].identity->labels();
    });
    return slots;
}

void SeriesHead::slice(const Entry& entry, Timestamp after, Timestamp until, std::vector<SeriesSlice>& out) {
    if (entry.newest <= after || entry.oldest > until) return;
    const auto live = entry.live();
    const auto begin = firstAfter(live, after);
    const auto end = firstAfter(live, until);
    if (begin >= end) return;
    const auto origins = std::span(entry.origins)
                             .subspan(entry.first + static_cast<std::size_t>(begin - live.begin()),
                                      static_cast<std::size_t>(end - begin));
    out.push_back(
        {&entry.identity->labels(), std::span(begin, end), origins, entry.newestStaleMarker > after});
}

void SeriesHead::sliceNewest(const Entry& entry, Timestamp after, Timestamp until,
                             std::vector<SeriesSlice>& out) {
    if (entry.newest <= after || entry.oldest > until) return;
    const auto live = entry.live();
    const auto end = firstAfter(live, until); // not the first: that is not later than `until`
    const auto newest = static_cast<std::size_t>(end - live.begin()) - 1;
    if (live[newest].ts <= after) return;
    out.push_back({&entry.identity->labels(), live.subspan(newest, 1),
                   std::span(entry.origins).subspan(entry.first + newest, 1),
                   entry.newestStaleMarker > after});
}

SampleBlocks* SeriesHead::blocksOf(const Entry& entry) const {
    if (entry.blocks == nullptr && entry.live().size() >= SampleBlocks::kFewestSamples)
        entry.blocks = std::make_unique<SampleBlocks>(m_blockAllowance);
    return entry.blocks.get();
}

Status SeriesHead::select(std::span<const LabelMatcher> matchers, Timestamp after, Timestamp until,
                          std::vector<SeriesSlice>& out) const {
    for (const Slot slot : match(metricEqualMatcher(matchers), matchers))
        slice(m_entries[slot], after, until, out);
    return {};
}

std::uint64_t SeriesHead::versionFor(const LabelMatcher* metric) const {
    if (metric == nullptr) return m_version;
    const auto posting = m_byMetric.find(metric->value());
    return posting == m_byMetric.end() ? 0 : posting->second.version;
}

std::span<const SeriesHead::Slot> SeriesHead::remembered(SelectorMemo& memo,
                                                         std::span<const LabelMatcher> matchers) const {
    const LabelMatcher* metric = metricEqualMatcher(matchers);
    const std::uint64_t version = versionFor(metric);
    if (version == 0) return {}; // no series has this name
    if (memo.version != version) {
        memo.series = match(metric, matchers);
        memo.version = version;
    }
    return memo.series;
}

Status SeriesHead::reselect(SelectorMemo& memo, std::span<const LabelMatcher> matchers, Timestamp after,
                            Timestamp until, std::vector<SeriesSlice>& out) const {
    const auto slots = remembered(memo, matchers);
    out.reserve(out.size() + slots.size());
    m_blockAllowance.most = m_sampleCapacity * kBytesPerSample / sizeof(BlockTable);
    for (const Slot slot : slots) {
        const Entry& entry = m_entries[slot];
        const std::size_t before = out.size();
        slice(entry, after, until, out);
        if (out.size() > before) out.back().blocks = blocksOf(entry);
    }
    return {};
}

Status SeriesHead::reselectNewest(SelectorMemo& memo, std::span<const LabelMatcher> matchers, Timestamp after,
                                  Timestamp until, std::vector<SeriesSlice>& out) const {
    const auto slots = remembered(memo, matchers);
    out.reserve(out.size() + slots.size());
    for (const Slot slot : slots)
        sliceNewest(m_entries[slot], after, until, out);
    return {};
}

void SeriesHead::nameStream(std::uint32_t index, const std::string& topic, std::int32_t partition) {
    if (index >= m_streams.size()) m_streams.resize(index + 1);
    m_streams[index] = {topic, partition};
}

std::optional<RecordPosition> SeriesHead::recordOf(SampleOrigin origin) const {
    if (!origin.known() || origin.stream() >= m_streams.size()) return std::nullopt;
    const auto& [topic, partition] = m_streams[origin.stream()];
    return RecordPosition{topic, partition, origin.offset()};
}

std::size_t SeriesHead::memoryBytes() const {
    return m_sampleCapacity * kBytesPerSample + m_blockAllowance.used * sizeof(BlockTable) +
           m_entries.capacity() * sizeof(Entry);
}

} // namespace eventflow
