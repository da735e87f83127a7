#include "pipelines/admin/new_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace eventflow::admin {

Status writeNewFile(const std::filesystem::path& file, std::string_view text) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0)
        return Error{errno == EEXIST ? ErrorCode::AlreadyExists : ErrorCode::IoError,
                     file.string() + ": cannot be made: " + std::strerror(errno)};
    int error = 0;
    while (!text.empty() && error == 0) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written > 0)
            text.remove_prefix(static_cast<std::size_t>(written));
        else if (written == 0 || errno != EINTR)
            error = written == 0 ? ENOSPC : errno;
    }
    if (error == 0 && fsync(descriptor) != 0) error = errno;
    ::close(descriptor);
    if (error == 0) return {};
    ::unlink(file.c_str());
    return Error{error == ENOSPC ? ErrorCode::DiskFull : ErrorCode::IoError,
                 file.string() + ": cannot be written: " + std::strerror(error)};
}

} // namespace eventflow::admin
