#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <span>

namespace eventflow::collect {

/// A sequence of bytes that is read once, from front to back: a file as stored, or what its decompression
/// gives. Thread: confined. Errors name the stored byte; the caller adds the file's name.
class ByteReader {
public:
    ByteReader() = default;
    ByteReader(const ByteReader&) = delete;
    ByteReader& operator=(const ByteReader&) = delete;
    virtual ~ByteReader() = default;

    /// Fills the front of `target`, which is not empty; 0 at the end. An error comes only after everything
    /// before it was handed out, and again at every further call.
    virtual Result<std::size_t> read(std::span<char> target) = 0;
    /// Passes over `count` bytes; gives how many there were. The default reads them.
    virtual Result<std::uint64_t> skip(std::uint64_t count);
    /// How many bytes of the file, as stored, have been used.
    [[nodiscard]] virtual std::uint64_t storedBytes() const = 0;
};

} // namespace eventflow::collect
