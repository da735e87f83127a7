#include "pipelines/automate/marks_file.h"

#include "core/base/text_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace eventflow::automate {

namespace {

/// Waits for its turn to change a file; the kernel ends the turn of a process that ends. On a file beside it,
/// because the file itself is replaced.
class Turn {
public:
    static Result<Turn> wait(const std::filesystem::path& file) {
        const std::string lock = file.string() + ".lock";
        Turn turn(::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
        if (turn.m_fd < 0)
            return Error{ErrorCode::IoError, lock + ": cannot be created: " + std::strerror(errno) +
                                                 "; the workspace folder must exist and be writable"};
        while (::flock(turn.m_fd, LOCK_EX) != 0)
            if (errno != EINTR)
                return Error{ErrorCode::IoError, lock + ": cannot be locked: " + std::strerror(errno)};
        return turn;
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    Turn(Turn&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    Turn& operator=(Turn&&) = delete;
    ~Turn() {
        if (m_fd >= 0) ::close(m_fd);
    }

private:
    explicit Turn(int fd) : m_fd(fd) {}
    int m_fd;
};

} // namespace

MarksFile::MarksFile(std::filesystem::path file) : m_file(std::move(file)), m_seen(config::stampOf(m_file)) {}

Result<notify::Marks> MarksFile::load() const {
    auto text = readTextFile(m_file, notify::Marks::kMaxBytes);
    if (text) return notify::marksFromYaml(*text, m_file.string());
    if (text.error().code == ErrorCode::NotFound) return notify::Marks();
    return text.error();
}

std::optional<Result<notify::Marks>> MarksFile::loadIfChanged() {
    const config::FileStamp stamp = config::stampOf(m_file);
    if (stamp == m_seen) return std::nullopt;
    m_seen = stamp;
    return load();
}

Status MarksFile::change(const std::function<Status(notify::Marks&)>& edit) const {
    const auto turn = Turn::wait(m_file);
    if (!turn) return turn.error();
    auto marks = load();
    if (!marks) return marks.error();
    if (Status status = edit(*marks); !status) return status;
    return writeTextFile(m_file, notify::toYaml(*marks));
}

} // namespace eventflow::automate
