#include "app/cli/lines_out.h"

#include <cerrno>
#include <cstring>
#include <utility>

namespace eventflow::app {

namespace {

std::filesystem::path partialName(const std::filesystem::path& target) {
    std::filesystem::path name = target;
    name += ".partial";
    return name;
}

} // namespace

LinesOut::LinesOut(std::filesystem::path target, std::FILE* file)
    : m_target(std::move(target)), m_partial(partialName(m_target)), m_file(file) {}

LinesOut::~LinesOut() {
    if (m_file == nullptr) return;
    std::fclose(m_file);
    std::error_code ignored;
    std::filesystem::remove(m_partial, ignored);
}

Result<std::unique_ptr<LinesOut>> LinesOut::create(const std::filesystem::path& path) {
    std::FILE* file = std::fopen(partialName(path).c_str(), "wbe");
    if (file == nullptr)
        return Error{ErrorCode::IoError, path.string() + ": cannot be written: " + std::strerror(errno)};
    return std::unique_ptr<LinesOut>(new LinesOut(path, file));
}

void LinesOut::write(std::string_view line) {
    m_failed |=
        std::fwrite(line.data(), 1, line.size(), m_file) != line.size() || std::fputc('\n', m_file) == EOF;
}

Status LinesOut::finish() {
    const bool closed = std::fclose(std::exchange(m_file, nullptr)) == 0;
    std::error_code error;
    if (m_failed || !closed) {
        std::filesystem::remove(m_partial, error);
        return Error{ErrorCode::IoError, m_target.string() + ": not written completely; is the disk full?"};
    }
    std::filesystem::rename(m_partial, m_target, error);
    if (error) return Error{ErrorCode::IoError, m_target.string() + ": " + error.message()};
    return {};
}

} // namespace eventflow::app
