#pragma once

#include "core/admin/plan.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/config/connection.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace eventflow::admin {

/// What was changed on clusters, when and by whom: a file of JSON lines that only grows, readable by its
/// owner only. Each change has an `intent` line before it, with the values it replaces, and an `outcome` line
/// after it, both on the disk before begin() and end() return. An intent without an outcome is a change that
/// may have happened. Several processes may write the same file. Thread: confined.
class AuditLog {
public:
    using Clock = std::function<Timestamp()>;

    /// Makes the file if it is not there; its folder must be. PermissionDenied for a file that is a link, no
    /// plain file, or somebody else's.
    static Result<std::unique_ptr<AuditLog>> open(const std::filesystem::path& file, Clock clock);
    AuditLog(const AuditLog&) = delete;
    AuditLog& operator=(const AuditLog&) = delete;
    ~AuditLog();

    /// Writes down what is about to happen; gives the entry's id. DiskFull, IoError: nothing was written, and
    /// nothing may be changed.
    Result<std::string> begin(const Plan& plan, const config::WritePermit& permit);
    /// Writes down what came of it; `details` are numbers and names, never a record's bytes.
    Status end(const std::string& id, const Status& outcome,
               const std::map<std::string, std::string>& details = {});

    [[nodiscard]] const std::filesystem::path& file() const { return m_file; }

private:
    AuditLog(std::filesystem::path file, int descriptor, Clock clock);
    Status append(std::string line);

    std::filesystem::path m_file;
    int m_descriptor;
    Clock m_clock;
    std::uint64_t m_count = 0;
};

} // namespace eventflow::admin
