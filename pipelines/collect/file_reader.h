#pragma once

#include "pipelines/collect/byte_reader.h"

#include <filesystem>
#include <memory>

namespace eventflow::collect {

/// A regular file that was opened for reading. Whoever gets it closes it.
struct OpenedFile {
    int descriptor = -1;
    std::uint64_t size = 0;
};
/// NotFound, PermissionDenied; InvalidArgument for what is no regular file, which is not waited for.
Result<OpenedFile> openRegularFile(const std::filesystem::path& path);

/// The bytes of a regular file, with large reads: a mapping would be as fast, but a file that is truncated
/// while it is read would end the process instead of the file. Thread: confined.
class FileReader final : public ByteReader {
public:
    static Result<std::unique_ptr<FileReader>> open(const std::filesystem::path& path);
    ~FileReader() override;

    Result<std::size_t> read(std::span<char> target) override;
    Result<std::uint64_t> skip(std::uint64_t count) override;
    [[nodiscard]] std::uint64_t storedBytes() const override { return m_position; }
    /// When it was opened.
    [[nodiscard]] std::uint64_t size() const { return m_size; }
    /// Back to the first byte.
    void rewind() { m_position = 0; }

private:
    FileReader(int descriptor, std::uint64_t size) : m_descriptor(descriptor), m_size(size) {}

    int m_descriptor;
    std::uint64_t m_size;
    std::uint64_t m_position = 0;
};

/// The error for `errno` after an operation on a file: `open failed: No such file or directory`.
Error fileError(const char* operation, int errorNumber);

} // namespace eventflow::collect
