#pragma once

#include "core/capture/mcap/byte_sink.h"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace eventflow::capture {

/// A new file that a capture is written to. Thread: confined.
class CaptureFileSink final : public mcap::ByteSink {
public:
    /// AlreadyExists rather than another file's end: a recording is not made again.
    static Result<std::unique_ptr<CaptureFileSink>> create(const std::filesystem::path& path);
    ~CaptureFileSink() override;

    /// DiskFull and IoError name the file.
    Status write(std::string_view bytes) override;
    /// What was written survives a loss of power.
    Status sync();
    /// What the file's disk has left for this user; the largest number there is where nobody knows.
    [[nodiscard]] std::uint64_t freeBytes() const;
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    CaptureFileSink(std::filesystem::path path, int descriptor)
        : m_path(std::move(path)), m_descriptor(descriptor) {}

    std::filesystem::path m_path;
    int m_descriptor;
};

} // namespace eventflow::capture
