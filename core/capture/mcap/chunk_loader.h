#pragma once

#include "core/base/result.h"
#include "core/capture/mcap/byte_source.h"
#include "core/capture/mcap/chunk_contents.h"
#include "core/capture/mcap/decompressor.h"
#include "core/capture/mcap/limits.h"
#include "core/capture/mcap/summary.h"

namespace eventflow::capture::mcap {

/// Reads, decompresses and checks one chunk after another. Thread: confined. Lifetime: the source outlives
/// it.
class ChunkLoader {
public:
    ChunkLoader(ByteSource& source, const Limits& limits) : m_source(&source), m_limits(limits) {}

    /// Errors: Corrupt where the chunk is not what `entry` says, or its checksum, its structure or its times
    /// are wrong; LimitExceeded, Unsupported; those of the source. `out` is then without meaning.
    Status load(const ChunkEntry& entry, ChunkContents& out);

private:
    [[nodiscard]] Status checkSize(const ChunkEntry& entry) const;
    Status fill(const ChunkEntry& entry, ChunkContents& out);
    Status fillBare(const ChunkEntry& entry, ChunkContents& out);
    Result<ChunkHead> readHead(const ChunkEntry& entry);

    ByteSource* m_source;
    Limits m_limits;
    ByteBuffer m_compressed;
    Decompressor m_decompressor;
};

} // namespace eventflow::capture::mcap
