#include "core/config/file_stamp.h"

#include <chrono>
#include <system_error>

namespace eventflow::config {

FileStamp stampOf(const std::filesystem::path& file) {
    std::error_code error;
    const auto modified = std::filesystem::last_write_time(file, error);
    if (error) return {};
    const auto bytes = std::filesystem::file_size(file, error);
    if (error) return {};
    const auto sinceEpoch = std::chrono::duration_cast<std::chrono::nanoseconds>(modified.time_since_epoch());
    return {sinceEpoch.count(), bytes, true};
}

} // namespace eventflow::config
