#include "core/capture/mcap/crc32.h"

#include <zlib.h>

namespace eventflow::capture::mcap {

std::uint32_t crc32(std::string_view bytes, std::uint32_t before) {
    if (bytes.empty()) return before; // zlib takes a null pointer for a question
    return static_cast<std::uint32_t>(
        ::crc32_z(before, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

} // namespace eventflow::capture::mcap
