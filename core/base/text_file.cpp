#include "core/base/text_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <system_error>

namespace eventflow {

Result<std::string> readTextFile(const std::filesystem::path& file, std::size_t maxBytes) {
    std::error_code error;
    // Opening a folder succeeds and reading a pipe waits.
    const auto status = std::filesystem::status(file, error);
    if (!std::filesystem::exists(status))
        return Error{ErrorCode::NotFound, "there is no such file"}.at(file.string());
    if (!std::filesystem::is_regular_file(status))
        return Error{ErrorCode::IoError, "is not a file"}.at(file.string());
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return Error{ErrorCode::IoError, "cannot be opened; check that you may read it"}.at(file.string());
    std::string text;
    char buffer[16 * 1024];
    while (in.read(buffer, sizeof buffer) || in.gcount() > 0) {
        text.append(buffer, static_cast<std::size_t>(in.gcount()));
        if (text.size() > maxBytes)
            return Error{ErrorCode::LimitExceeded,
                         "is larger than " + std::to_string(maxBytes / 1024) + " KiB"}
                .at(file.string());
    }
    if (in.bad()) return Error{ErrorCode::IoError, "cannot be read"}.at(file.string());
    return text;
}

Status writeTextFile(const std::filesystem::path& path, std::string_view text) {
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

} // namespace eventflow
