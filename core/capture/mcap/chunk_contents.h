#pragma once

#include "core/base/result.h"
#include "core/capture/mcap/byte_buffer.h"
#include "core/capture/mcap/records.h"

#include <vector>

namespace eventflow::capture::mcap {

/// The records of one chunk. Lifetime: messages point into `records`; both keep their memory from chunk to
/// chunk. kValuePadding readable bytes follow the last message.
struct ChunkContents {
    ByteBuffer records; ///< decompressed
    std::vector<Message> messages;
    std::vector<Schema> schemas;
    std::vector<Channel> channels;
};

/// Takes `records` apart into the rest. Unknown opcodes are skipped.
/// Errors: Corrupt or ParseError, with the byte in the records, for a record that is cut off or may not be in
/// a chunk, as another chunk.
Status takeApart(ChunkContents& contents);

} // namespace eventflow::capture::mcap
