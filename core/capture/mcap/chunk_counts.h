#pragma once

#include "core/capture/mcap/chunk_contents.h"
#include "core/capture/mcap/summary.h"

namespace eventflow::capture::mcap {

/// How many messages of each channel a chunk has, from where its message indexes stand: their lengths tell
/// the number of their entries, so that none is read. Nothing where they are missing or do not fit together.
[[nodiscard]] std::optional<MessageCounts> countsOf(const ChunkIndex& index);
[[nodiscard]] MessageCounts countsOf(const ChunkContents& contents);

/// What an index tells of a chunk.
[[nodiscard]] ChunkEntry entryOf(const ChunkIndex& index);

/// All messages of a chunk; nothing where it is not known.
[[nodiscard]] std::optional<std::uint64_t> totalOf(const std::optional<MessageCounts>& counts);

} // namespace eventflow::capture::mcap
