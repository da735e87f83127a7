#pragma once

#include <cstdint>
#include <filesystem>

namespace eventflow::config {

/// What a file looked like: another stamp means that it was written since.
struct FileStamp {
    std::int64_t modifiedNs = 0;
    std::uint64_t bytes = 0;
    bool exists = false;
    bool operator==(const FileStamp&) const = default;
};
FileStamp stampOf(const std::filesystem::path& file);

} // namespace eventflow::config
