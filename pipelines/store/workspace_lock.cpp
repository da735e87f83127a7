#include "pipelines/store/workspace_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace eventflow::store {

namespace {

std::string errnoText() {
    return std::generic_category().message(errno);
}

/// The digits in the lock file; empty when there are none, as between creating and writing it.
std::string holder(int fd) {
    std::array<char, 32> text{};
    const ssize_t n = ::pread(fd, text.data(), text.size(), 0);
    std::string pid;
    for (ssize_t i = 0; i < n; ++i) {
        const char c = text[static_cast<std::size_t>(i)];
        if (c < '0' || c > '9') break;
        pid += c;
    }
    return pid;
}

} // namespace

Result<WorkspaceLock> WorkspaceLock::acquire(const std::filesystem::path& database) {
    const std::string file = database.string() + ".lock";
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0) {
        const ErrorCode code = errno == EACCES || errno == EROFS ? ErrorCode::PermissionDenied
                               : errno == ENOENT                 ? ErrorCode::NotFound
                               : errno == ENOSPC                 ? ErrorCode::DiskFull
                                                                 : ErrorCode::IoError;
        return Error{code, file + ": cannot create the lock file: " + errnoText() +
                               "; the workspace folder must exist and be writable"};
    }
    WorkspaceLock lock(fd);
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return Error{ErrorCode::IoError, file + ": cannot lock: " + errnoText()};
        const std::string pid = holder(fd);
        return Error{ErrorCode::Locked, file + ": the workspace is in use" +
                                            (pid.empty() ? std::string() : " by process " + pid) +
                                            "; stop that process or open another workspace"};
    }
    const std::string pid = std::to_string(::getpid()) + '\n';
    // Only a courtesy to the next process: on a full disk the lock itself still holds.
    if (::ftruncate(fd, 0) == 0) (void)!::pwrite(fd, pid.data(), pid.size(), 0);
    return lock;
}

WorkspaceLock::~WorkspaceLock() {
    if (m_fd >= 0) ::close(m_fd);
}

} // namespace eventflow::store
