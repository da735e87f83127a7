#pragma once

#include "core/base/result.h"
#include "core/config/file_stamp.h"
#include "core/notify/marks.h"

#include <filesystem>
#include <functional>
#include <optional>

namespace eventflow::automate {

/// `alert-marks.yaml` of a workspace: silences and acknowledgements. Not in the database, so that they can be
/// made while another process runs the workspace, which notices the change of the file as it does with rule
/// files; so that a replay that starts its database anew has them too; and so that they can be read, edited
/// and kept in git (ADR 11). Thread: confined; any number of processes.
class MarksFile {
public:
    /// What the file holds now is taken to be loaded already.
    explicit MarksFile(std::filesystem::path file);

    [[nodiscard]] const std::filesystem::path& path() const { return m_file; }
    /// No marks when there is no such file.
    [[nodiscard]] Result<notify::Marks> load() const;
    /// Looks at modification time and size; nothing when they are as they were. Once per state of the file.
    std::optional<Result<notify::Marks>> loadIfChanged();
    /// Reads, lets `edit` change the marks and writes them, unless it fails; one process at a time, the
    /// others wait. The file is replaced as a whole: comments in it are lost.
    Status change(const std::function<Status(notify::Marks&)>& edit) const;

private:
    std::filesystem::path m_file;
    config::FileStamp m_seen;
};

} // namespace eventflow::automate
