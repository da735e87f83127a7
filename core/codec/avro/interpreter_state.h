#pragma once

#include "core/codec/avro/interpreter.h"
#include "core/base/json_writer.h"

#include <bit>
#include <cstring>

// What the loop calls for every value becomes part of it.
#define EVENTFLOW_INLINE [[gnu::always_inline]] inline

namespace eventflow::codec::avro {

/// Lives in registers as long as nobody takes its address: only inlined functions get it.
struct Interpreter::State {
    const char* at;
    const char* first; ///< of the value that is being read
    const char* begin;
    const char* end;
    ValueNode* base;  ///< the tape's first node
    ValueNode* out;   ///< where the next node goes
    ValueNode* limit; ///< behind the nodes that there is room for

    [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end - at); }
    [[nodiscard]] std::uint32_t offset() const { return static_cast<std::uint32_t>(first - begin); }
    [[nodiscard]] std::uint32_t place() const { return static_cast<std::uint32_t>(out - base); }
};

/// Most texts are short and ASCII: a few loads, which may overlap, and the thorough look only where it is
/// needed. A loop over bytes would be vectorised, which costs short texts more than it saves long ones.
EVENTFLOW_INLINE bool isText(const char* data, std::size_t size) {
    constexpr std::uint64_t kHighBits = 0x8080808080808080U;
    const auto load = [](const char* from, auto into) {
        std::memcpy(&into, from, sizeof(into));
        return into;
    };
    std::uint64_t seen = 0;
    if (size >= 8) {
        for (const char* at = data; at < data + size - 8; at += 8)
            if ((load(at, std::uint64_t{}) & kHighBits) != 0) return isValidUtf8({data, size});
        seen = load(data + size - 8, std::uint64_t{});
    } else if (size >= 4) {
        seen = load(data, std::uint32_t{}) | load(data + size - 4, std::uint32_t{});
    } else if (size > 0) {
        seen = static_cast<unsigned char>(data[0] | data[size / 2] | data[size - 1]);
    }
    return (seen & kHighBits) == 0 || isValidUtf8({data, size});
}

template <typename Bits>
EVENTFLOW_INLINE Bits loadLittleEndian(const char* at) {
    Bits bits = 0;
    std::memcpy(&bits, at, sizeof(bits));
    static_assert(std::endian::native == std::endian::little);
    return bits;
}

} // namespace eventflow::codec::avro
