#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <utility>

namespace eventflow::store {

/// Holds a workspace for one process: an advisory lock (flock) on `<database>.lock`. The kernel releases it
/// when the process ends, however it ends; the file stays and carries the last holder's process id.
class WorkspaceLock {
public:
    /// Locked, with the holder's process id where it is known.
    static Result<WorkspaceLock> acquire(const std::filesystem::path& database);
    WorkspaceLock(const WorkspaceLock&) = delete;
    WorkspaceLock& operator=(const WorkspaceLock&) = delete;
    WorkspaceLock(WorkspaceLock&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    WorkspaceLock& operator=(WorkspaceLock&&) = delete;
    ~WorkspaceLock();

private:
    explicit WorkspaceLock(int fd) : m_fd(fd) {}
    int m_fd;
};

} // namespace eventflow::store
