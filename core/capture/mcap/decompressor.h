#pragma once

#include "core/base/result.h"
#include "core/capture/mcap/byte_buffer.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace eventflow::capture::mcap {

/// Decompresses the records of one chunk after another. Thread: confined.
class Decompressor {
public:
    Decompressor();
    ~Decompressor();
    Decompressor(Decompressor&&) noexcept;
    Decompressor& operator=(Decompressor&&) noexcept;

    /// Fills `out` with exactly `uncompressedSize` bytes. `compression` by its name in the file.
    /// Errors: Unsupported for another compression, LimitExceeded for a size no honest writer declares
    /// (nothing is allocated then), Corrupt where the bytes become more or fewer than declared.
    Status decompress(std::string_view compression, std::string_view compressed,
                      std::uint64_t uncompressedSize, ByteBuffer& out);

private:
    struct Contexts;

    Status zstd(std::string_view compressed, ByteBuffer& out);
    Status lz4(std::string_view compressed, ByteBuffer& out);

    std::unique_ptr<Contexts> m_contexts;
};

} // namespace eventflow::capture::mcap
