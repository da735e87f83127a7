#pragma once

#include "core/series/series_identity.h"

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string_view>
#include <unordered_map>

namespace eventflow {

/// Every series of one pipeline. Workers keep their own lookup from an event's raw fields to the identity and come
/// here only when they meet a series for the first time.
/// Thread: any (locks). Bounded by `maxSeries`.
class SeriesCatalog {
public:
    explicit SeriesCatalog(std::size_t maxSeries) : m_maxSeries(maxSeries) {}
    SeriesCatalog(const SeriesCatalog&) = delete;
    SeriesCatalog& operator=(const SeriesCatalog&) = delete;

    /// The identity of these labels, created at the first call; nullptr when the bound is reached.
    [[nodiscard]] SeriesIdentity* findOrAdd(const Labels& labels, std::string_view unit);
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::size_t maxSeries() const { return m_maxSeries; }

private:
    const std::size_t m_maxSeries;
    mutable std::mutex m_mutex;
    std::deque<SeriesIdentity> m_series; // a deque: addresses stay
    std::unordered_multimap<std::uint64_t, SeriesIdentity*> m_byHash;
};

} // namespace eventflow
