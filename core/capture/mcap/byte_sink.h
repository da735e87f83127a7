#pragma once

#include "core/base/result.h"

#include <string_view>

namespace eventflow::capture::mcap {

/// Where a file is written to, from its first byte on: a file, or memory. Thread: that of the writer.
class ByteSink {
public:
    ByteSink() = default;
    ByteSink(const ByteSink&) = delete;
    ByteSink& operator=(const ByteSink&) = delete;
    virtual ~ByteSink() = default;

    /// Appends all of `bytes`. After an error part of them may be there; nothing is written behind it any
    /// more.
    virtual Status write(std::string_view bytes) = 0;
};

} // namespace eventflow::capture::mcap
