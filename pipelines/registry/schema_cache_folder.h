#pragma once

#include "core/base/result.h"
#include "core/codec/registered_schema.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace eventflow::registry {

/// The schemas of one registry on disk, a file each, so that captures decode when the registry is away. An
/// entry's content never changes, so entries never grow old; a registry that was made anew below the same
/// address needs its folder deleted. Entries are written beside their place and moved there. Only whole,
/// plain files that belong to this user and that nobody else may write are read; everything else, and what
/// does not fit its own checksum, counts as not there. Thread: any. Bounds: kMaxEntries files, kMaxEntryBytes
/// each.
class SchemaCacheFolder {
public:
    static constexpr std::size_t kMaxEntries = 20'000;
    static constexpr std::size_t kMaxEntryBytes = 32 * 1024 * 1024;

    /// A folder of its own for the registry of this address below `parent`; makes it. Fails with IoError or
    /// PermissionDenied.
    static Result<std::unique_ptr<SchemaCacheFolder>> open(const std::filesystem::path& parent,
                                                           std::string_view registry);

    /// Nothing when it is not there or not to be trusted. `key`: an id in digits or a GUID.
    [[nodiscard]] std::shared_ptr<const codec::RegisteredSchema> read(std::string_view key) const;
    /// Does nothing when the folder is full.
    Status write(std::string_view key, const codec::RegisteredSchema& schema);

    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }

private:
    SchemaCacheFolder(std::filesystem::path folder, std::size_t entries)
        : m_folder(std::move(folder)), m_entries(entries) {}
    [[nodiscard]] std::filesystem::path fileOf(std::string_view key) const;

    std::filesystem::path m_folder;
    std::atomic<std::size_t> m_entries;
};

/// An entry's text: JSON behind a line with its checksum. For SchemaCacheFolder and its fuzzer.
std::string cacheEntryText(std::string_view key, const codec::RegisteredSchema& schema);
Result<codec::RegisteredSchema> parseCacheEntry(std::string_view key, std::string_view text);

} // namespace eventflow::registry
