#pragma once

#include "core/base/result.h"
#include "core/model/alert.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <mutex>
#include <span>
#include <string>

namespace eventflow::app {

/// The file of `--alerts-out`: one JSON line per transition. Written beside its place and moved there by
/// finish(), so that a file of this name is always whole. Thread: write() that of the engine, the rest the
/// command's.
class AlertsOut {
public:
    static Result<std::unique_ptr<AlertsOut>> create(const std::filesystem::path& path);
    AlertsOut(const AlertsOut&) = delete;
    AlertsOut& operator=(const AlertsOut&) = delete;
    /// Removes what was not finished.
    ~AlertsOut();

    void write(std::span<const AlertTransition> transitions);
    Status finish();

private:
    AlertsOut(std::filesystem::path target, std::FILE* file);

    std::filesystem::path m_target;
    std::filesystem::path m_partial;
    std::FILE* m_file;
    bool m_failed = false;
};

} // namespace eventflow::app
