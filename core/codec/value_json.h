#pragma once

#include "core/codec/value_tape.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace eventflow::codec {

/// How decoded values become JSON, which lacks bytes, times and exact decimals.
struct JsonStyle {
    enum class Bytes : std::uint8_t { Base64, Hex };
    Bytes bytes = Bytes::Base64;
    bool isoTimes = true; ///< dates and times as ISO 8601 text, else as the number that was decoded
    int indent = 0;       ///< spaces for each level; 0: all in one line without spaces
};

/// The value as JSON text that reads back as the same value: members in their order, duplicates too; integers
/// and decimals with all their digits, reals in their shortest exact form with a point or an exponent. NaN
/// and infinities become strings.
std::string toJson(ValueView value, const JsonStyle& style = {});

/// One line of at most `maxBytes` bytes: compact JSON, or the text itself where the value is one, cut at a
/// character with `…` at the end. Cost: by `maxBytes`, not by the value's size.
std::string previewText(ValueView value, std::size_t maxBytes);

/// The value as the name of a member, for formats whose keys are any values: a text as it is, bytes in
/// hexadecimal, anything else as JSON.
std::string memberNameOf(ValueView value);

/// The ISO 8601 text of a node whose format is a date, time or timestamp: `2026-02-28`, `23:59:59.000001`,
/// `2026-02-28T12:00:00.250Z` (without `Z` for local ones). Years outside of 0 to 9999 have a sign.
std::string isoTimeText(const ValueNode& node);
/// Whether the node has such a format.
bool isTime(const ValueNode& node);

} // namespace eventflow::codec
