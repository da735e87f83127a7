#include "pipelines/collect/file_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>

namespace eventflow::collect {

Error fileError(const char* operation, int errorNumber) {
    ErrorCode code = ErrorCode::IoError;
    if (errorNumber == ENOENT)
        code = ErrorCode::NotFound;
    else if (errorNumber == EACCES || errorNumber == EPERM)
        code = ErrorCode::PermissionDenied;
    else if (errorNumber == ENOSPC || errorNumber == EDQUOT)
        code = ErrorCode::DiskFull;
    return {code, std::string(operation) + " failed: " + std::generic_category().message(errorNumber)};
}

Result<OpenedFile> openRegularFile(const std::filesystem::path& path) {
    // O_NONBLOCK: opening a pipe must not wait for its writer. It means nothing for a regular file.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) return fileError("open", errno);
    struct stat info {};
    if (::fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode)) {
        ::close(descriptor);
        return Error{ErrorCode::InvalidArgument, "not a regular file; name a capture file"};
    }
    return OpenedFile{descriptor, static_cast<std::uint64_t>(info.st_size)};
}

Result<std::unique_ptr<FileReader>> FileReader::open(const std::filesystem::path& path) {
    const auto file = openRegularFile(path);
    if (!file) return file.error();
    ::posix_fadvise(file->descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
    return std::unique_ptr<FileReader>(new FileReader(file->descriptor, file->size));
}

FileReader::~FileReader() {
    ::close(m_descriptor);
}

Result<std::size_t> FileReader::read(std::span<char> target) {
    for (;;) {
        const ssize_t got =
            ::pread(m_descriptor, target.data(), target.size(), static_cast<off_t>(m_position));
        if (got >= 0) {
            m_position += static_cast<std::uint64_t>(got);
            return static_cast<std::size_t>(got);
        }
        if (errno != EINTR) return fileError("read", errno).at("byte " + std::to_string(m_position));
    }
}

Result<std::uint64_t> FileReader::skip(std::uint64_t count) {
    const std::uint64_t there = m_size > m_position ? m_size - m_position : 0;
    const std::uint64_t skipped = std::min(count, there);
    m_position += skipped;
    return skipped;
}

} // namespace eventflow::collect
