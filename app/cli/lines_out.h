#pragma once

#include "core/base/result.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>

namespace eventflow::app {

/// A file of JSON lines, as `--alerts-out` names one. Written beside its place and moved there by
/// finish(), so that a file of this name is always whole. Thread: write() that of the engine, the rest the
/// command's.
class LinesOut {
public:
    static Result<std::unique_ptr<LinesOut>> create(const std::filesystem::path& path);
    LinesOut(const LinesOut&) = delete;
    LinesOut& operator=(const LinesOut&) = delete;
    /// Removes what was not finished.
    ~LinesOut();

    /// Without its newline.
    void write(std::string_view line);
    Status finish();

private:
    LinesOut(std::filesystem::path target, std::FILE* file);

    std::filesystem::path m_target;
    std::filesystem::path m_partial;
    std::FILE* m_file;
    bool m_failed = false;
};

} // namespace eventflow::app
