#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace eventflow::codec {

/// The text of the n-th member's value (from 0) of an object, byte for byte as it was written; empty when
/// there are fewer. Members are counted, not named, because a name may be written with escapes. `json` is
/// valid JSON text of an object: decode it first.
std::string_view memberText(std::string_view json, std::size_t n);

/// Text from a record, fit for a message: in double quotes, without control characters, cut at 64 bytes.
std::string excerpt(std::string_view text);

} // namespace eventflow::codec
