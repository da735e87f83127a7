#include "pipelines/admin/audit_log.h"

#include "core/base/json_writer.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace eventflow::admin {
namespace {

Error failed(const std::filesystem::path& file, const char* what, int error) {
    const ErrorCode code = error == ENOSPC || error == EDQUOT || error == EFBIG  ? ErrorCode::DiskFull
                           : error == EACCES || error == EPERM || error == ELOOP ? ErrorCode::PermissionDenied
                                                                                 : ErrorCode::IoError;
    return {code, "audit log " + file.string() + ": " + what + ": " + std::strerror(error) +
                      "; without it no change is made"};
}

std::string userName() {
    std::array<char, 4096> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    if (getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found)
        return entry.pw_name;
    return "uid " + std::to_string(geteuid());
}

/// Holds the file against other processes.
class FileLock {
public:
    explicit FileLock(int descriptor) : m_descriptor(descriptor) {
        while (flock(m_descriptor, LOCK_EX) != 0 && errno == EINTR) {
        }
    }
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    ~FileLock() { flock(m_descriptor, LOCK_UN); }

private:
    int m_descriptor;
};

int writeAll(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return written == 0 ? ENOSPC : errno;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

/// A crash in the middle of a line must not swallow the next one.
bool endsInsideLine(int descriptor, off_t size) {
    char last = '\n';
    return size > 0 && pread(descriptor, &last, 1, size - 1) == 1 && last != '\n';
}

void addChanges(JsonWriter& json, const Plan& plan) {
    json.key("changes").beginArray();
    for (const Change& change : plan.changes) {
        json.beginObject().key("what").string(change.what);
        json.key("before").string(change.before).key("after").string(change.after).endObject();
    }
    json.endArray().key("warnings").beginArray();
    for (const std::string& warning : plan.warnings)
        json.string(warning);
    json.endArray();
}

void addTexts(JsonWriter& json, const char* name, const std::map<std::string, std::string>& texts) {
    json.key(name).beginObject();
    for (const auto& [key, value] : texts)
        json.key(key).string(value);
    json.endObject();
}

} // namespace

AuditLog::AuditLog(std::filesystem::path file, int descriptor, Clock clock)
    : m_file(std::move(file)), m_descriptor(descriptor), m_clock(std::move(clock)) {}

AuditLog::~AuditLog() {
    ::close(m_descriptor);
}

Result<std::unique_ptr<AuditLog>> AuditLog::open(const std::filesystem::path& file, Clock clock) {
    // A link could lead elsewhere, and a pipe would make us wait for its reader.
    const int descriptor = ::open(
        file.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, S_IRUSR | S_IWUSR);
    if (descriptor < 0) return failed(file, "cannot be opened", errno);
    auto log = std::unique_ptr<AuditLog>(new AuditLog(file, descriptor, std::move(clock)));
    struct stat status {};
    if (fstat(descriptor, &status) != 0) return failed(file, "cannot be looked at", errno);
    if (!S_ISREG(status.st_mode)) return failed(file, "is no plain file", EACCES);
    if (status.st_uid != geteuid()) return failed(file, "belongs to somebody else", EACCES);
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0 && fchmod(descriptor, S_IRUSR | S_IWUSR) != 0)
        return failed(file, "cannot be made private", errno);
    return log;
}

Result<std::string> AuditLog::begin(const Plan& plan, const config::WritePermit& permit) {
    const Timestamp now = m_clock();
    const std::string id =
        std::to_string(toNs(now)) + '-' + std::to_string(getpid()) + '-' + std::to_string(++m_count);
    JsonWriter json;
    json.beginObject().key("entry").string("intent").key("id").string(id);
    json.key("at").string(formatIso8601(now)).key("user").string(userName());
    json.key("connection").string(permit.connection());
    json.key("environment").string(toString(permit.environment()));
    json.key("action").string(toString(plan.action)).key("target").string(plan.target);
    addTexts(json, "parameters", plan.parameters);
    addChanges(json, plan);
    json.endObject();
    if (Status status = append(std::move(json).take()); !status) return status.error();
    return id;
}

Status AuditLog::end(const std::string& id, const Status& outcome,
                     const std::map<std::string, std::string>& details) {
    JsonWriter json;
    json.beginObject().key("entry").string("outcome").key("id").string(id);
    json.key("at").string(formatIso8601(m_clock())).key("result").string(outcome ? "done" : "failed");
    if (!outcome) {
        json.key("error").beginObject().key("code").string(eventflow::toString(outcome.error().code));
        json.key("detail").string(outcome.error().detail).endObject();
    }
    addTexts(json, "details", details);
    json.endObject();
    return append(std::move(json).take());
}

Status AuditLog::append(std::string line) {
    line += '\n';
    const FileLock lock(m_descriptor);
    struct stat status {};
    if (fstat(m_descriptor, &status) != 0) return failed(m_file, "cannot be looked at", errno);
    // Deleted or moved away: what is written now nobody would find.
    if (status.st_nlink == 0) return failed(m_file, "was deleted while it was open", ENOENT);
    if (endsInsideLine(m_descriptor, status.st_size)) line.insert(0, 1, '\n');
    int error = writeAll(m_descriptor, line);
    if (error == 0 && fsync(m_descriptor) != 0) error = errno;
    if (error == 0) return {};
    // No half line stays behind; if even that fails, the next entry starts on a line of its own.
    static_cast<void>(::ftruncate(m_descriptor, status.st_size) == 0);
    return failed(m_file, "cannot be written", error);
}

} // namespace eventflow::admin
