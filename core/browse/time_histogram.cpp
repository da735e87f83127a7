#include "core/browse/time_histogram.h"

#include <array>

namespace eventflow::browse {
namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

/// Milliseconds; each divides the next. The last times kMaxBuckets covers all of a Timestamp.
constexpr std::array<std::int64_t, 26> kWidths = {
    1,          2,           10,           20,           100,
    200,        kSecond,     2 * kSecond,  10 * kSecond, 30 * kSecond,
    kMinute,    5 * kMinute, 10 * kMinute, 30 * kMinute, kHour,
    3 * kHour,  6 * kHour,   12 * kHour,   kDay,         7 * kDay,
    28 * kDay,  84 * kDay,   168 * kDay,   336 * kDay,   672 * kDay,
    1344 * kDay};

std::int64_t floorDiv(std::int64_t value, std::int64_t by) {
    return value / by - (value % by < 0 ? 1 : 0);
}

void addTo(TimeHistogram::Bucket& bucket, bool matched) {
    ++bucket.scanned;
    if (matched) ++bucket.matched;
}

/// `shift`: how many narrow buckets are missing before the first one for it to begin a wide one.
void fold(std::vector<TimeHistogram::Bucket>& buckets, std::size_t shift, std::size_t factor) {
    if (buckets.empty()) return;
    std::vector<TimeHistogram::Bucket> wide((buckets.size() + shift + factor - 1) / factor);
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        wide[(i + shift) / factor].scanned += buckets[i].scanned;
        wide[(i + shift) / factor].matched += buckets[i].matched;
    }
    buckets = std::move(wide);
}

} // namespace

void TimeHistogram::add(Timestamp ts, std::uint32_t stream, bool matched) {
    if (ts == kNoTime) return addTo(m_undated, matched);
    const std::size_t place = placeFor(toMs(ts));
    addTo(m_total[place], matched);
    if (stream >= kMaxStreams) return;
    if (stream >= m_streams.size()) m_streams.resize(stream + 1);
    m_streams[stream].resize(m_total.size());
    addTo(m_streams[stream][place], matched);
}

std::size_t TimeHistogram::placeFor(std::int64_t ms) {
    if (m_total.empty()) {
        m_first = floorDiv(ms, kWidths[m_widthIndex]);
        m_total.resize(1);
    }
    for (;;) {
        const std::int64_t at = floorDiv(ms, kWidths[m_widthIndex]) - m_first;
        if (at >= 0 && at < static_cast<std::int64_t>(m_total.size())) return static_cast<std::size_t>(at);
        const auto size = static_cast<std::int64_t>(m_total.size());
        const bool fits = at < 0 ? size - at <= static_cast<std::int64_t>(kMaxBuckets)
                                 : at < static_cast<std::int64_t>(kMaxBuckets);
        if (!fits)
            coarsen();
        else if (at < 0)
            growFront(static_cast<std::size_t>(-at));
        else
            growBack(static_cast<std::size_t>(at) + 1);
    }
}

void TimeHistogram::coarsen() {
    const std::int64_t factor = kWidths[m_widthIndex + 1] / kWidths[m_widthIndex];
    const std::int64_t first = floorDiv(m_first, factor);
    const auto shift = static_cast<std::size_t>(m_first - first * factor);
    fold(m_total, shift, static_cast<std::size_t>(factor));
    for (auto& stream : m_streams)
        fold(stream, shift, static_cast<std::size_t>(factor));
    m_first = first;
    ++m_widthIndex;
}

void TimeHistogram::growFront(std::size_t by) {
    m_total.insert(m_total.begin(), by, Bucket{});
    for (auto& stream : m_streams)
        if (!stream.empty()) stream.insert(stream.begin(), by, Bucket{});
    m_first -= static_cast<std::int64_t>(by);
}

void TimeHistogram::growBack(std::size_t size) {
    m_total.resize(size);
    for (auto& stream : m_streams)
        if (!stream.empty()) stream.resize(size);
}

std::chrono::milliseconds TimeHistogram::width() const {
    return std::chrono::milliseconds(kWidths[m_widthIndex]);
}

Timestamp TimeHistogram::start() const {
    return timestampFromMs(m_first * kWidths[m_widthIndex]);
}

std::vector<TimeHistogram::Bucket> TimeHistogram::bucketsOf(std::uint32_t stream) const {
    if (stream >= m_streams.size()) return {};
    return m_streams[stream];
}

} // namespace eventflow::browse
