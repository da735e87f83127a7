#pragma once

#include "core/base/arena.h"
#include "core/base/result.h"
#include "core/capture/captured_record.h"
#include "core/capture/mcap/byte_buffer.h"

#include <cstdint>
#include <string_view>

namespace eventflow::capture {

/// The name of this encoding in a channel.
inline constexpr std::string_view kRecordEncoding = "x-kafka-record";

/// A record as the data of a message: the offset, then the fields of Kafka's record format version 2, each
/// with an absolute value where Kafka has a difference. resources/docs/capture-format.md describes every
/// byte. Stream, arrival and the part of the timestamp below a millisecond are not in it: channel and message
/// carry them. Errors: LimitExceeded for a key, value, header or number of headers of 2 GiB or more.
Status encodeRecord(const CapturedRecord& record, mcap::ByteBuffer& out);

/// The other way round, into everything of `out` but stream and arrival. tsArrival has milliseconds.
/// Lifetime: key, value and headers point into `data`, the header span into `arena`.
/// Errors: ParseError with the byte; `out` is then without meaning.
Status decodeRecord(std::string_view data, Arena& arena, CapturedRecord& out);

/// The offset alone, which stands first.
[[nodiscard]] Result<std::int64_t> decodeOffset(std::string_view data);

/// What a message carries besides its data. A time before 1970 becomes 0: the data has the true timestamp.
struct MessageTimes {
    std::uint64_t log = 0;     ///< arrival; the record's timestamp where that is not known
    std::uint64_t publish = 0; ///< the record's timestamp; the log time where it has none
};
[[nodiscard]] MessageTimes messageTimes(const CapturedRecord& record);
/// Sets arrival, and of tsArrival what is below a millisecond.
void applyTimes(const MessageTimes& times, CapturedRecord& record);

} // namespace eventflow::capture
