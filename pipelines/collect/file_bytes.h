#pragma once

#include "core/capture/mcap/byte_source.h"

#include <filesystem>
#include <memory>

namespace eventflow::collect {

/// The bytes of a regular file at any place. It is read, not mapped: a file that is truncated meanwhile is an
/// error and not the end of the process. Thread: confined.
class FileBytes final : public capture::mcap::ByteSource {
public:
    /// Errors as of FileReader::open.
    static Result<std::unique_ptr<FileBytes>> open(const std::filesystem::path& path);
    ~FileBytes() override;

    [[nodiscard]] std::uint64_t size() const override { return m_size; }
    Status readAt(std::uint64_t offset, std::span<char> out) override;
    /// How far the file has been read: behind the farthest byte.
    [[nodiscard]] std::uint64_t farthest() const { return m_farthest; }

private:
    FileBytes(int descriptor, std::uint64_t size) : m_descriptor(descriptor), m_size(size) {}

    int m_descriptor;
    std::uint64_t m_size;
    std::uint64_t m_farthest = 0;
};

} // namespace eventflow::collect
