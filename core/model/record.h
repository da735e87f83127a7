#pragma once

#include "core/base/arena.h"
#include "core/base/time.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow {

/// Bytes that may be absent: in Kafka a null key or value is not an empty one.
using NullableBytes = std::optional<std::string_view>;

/// How many readable bytes follow every record value, so that a SIMD parser may look past its end.
inline constexpr std::size_t kValuePadding = 64;

/// One ordered sequence of records: a partition of a topic, or a file (topic = its absolute path, partition
/// 0: two files of one name in different folders are two streams, and the name under which a position is
/// stored is the same after a restart). Lifetime: owned by its source, which outlives every batch. `index` is
/// dense within one pipeline.
struct Stream {
    std::string topic;
    std::int32_t partition = 0;
    std::uint32_t index = 0;
    /// Offsets only grow and are no dense numbering: the byte positions of a file. What is not above the last
    /// one was seen before.
    bool sequential = false;
};

/// Who set a record's timestamp; the numbers are Kafka's. None: nobody, or it is not known.
enum class TimestampType : std::int8_t { None = -1, CreateTime = 0, LogAppendTime = 1 };

struct Header {
    std::string_view name;
    NullableBytes value;
};

/// One record as it came: original bytes, nothing interpreted. Views point into its batch.
struct Record {
    const Stream* stream = nullptr;
    /// Kafka's offset; in a file of lines the position of the line's first byte, after decompression.
    std::int64_t offset = 0;
    /// The broker's or the capture's timestamp; kNoTime where there is none.
    Timestamp tsArrival = kNoTime;
    NullableBytes key;
    NullableBytes value;
    std::span<const Header> headers; ///< in order, duplicates kept
    /// Why the source could not take the capture's framing apart, in plain words; empty for a sound record.
    /// `value` is then the whole line as it stood (of an over-long one the beginning), for a dead letter of
    /// step Collect.
    std::string_view framingError;
    /// When a recorder got it, where that is known: the arrival clock of a replay.
    Timestamp tsReceived = kNoTime;
    TimestampType timestampType = TimestampType::None; ///< of tsArrival

    [[nodiscard]] bool malformed() const { return !framingError.empty(); }
};

/// How far a source is in one stream after a batch. A capture file whose lines name their own topics is
/// itself such a stream too: the one that carries the position to resume from, and only malformed lines as
/// records.
struct StreamProgress {
    const Stream* stream = nullptr;
    /// Where reading continues after a restart: the offset behind the last record, or the next byte; -1 not
    /// known yet.
    std::int64_t nextOffset = 0;
    /// One past the last offset that is known to exist (Kafka: high watermark; plain file: its size); -1
    /// unknown, as in a compressed file until its end.
    std::int64_t endOffset = -1;
    /// The end of the stream has been reached for now.
    bool caughtUp = false;
};

/// What a source hands to the workers at a time: some hundreds to thousands of records of one or more
/// streams. Thread: confined to whoever holds it. Shape: within one stream, offsets increase.
struct RecordBatch {
    std::vector<Record> records;
    /// Every stream this batch moved, also those that only reached their end.
    std::vector<StreamProgress> progress;
    Arena arena;                         ///< copies, headers
    std::shared_ptr<const void> storage; ///< or what the views point into: a decompressed block, a mapping
    std::size_t bytes = 0;               ///< keys, values and headers
    /// Set by the runtime: 0, 1, 2 … per pipeline; the engine sees batches in this order.
    std::uint64_t sequence = 0;
    bool endOfInput = false; ///< the last batch of a bounded source

    void clear() {
        records.clear();
        progress.clear();
        arena.clear();
        storage.reset();
        bytes = 0;
        sequence = 0;
        endOfInput = false;
    }
};

} // namespace eventflow
