#include "core/codec/avro/block_codec.h"

#include <snappy.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <memory>

namespace eventflow::codec::avro {

namespace {

constexpr std::array<const char*, 4> kNames{"null", "deflate", "snappy", "zstandard"};
constexpr std::size_t kStepBytes = 256 * 1024;
constexpr int kMaxWindowLog = 27;
constexpr std::size_t kCrcBytes = 4;

std::size_t allowedBytes(std::size_t compressed) {
    return std::min(kMaxBlockBytes, std::max(kFreeBytes, compressed * kMaxBlockRatio));
}

Error tooLarge(std::size_t compressed) {
    return {ErrorCode::LimitExceeded, "a block of " + std::to_string(compressed) +
                                          " bytes becomes more than " +
                                          std::to_string(allowedBytes(compressed)) + " bytes"};
}

Error corrupt(const char* codec, const char* cause) {
    return {ErrorCode::Corrupt, std::string("not a block of ") + codec + ": " + cause};
}

Result<std::string_view> inflateBlock(std::string_view block, std::string& out) {
    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
        return Error{ErrorCode::LimitExceeded, "no memory to inflate"};
    const std::unique_ptr<z_stream, decltype(&inflateEnd)> guard(&stream, inflateEnd);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(block.data())); // zlib only reads it
    stream.avail_in = static_cast<uInt>(block.size());
    std::size_t used = 0;
    int state = Z_OK;
    while (state == Z_OK) {
        if (used > allowedBytes(block.size())) return tooLarge(block.size());
        if (out.size() - used < kStepBytes) out.resize(used + kStepBytes);
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + used);
        stream.avail_out = static_cast<uInt>(kStepBytes);
        state = inflate(&stream, Z_NO_FLUSH);
        used += kStepBytes - stream.avail_out;
    }
    if (state == Z_BUF_ERROR) return corrupt("deflate", "it ends within its data");
    if (state != Z_STREAM_END)
        return corrupt("deflate", stream.msg != nullptr ? stream.msg : "unknown fault");
    if (stream.avail_in > 0) return corrupt("deflate", "bytes follow its data");
    if (used > allowedBytes(block.size())) return tooLarge(block.size());
    return std::string_view(out.data(), used);
}

Result<std::string_view> unzstdBlock(std::string_view block, std::string& out) {
    const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), ZSTD_freeDCtx);
    if (!context ||
        ZSTD_isError(ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kMaxWindowLog)) != 0)
        return Error{ErrorCode::LimitExceeded, "no memory to decompress"};
    ZSTD_inBuffer input{block.data(), block.size(), 0};
    std::size_t used = 0;
    std::size_t state = 1;
    while (state != 0) {
        if (used > allowedBytes(block.size())) return tooLarge(block.size());
        if (out.size() - used < kStepBytes) out.resize(used + kStepBytes);
        ZSTD_outBuffer output{out.data() + used, kStepBytes, 0};
        state = ZSTD_decompressStream(context.get(), &output, &input);
        if (ZSTD_isError(state) != 0) return corrupt("zstandard", ZSTD_getErrorName(state));
        used += output.pos;
        if (state != 0 && output.pos < output.size && input.pos == input.size)
            return corrupt("zstandard", "it ends within its data");
    }
    if (input.pos < input.size) return corrupt("zstandard", "bytes follow its data");
    if (used > allowedBytes(block.size())) return tooLarge(block.size());
    return std::string_view(out.data(), used);
}

/// Snappy's data, then the CRC-32 of what it becomes, big-endian.
Result<std::string_view> unsnappyBlock(std::string_view block, std::string& out) {
    if (block.size() < kCrcBytes) return corrupt("snappy", "too short for its checksum");
    const std::string_view data = block.substr(0, block.size() - kCrcBytes);
    std::size_t size = 0;
    if (!snappy::GetUncompressedLength(data.data(), data.size(), &size))
        return corrupt("snappy", "it has no length");
    if (size > allowedBytes(block.size())) return tooLarge(block.size());
    if (out.size() < size) out.resize(size);
    if (!snappy::RawUncompress(data.data(), data.size(), out.data()))
        return corrupt("snappy", "it breaks its format");
    std::uint32_t wanted = 0;
    for (const char c : block.substr(data.size()))
        wanted = (wanted << 8) | static_cast<unsigned char>(c);
    const uLong crc = crc32(0, reinterpret_cast<const Bytef*>(out.data()), static_cast<uInt>(size));
    if (crc != wanted) return corrupt("snappy", "its checksum does not match");
    return std::string_view(out.data(), size);
}

} // namespace

const char* toString(BlockCodec codec) {
    return kNames[static_cast<std::size_t>(codec)];
}

std::optional<BlockCodec> parseBlockCodec(std::string_view name) {
    const auto found = std::ranges::find(kNames, name);
    if (found == kNames.end()) return std::nullopt;
    return static_cast<BlockCodec>(found - kNames.begin());
}

Result<std::string_view> decompressBlock(BlockCodec codec, std::string_view block, std::string& scratch) {
    if (block.size() > kMaxBlockBytes)
        return Error{ErrorCode::LimitExceeded, "a block of " + std::to_string(block.size()) +
                                                   " bytes; more than " + std::to_string(kMaxBlockBytes) +
                                                   " are refused"};
    switch (codec) {
    case BlockCodec::Deflate:
        return inflateBlock(block, scratch);
    case BlockCodec::Snappy:
        return unsnappyBlock(block, scratch);
    case BlockCodec::Zstandard:
        return unzstdBlock(block, scratch);
    case BlockCodec::None:
        break;
    }
    return block;
}

} // namespace eventflow::codec::avro
