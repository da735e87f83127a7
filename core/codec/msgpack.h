#pragma once

#include "core/codec/decode_failure.h"
#include "core/codec/value_tape.h"

#include <optional>
#include <string_view>

namespace eventflow::codec {

/// Reads one MessagePack value (msgpack.org's specification of 2017) that takes the whole payload. Nothing on
/// success. A `str` that is not UTF-8, as old producers write it, is Bytes. Keys that are no text become
/// their JSON text: `{1:…}` has a member `1`. The timestamp extension is a time; any other one is Bytes of
/// format Extension: its type byte, then its data. Lifetime: the tape points into the payload. Thread: any.
std::optional<DecodeFailure> decodeMsgpack(std::string_view payload, ValueTape& tape);

} // namespace eventflow::codec
