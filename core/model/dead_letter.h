#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace eventflow {

/// The steps a record passes, in order. A record can leave sideways at each of them.
enum class Step : std::uint8_t { Collect, Decode, Normalize, Validate, Enrich, Automate, Store };
inline constexpr int kStepCount = 7;
const char* toString(Step step);
std::optional<Step> stepFromString(std::string_view name);

/// Why a record was rejected. Stable names (toString) are stored and shown; new codes go to the end.
enum class RejectCode : std::uint8_t {
    NoValue,       ///< null or empty payload
    TooLarge,      ///< over the configured size of one record
    MalformedLine, ///< the capture's own framing is broken (a kcat -J line, say)
    MalformedJson,
    Undecodable,   ///< bytes that name a schema or format, and are not of it, or it is not to be had
    NotAnObject,   ///< JSON, but not an object
    UnknownFormat, ///< no dialect recognises it
    MissingField,
    WrongType,
    BadTimestamp,
    TimestampOutOfRange,
    NotFinite,   ///< NaN or infinite value
    InvalidName, ///< empty, too long or not UTF-8 name of a metric, label or tag
    TooManyTags,
    InvalidAmount,   ///< payment: negative or not a number
    InvalidCurrency, ///< payment: not three upper-case letters
    SeriesLimit,     ///< the workspace's bound on distinct series is reached
};
inline constexpr int kRejectCodeCount = 17;
const char* toString(RejectCode code);
std::optional<RejectCode> rejectCodeFromString(std::string_view name);

/// A record that was rejected. The original bytes, position and times stay in the batch's Record.
struct DeadLetter {
    std::uint32_t record = 0; ///< index into RecordBatch::records
    Step step = Step::Decode;
    RejectCode code = RejectCode::MalformedJson;
    std::uint32_t attempts = 1;
    /// Place and cause in plain words, `field "value" is a string, expected a number`. Lives in the batch's
    /// arena.
    std::string_view detail;
};

} // namespace eventflow
