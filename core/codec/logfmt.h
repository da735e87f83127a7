#pragma once

#include "core/codec/decode_failure.h"
#include "core/codec/value_tape.h"

#include <optional>
#include <string_view>

namespace eventflow::codec {

/// Reads one line of logfmt, `level=info msg="a \"b\"" retry`, as an Object of texts; a key without a value
/// is Boolean true. Keys have neither space, `=` nor `"`; values in double quotes have JSON's escapes, others
/// may contain `=`. A line end is allowed at the end. Nothing on success. Lifetime: the tape points into
/// `line`.
std::optional<DecodeFailure> decodeLogfmt(std::string_view line, ValueTape& tape);

} // namespace eventflow::codec
