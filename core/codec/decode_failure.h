#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace eventflow::codec {

/// Why a payload is not what a decoder reads: the place and the cause in plain words, without the decoder's
/// name: `string of 5,027,309,937 bytes, but only 3 are left`.
struct DecodeFailure {
    std::size_t byte = 0; ///< from the payload's first byte
    std::string reason;
    std::string path; ///< where in the schema, `order.items[3].price`; empty at the top or without a schema
};

} // namespace eventflow::codec
