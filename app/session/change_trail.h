#pragma once

#include "core/base/result.h"
#include "pipelines/admin/audit_log.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace eventflow::app {

/// Where it is written down what was changed on clusters: a workspace, or without one the user's state folder
/// ($XDG_STATE_HOME/eventflow). Thread: a value; any.
class ChangeTrail {
public:
    explicit ChangeTrail(std::optional<std::filesystem::path> workspace)
        : m_workspace(std::move(workspace)) {}

    /// `audit.ndjson` there.
    [[nodiscard]] Result<std::unique_ptr<admin::AuditLog>> openAudit() const;
    /// Where the old offsets of a group go: beside the audit log, named after the group and the time.
    [[nodiscard]] Result<std::filesystem::path> undoFile(const std::string& group) const;

private:
    [[nodiscard]] Result<std::filesystem::path> folder() const;

    std::optional<std::filesystem::path> m_workspace;
};

} // namespace eventflow::app
