#include "pipelines/registry/schema_cache_folder.h"

#include "core/base/hash.h"
#include "core/base/text_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <system_error>

namespace eventflow::registry {

namespace {

std::string hexText(std::uint64_t value) {
    std::array<char, 17> digits{};
    std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(value));
    return digits.data();
}

/// The address, as far as a file may be called so, and its hash, which tells the rest apart.
std::string folderName(std::string_view registry) {
    const std::size_t scheme = registry.find("://");
    std::string name(registry.substr(scheme == std::string_view::npos ? 0 : scheme + 3, 80));
    std::ranges::replace_if(
        name,
        [](char c) { return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')); },
        '_');
    return name + '-' + hexText(hash64(registry));
}

bool isKey(std::string_view key) {
    return !key.empty() && key.size() <= 40 && std::ranges::all_of(key, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-';
    });
}

/// Belongs to this user, and nobody else may write it: what others put there is not ours.
bool isOurs(const std::filesystem::path& path, mode_t type) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 && (status.st_mode & S_IFMT) == type &&
           status.st_uid == ::geteuid() && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

} // namespace

Result<std::unique_ptr<SchemaCacheFolder>> SchemaCacheFolder::open(const std::filesystem::path& parent,
                                                                   std::string_view registry) {
    const std::filesystem::path folder = parent / folderName(registry);
    std::error_code error;
    std::filesystem::create_directories(parent, error);
    if (!error && ::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST)
        error = std::error_code(errno, std::generic_category());
    if (error) return Error{ErrorCode::IoError, "cannot be made: " + error.message()}.at(folder.string());
    if (!isOurs(folder, S_IFDIR))
        return Error{ErrorCode::PermissionDenied,
                     "is no folder of this user alone; delete it or cache schemas elsewhere"}
            .at(folder.string());
    std::size_t entries = 0;
    for (std::filesystem::directory_iterator file(folder, error), end; !error && file != end;
         file.increment(error))
        ++entries;
    return std::unique_ptr<SchemaCacheFolder>(new SchemaCacheFolder(folder, entries));
}

std::filesystem::path SchemaCacheFolder::fileOf(std::string_view key) const {
    return m_folder / (std::string(key) + ".json");
}

std::shared_ptr<const codec::RegisteredSchema> SchemaCacheFolder::read(std::string_view key) const {
    if (!isKey(key)) return nullptr;
    const std::filesystem::path file = fileOf(key);
    if (!isOurs(file, S_IFREG)) return nullptr;
    const auto text = readTextFile(file, kMaxEntryBytes);
    if (!text) return nullptr;
    auto schema = parseCacheEntry(key, *text);
    return schema ? std::make_shared<const codec::RegisteredSchema>(std::move(*schema)) : nullptr;
}

Status SchemaCacheFolder::write(std::string_view key, const codec::RegisteredSchema& schema) {
    if (!isKey(key) || m_entries >= kMaxEntries) return {};
    const std::string text = cacheEntryText(key, schema);
    if (text.size() > kMaxEntryBytes) return {};
    const std::filesystem::path file = fileOf(key);
    std::error_code error;
    const bool isNew = !std::filesystem::exists(std::filesystem::symlink_status(file, error));
    // Two processes may fetch the same schema: each writes a file of its own first.
    const std::filesystem::path own = m_folder / (std::string(key) + '.' + std::to_string(::getpid()));
    if (Status status = writeTextFile(own, text); !status) return status;
    ::chmod(own.c_str(), S_IRUSR | S_IWUSR);
    std::filesystem::rename(own, file, error);
    if (error) {
        std::error_code ignored;
        std::filesystem::remove(own, ignored);
        return Error{ErrorCode::IoError, "cannot be written: " + error.message()}.at(file.string());
    }
    if (isNew) ++m_entries;
    return {};
}

} // namespace eventflow::registry
