#pragma once

#include "core/base/result.h"
#include "core/capture/mcap/records.h"

#include <string_view>

/// The names of MCAP's profile `kafka`: resources/docs/capture-format.md.
namespace eventflow::capture {

inline constexpr std::string_view kProfile = "kafka";

// Of a channel's metadata.
inline constexpr std::string_view kTopicKey = "kafka.topic";
inline constexpr std::string_view kPartitionKey = "kafka.partition";

// Metadata records.
inline constexpr std::string_view kCaptureRecord = "kafka.capture";
inline constexpr std::string_view kWatermarksRecord = "kafka.watermarks";
inline constexpr std::string_view kOffsetOrderRecord = "kafka.offset_order";

/// No checksum of MCAP's own covers a Metadata record while the file is being recorded: this adds the key
/// `crc32`.
void seal(mcap::Metadata& metadata);
/// Takes the key away again. Errors: Corrupt where it does not match; a record without it is taken as it is.
Status unseal(mcap::Metadata& metadata);

} // namespace eventflow::capture
