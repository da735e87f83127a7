#pragma once

#include "core/model/record.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace eventflow::codec {

/// What appendKcatLine() writes.
struct KcatFields {
    std::string_view topic;
    std::int32_t partition = 0;
    std::int64_t offset = 0;
    std::int64_t tsMs = 0; ///< CreateTime, milliseconds since the epoch
    NullableBytes key;
    NullableBytes payload;
    std::span<const Header> headers{}; ///< left out when there are none
};

/// Appends a line as `kcat -J` prints it: bytes from 0x80 stay as they are, so that parseKcatLine() gets
/// every byte back.
void appendKcatLine(std::string& out, const KcatFields& fields);

} // namespace eventflow::codec
