#pragma once

#include "core/base/result.h"
#include "core/capture/mcap/byte_buffer.h"
#include "core/capture/mcap/compression.h"

#include <memory>
#include <string_view>

namespace eventflow::capture::mcap {

/// What a chunk's records become in the file.
struct CompressedRecords {
    Compression compression = Compression::None;
    std::string_view bytes;
};

/// Compresses one chunk after another, with the memory of the one before. Thread: confined.
class Compressor {
public:
    /// `level`: of zstd.
    Compressor(Compression compression, int level);
    ~Compressor();
    Compressor(Compressor&&) noexcept;
    Compressor& operator=(Compressor&&) noexcept;

    /// The records themselves where compression makes them no smaller, or so small that a reader would
    /// suspect a decompression bomb. Lifetime: until the next call, or of `records`.
    Result<CompressedRecords> compress(std::string_view records);

private:
    struct Context;

    Result<std::size_t> zstd(std::string_view records);
    Result<std::size_t> lz4(std::string_view records);

    Compression m_compression;
    int m_level;
    std::unique_ptr<Context> m_context;
    ByteBuffer m_out;
};

} // namespace eventflow::capture::mcap
