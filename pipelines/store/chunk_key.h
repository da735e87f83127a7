#pragma once

#include <cstdint>

namespace eventflow::store {

/// A series' row in the dictionary: 1, 2, 3 …
using SeriesId = std::uint32_t;

/// The primary key of a chunk: the segment (one rotation) it was written in, its series, and its number among
/// that series' chunks of the segment. In key order chunks are in the order they were written.
namespace chunk_key {

inline constexpr int kSeriesBits = 26;
inline constexpr int kNumberBits = 14;
inline constexpr SeriesId kMaxSeries = (1U << kSeriesBits) - 1;
inline constexpr std::uint32_t kMaxNumber = (1U << kNumberBits) - 1;
inline constexpr std::int64_t kMaxSegment = (std::int64_t{1} << (63 - kSeriesBits - kNumberBits)) - 1;

constexpr std::int64_t of(std::int64_t segment, SeriesId series, std::uint32_t number) {
    return (segment << (kSeriesBits + kNumberBits)) | (std::int64_t{series} << kNumberBits) | number;
}
constexpr SeriesId series(std::int64_t key) {
    return static_cast<SeriesId>(key >> kNumberBits) & kMaxSeries;
}

} // namespace chunk_key

} // namespace eventflow::store
