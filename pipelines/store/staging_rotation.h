#pragma once

#include "pipelines/store/chunk_key.h"
#include "pipelines/store/sample_chunk.h"
#include "pipelines/store/sqlite_connection.h"

#include <cstddef>

namespace eventflow::store {

/// What a rotation moves at a time, at most: bounds its memory (16 bytes a sample), its transaction and the
/// pause it makes. One more block may be taken.
inline constexpr std::size_t kMaxRotationRows = 1'500'000;

/// Moves the oldest staging blocks, some kMaxRotationRows samples, into a new segment of chunks, in one
/// transaction: whenever the process ends, every sample is either still staged or in its chunk. Returns how
/// many samples left staging. `maxSeries`: the largest id in the dictionary.
Result<std::size_t> rotateStaging(Connection& connection, ChunkCodec& codec, SeriesId maxSeries);

} // namespace eventflow::store
