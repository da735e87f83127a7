#pragma once

#include "core/base/time.h"
#include "core/model/record.h"

#include <cstdint>

namespace eventflow::capture {

/// A record with all that a capture keeps of it. Lifetime: as its Record.
struct CapturedRecord {
    /// tsArrival is the record's own timestamp here; kNoTime where it has none.
    Record record;
    TimestampType timestampType = TimestampType::None;
    /// As Kafka has it, also where it lies outside of what tsArrival can hold; of no meaning for type None.
    std::int64_t timestampMs = -1;
    /// The record's attributes of Kafka's format: reserved there, 0.
    std::int8_t attributes = 0;
    /// When the recorder got it; kNoTime where it does not know.
    Timestamp arrival = kNoTime;
};

/// `record` as it arrived from a broker, or from a file.
[[nodiscard]] inline CapturedRecord captured(const Record& record, TimestampType type, Timestamp arrival) {
    if (record.tsArrival == kNoTime) return {record, TimestampType::None, -1, 0, arrival};
    return {record, type, toMs(record.tsArrival), 0, arrival};
}

/// By the type that `record` has; where that is not known, a timestamp counts as its producer's.
[[nodiscard]] inline CapturedRecord captured(const Record& record, Timestamp arrival) {
    const bool isKnown = record.timestampType != TimestampType::None;
    return captured(record, isKnown ? record.timestampType : TimestampType::CreateTime, arrival);
}

} // namespace eventflow::capture
