#include "pipelines/capture/capture_file_sink.h"

#include "pipelines/collect/file_reader.h"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <limits>
#include <utility>

namespace eventflow::capture {

using collect::fileError;

Result<std::unique_ptr<CaptureFileSink>> CaptureFileSink::create(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor < 0 && errno == EEXIST)
        return Error{ErrorCode::AlreadyExists, "is there already; name another file or remove it"}.at(
            path.string());
    if (descriptor < 0) return fileError("create", errno).at(path.string());
    return std::unique_ptr<CaptureFileSink>(new CaptureFileSink(path, descriptor));
}

CaptureFileSink::~CaptureFileSink() {
    ::close(m_descriptor);
}

Status CaptureFileSink::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return fileError("write", errno).at(m_path.string());
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Status CaptureFileSink::sync() {
    if (::fdatasync(m_descriptor) != 0) return fileError("fdatasync", errno).at(m_path.string());
    return {};
}

std::uint64_t CaptureFileSink::freeBytes() const {
    struct statvfs info {};
    if (::fstatvfs(m_descriptor, &info) != 0) return std::numeric_limits<std::uint64_t>::max();
    return std::uint64_t{info.f_bavail} * info.f_frsize;
}

} // namespace eventflow::capture
