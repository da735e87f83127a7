#pragma once

#include "core/base/result.h"
#include "core/capture/mcap/records.h"

namespace eventflow::capture::mcap {

/// Take one record apart. Fields behind the known ones are ignored, as the specification wants.
/// Errors: ParseError with the byte, for a field that its record does not hold, a map with a key twice, an id
/// of 0. Lifetime: views point into the record.
Result<Header> parseHeader(const RawRecord& record);
Result<Footer> parseFooter(const RawRecord& record);
Result<Schema> parseSchema(const RawRecord& record);
Result<Channel> parseChannel(const RawRecord& record);
Result<Message> parseMessage(const RawRecord& record);
Result<MessageIndex> parseMessageIndex(const RawRecord& record);
Result<ChunkIndex> parseChunkIndex(const RawRecord& record);
Result<Statistics> parseStatistics(const RawRecord& record);
Result<Metadata> parseMetadata(const RawRecord& record);
Result<MetadataIndex> parseMetadataIndex(const RawRecord& record);
Result<DataEnd> parseDataEnd(const RawRecord& record);

/// Of a chunk whose content is `contentLength` bytes long, of which `record` has at least those in front of
/// the records.
Result<ChunkHead> parseChunkHead(const RawRecord& record, std::uint64_t contentLength);

} // namespace eventflow::capture::mcap
