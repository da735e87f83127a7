#include "pipelines/collect/file_bytes.h"

#include "pipelines/collect/file_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>

namespace eventflow::collect {

Result<std::unique_ptr<FileBytes>> FileBytes::open(const std::filesystem::path& path) {
    // O_NONBLOCK: opening a pipe must not wait for its writer. It means nothing for a regular file.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) return fileError("open", errno);
    struct stat info {};
    if (::fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode)) {
        ::close(descriptor);
        return Error{ErrorCode::InvalidArgument, "not a regular file; name a capture file"};
    }
    return std::unique_ptr<FileBytes>(new FileBytes(descriptor, static_cast<std::uint64_t>(info.st_size)));
}

FileBytes::~FileBytes() {
    ::close(m_descriptor);
}

Status FileBytes::readAt(std::uint64_t offset, std::span<char> out) {
    while (!out.empty()) {
        const ssize_t got = ::pread(m_descriptor, out.data(), out.size(), static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR) continue;
        const std::string place = "byte " + std::to_string(offset);
        if (got < 0) return fileError("read", errno).at(place);
        if (got == 0)
            return Error{ErrorCode::Corrupt, "the file has become shorter while it is read"}.at(place);
        offset += static_cast<std::uint64_t>(got);
        out = out.subspan(static_cast<std::size_t>(got));
    }
    m_farthest = std::max(m_farthest, offset);
    return {};
}

} // namespace eventflow::collect
