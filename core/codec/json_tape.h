#pragma once

#include "core/codec/decode_failure.h"
#include "core/codec/value_tape.h"

#include <optional>
#include <string_view>

namespace eventflow::codec {

/// Reads JSON text (RFC 8259) onto the tape with nothing lost: members in their order, duplicates too, and
/// every number exact. A number is Integer, Unsigned or Real where that kind holds its value; else it stays
/// as it is written, Text with ValueFormat::Decimal (`1e400`, `0.1234567890123456789`). Nodes end with
/// their last byte. Accepts what JsonDecoder accepts, and numbers of any size. Nothing on success.
/// Lifetime: the tape points into `json`. Thread: any. Cost: for what a person looks at and for bodies in
/// other formats; the hot path has JsonDecoder.
std::optional<DecodeFailure> decodeJson(std::string_view json, ValueTape& tape);

} // namespace eventflow::codec
