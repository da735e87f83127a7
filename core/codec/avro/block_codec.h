#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace eventflow::codec::avro {

/// How the blocks of a container file are compressed.
enum class BlockCodec : std::uint8_t { None, Deflate, Snappy, Zstandard };
/// As a file's header writes it: `null`, `deflate`, `snappy`, `zstandard`.
const char* toString(BlockCodec codec);
std::optional<BlockCodec> parseBlockCodec(std::string_view name);

/// What no block may become: more bytes than this, or more than this many times its compressed size once it
/// is larger than `kFreeBytes`.
inline constexpr std::size_t kMaxBlockBytes = 64 * 1024 * 1024;
inline constexpr std::size_t kMaxBlockRatio = 200;
inline constexpr std::size_t kFreeBytes = 16 * 1024 * 1024;

/// Decompresses a block into `scratch`; the result is a view into it, or of `block` itself where nothing is
/// compressed. Memory: never more than the limits above. Errors: Corrupt, LimitExceeded.
Result<std::string_view> decompressBlock(BlockCodec codec, std::string_view block, std::string& scratch);

} // namespace eventflow::codec::avro
