#pragma once

#include "core/base/clock.h"
#include "core/codec/schema_lookup.h"
#include "pipelines/registry/registry_reader.h"
#include "pipelines/registry/schema_cache_folder.h"

#include <condition_variable>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace eventflow::registry {

struct SchemaCacheOptions {
    std::size_t maxSchemas = 4096; ///< in memory, and as many unknown ids
    std::size_t maxBytes = 64 * 1024 * 1024;
    Duration notFoundFor = std::chrono::minutes(5); ///< how long an id stays unknown
    Duration troubleFor = std::chrono::seconds(5);  ///< how long a registry in trouble is left in peace
};

/// Schemas by id, asked of a registry once each: kept in memory (the least used go first) and on disk. What
/// cannot be had is remembered as well, so that a topic of undecodable records does not become a storm of
/// requests. Thread: any; while one caller fetches an id the others who want it wait for its result. Time:
/// the clock's.
class CachedSchemaLookup final : public codec::SchemaLookup {
public:
    /// `folder` may be absent. The clock outlives the lookup.
    CachedSchemaLookup(RegistryReader reader, const Clock& clock, std::unique_ptr<SchemaCacheFolder> folder,
                       SchemaCacheOptions options = {});

    Result<std::shared_ptr<const codec::RegisteredSchema>> find(std::int32_t id) override;
    Result<std::shared_ptr<const codec::RegisteredSchema>> findByGuid(std::string_view guid) override;

    /// Forgets what could not be had: after a reconnection, or when the user asks again.
    void forgetFailures();

    struct Counts {
        std::uint64_t fromMemory = 0;
        std::uint64_t fromDisk = 0;
        std::uint64_t fromRegistry = 0;
        std::uint64_t failures = 0;  ///< remembered ones included
        std::uint64_t unwritten = 0; ///< fetched, but not kept on disk: full or not writable
    };
    [[nodiscard]] Counts counts() const;

private:
    using Found = Result<std::shared_ptr<const codec::RegisteredSchema>>;
    struct Entry {
        std::optional<Found> found; ///< nothing while it is fetched
        Timestamp expires = Timestamp::max();
        std::list<std::string>::iterator use; ///< valid once found
        std::size_t bytes = 0;
    };

    Found findKey(const std::string& key);
    Found load(const std::string& key);
    Result<codec::RegisteredSchema> fetch(const std::string& key) const;
    void keep(const std::string& key, const Found& found);
    void drop(std::map<std::string, Entry>::iterator entry);

    const RegistryReader m_reader;
    const Clock& m_clock;
    const std::unique_ptr<SchemaCacheFolder> m_folder;
    const SchemaCacheOptions m_options;

    mutable std::mutex m_mutex; ///< guards everything below; not held while fetching
    std::condition_variable m_fetched;
    std::map<std::string, Entry> m_entries;
    std::list<std::string> m_uses; ///< keys that are found, the last used first
    std::size_t m_bytes = 0;
    Counts m_counts;
};

} // namespace eventflow::registry
