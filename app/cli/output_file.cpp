#include "app/cli/output_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace eventflow::app {

Status writeOutputFile(const std::filesystem::path& path, std::string_view text) {
    std::filesystem::path partial = path;
    partial += ".partial";
    const auto failed = [&](const char* reason) {
        std::error_code ignored;
        std::filesystem::remove(partial, ignored);
        return Error{ErrorCode::IoError, path.string() + ": cannot be written: " + reason};
    };
    std::FILE* file = std::fopen(partial.c_str(), "wbe");
    if (file == nullptr) return failed(std::strerror(errno));
    bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    written &= std::fflush(file) == 0 && fsync(fileno(file)) == 0;
    written &= std::fclose(file) == 0;
    if (!written) return failed(std::strerror(errno));
    std::error_code error;
    std::filesystem::rename(partial, path, error);
    if (error) return failed(error.message().c_str());
    return {};
}

} // namespace eventflow::app
