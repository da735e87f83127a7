#include "pipelines/collect/file_bytes.h"

#include "pipelines/collect/file_reader.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>

namespace eventflow::collect {

Result<std::unique_ptr<FileBytes>> FileBytes::open(const std::filesystem::path& path) {
    const auto file = openRegularFile(path);
    if (!file) return file.error();
    return std::unique_ptr<FileBytes>(new FileBytes(file->descriptor, file->size));
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
