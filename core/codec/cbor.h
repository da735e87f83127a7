#pragma once

#include "core/codec/decode_failure.h"
#include "core/codec/value_tape.h"

#include <optional>
#include <string_view>

namespace eventflow::codec {

/// Reads one CBOR data item (RFC 8949) that takes the whole payload; lengths may be indefinite. Nothing on
/// success. Tags 1 (epoch time), 2 and 3 (bignum), 4 (decimal fraction), 5 (bigfloat) and 37 (UUID) give
/// values of their meaning, 0 (a time as text) and 55799 (self-described) their content; any other tag, or
/// one of these around what it does not allow, is an Object with one member `tag(N)`. Keys that are no text
/// become their JSON text. `undefined` is Null, other simple values are Integer, both of format Extension.
/// Lifetime: the tape points into the payload. Thread: any.
std::optional<DecodeFailure> decodeCbor(std::string_view payload, ValueTape& tape);

} // namespace eventflow::codec
