#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <span>

namespace eventflow::capture::mcap {

/// A file that is read at any place: mapped, opened, or in memory. Thread: that of the reader.
class ByteSource {
public:
    ByteSource() = default;
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;
    virtual ~ByteSource() = default;

    /// In bytes. Asked once, when a file is opened: what is appended later is not seen.
    [[nodiscard]] virtual std::uint64_t size() const = 0;
    /// Fills `out` with the bytes from `offset` on. The caller asks for nothing behind size(); a file that
    /// became shorter meanwhile is an error.
    virtual Status readAt(std::uint64_t offset, std::span<char> out) = 0;
};

} // namespace eventflow::capture::mcap
