#pragma once

#include "core/base/result.h"
#include "pipelines/collect/batch_builder.h"
#include "pipelines/collect/capture_file.h"

#include <cstdint>
#include <memory>

namespace eventflow::collect {

/// Reads the records of one capture, whatever its layout. Thread: confined.
class CaptureReader {
public:
    CaptureReader() = default;
    CaptureReader(const CaptureReader&) = delete;
    CaptureReader& operator=(const CaptureReader&) = delete;
    virtual ~CaptureReader() = default;

    /// Goes on towards the place in the file where reading is to be continued; true when it is reached. Call
    /// it until then, before read(): each call does a part, so that the caller can stop. Corrupt when no
    /// record begins there.
    virtual Result<bool> seek(std::int64_t position) = 0;
    /// Adds records until the batch is full or what they point into ends; there may be none. False when the
    /// capture has ended before any. An error comes after every record before it.
    virtual Result<bool> read(BatchBuilder& batch) = 0;
    /// Keeps the records of the last read() alive.
    [[nodiscard]] virtual std::shared_ptr<const void> storage() const = 0;
    [[nodiscard]] virtual std::uint64_t storedBytes() const = 0;
};

/// For the layout that was detected. `limits`: of one record.
std::unique_ptr<CaptureReader> makeCaptureReader(CaptureFile file, std::size_t maxRecordBytes);

} // namespace eventflow::collect
