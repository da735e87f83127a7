#pragma once

#include "core/base/result.h"
#include "pipelines/collect/capture_format.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace eventflow::collect {

/// Where a capture's bytes go. Thread: confined. After an error it is of no more use.
class ByteWriter {
public:
    ByteWriter() = default;
    ByteWriter(const ByteWriter&) = delete;
    ByteWriter& operator=(const ByteWriter&) = delete;
    virtual ~ByteWriter() = default;

    virtual Status write(std::string_view bytes) = 0;
    /// Writes what is held back. Called once, last.
    virtual Status finish() = 0;
    /// How many bytes have come out at the file's end of it.
    [[nodiscard]] virtual std::uint64_t storedBytes() const = 0;
};

/// Writes to an open descriptor, which stays open.
std::unique_ptr<ByteWriter> makeDescriptorWriter(int descriptor);
/// Compresses (zstd at level 3, gzip at 6) on the way to `target`.
std::unique_ptr<ByteWriter> makeCompressor(Compression compression, std::unique_ptr<ByteWriter> target);

} // namespace eventflow::collect
