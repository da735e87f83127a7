#pragma once

#include "core/base/result.h"
#include "core/capture/mcap/byte_source.h"
#include "core/capture/mcap/limits.h"
#include "core/capture/mcap/records.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace eventflow::capture::mcap {

/// Messages of each channel that has any.
using MessageCounts = std::vector<std::pair<ChannelId, std::uint64_t>>;

/// One chunk, as far as it is known without reading it.
struct ChunkEntry {
    std::uint64_t startTime = 0; ///< earliest log time; 0 with endTime 0: maybe no message
    std::uint64_t endTime = 0;   ///< latest
    std::uint64_t offset = 0;    ///< of its record in the file
    std::uint64_t length = 0;    ///< with the record's head
    std::string compression;
    std::uint64_t compressedSize = 0;
    std::uint64_t uncompressedSize = 0;
    std::optional<MessageCounts>
        counts; ///< ordered by channel; nothing where the file has no message indexes
    /// No Chunk record stands at `offset`, but messages themselves, as a writer leaves them that makes no
    /// chunks.
    bool bare = false;
};

/// What a file says about itself in its summary, or what a scan of the file found.
struct Summary {
    std::map<SchemaId, Schema> schemas;
    std::map<ChannelId, Channel> channels;
    std::optional<Statistics> statistics;
    std::vector<ChunkEntry> chunks; ///< in the order of the file
    std::vector<MetadataIndex> metadata;

    /// Errors: Corrupt for an id that means something else already.
    Status add(Schema schema);
    Status add(Channel channel);
};

/// Reads footer and summary, nothing else. Memory: about twice the summary's size.
/// Errors: NotFound where the file says it has none; Corrupt or ParseError where it is damaged, incomplete or
/// contradicts the file; LimitExceeded; those of the source.
Result<Summary> readSummary(ByteSource& source, const Limits& limits);

} // namespace eventflow::capture::mcap
