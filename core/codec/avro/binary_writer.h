#pragma once

#include "core/base/byte_order.h"
#include "core/base/zigzag.h"

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace eventflow::codec::avro {

/// Appends values in Avro's binary form: defaults of fields, headers of container files.
inline void appendLong(std::string& out, std::int64_t value) {
    char bytes[kMaxZigZagBytes];
    out.append(bytes, writeZigZag(bytes, value));
}

inline void appendFloat(std::string& out, float value) {
    appendLittleEndian(out, std::bit_cast<std::uint32_t>(value));
}

inline void appendDouble(std::string& out, double value) {
    appendLittleEndian(out, std::bit_cast<std::uint64_t>(value));
}

/// A string or bytes: length, then content.
inline void appendSized(std::string& out, std::string_view bytes) {
    appendLong(out, static_cast<std::int64_t>(bytes.size()));
    out += bytes;
}

} // namespace eventflow::codec::avro
