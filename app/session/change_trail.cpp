#include "app/session/change_trail.h"

#include "pipelines/runtime/system_clock.h"

#include <algorithm>
#include <cstdlib>

namespace eventflow::app {

namespace {

/// Names of groups may hold anything; names of files may not.
std::string fileNameOf(const std::string& text) {
    std::string name = text.substr(0, 100);
    std::ranges::replace_if(
        name,
        [](char c) {
            return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                     c == '_');
        },
        '_');
    return name;
}

} // namespace

Result<std::filesystem::path> ChangeTrail::folder() const {
    if (m_workspace) return *m_workspace;
    const char* state = std::getenv("XDG_STATE_HOME");
    const char* home = std::getenv("HOME");
    std::filesystem::path folder;
    if (state && *state == '/')
        folder = state;
    else if (home && *home == '/')
        folder = std::filesystem::path(home) / ".local" / "state";
    else
        return Error{ErrorCode::NotFound, "neither XDG_STATE_HOME nor HOME is set, so that there is no place "
                                          "for the audit log; use a workspace"};
    folder /= "eventflow";
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return Error{ErrorCode::IoError, folder.string() + ": " + error.message()};
    return folder;
}

Result<std::unique_ptr<admin::AuditLog>> ChangeTrail::openAudit() const {
    const auto folder = this->folder();
    if (!folder) return folder.error();
    return admin::AuditLog::open(*folder / "audit.ndjson", [] { return runtime::SystemClock().now(); });
}

Result<std::filesystem::path> ChangeTrail::undoFile(const std::string& group) const {
    const auto folder = this->folder();
    if (!folder) return folder.error();
    const std::int64_t now = toMs(runtime::SystemClock().now());
    return *folder / ("offsets-" + fileNameOf(group) + '-' + std::to_string(now) + ".csv");
}

} // namespace eventflow::app
