#pragma once

#include "core/base/arena.h"
#include "core/base/result.h"
#include "core/config/file_stamp.h"
#include "core/config/workspace.h"
#include "core/model/event.h"
#include "pipelines/enrich/lookup_file.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace eventflow::enrich {

/// Static tags and lookup tables, loaded: adds tags to events, never overwrites one.
/// Immutable, so all workers share it; swapped whole when a table's file changes.
class Enricher {
public:
    /// Reads the tables. Errors name file, line and cause. Bounded: 1 M rows, 256 MiB.
    static Result<std::shared_ptr<const Enricher>> load(const std::vector<config::StaticTag>& tags,
                                                        const std::vector<config::LookupTable>& lookups,
                                                        std::uint64_t version);
    /// Replaces `event.tags` by a longer list in `arena` when there is something to add.
    void apply(Event& event, Arena& arena) const;
    [[nodiscard]] bool empty() const;
    /// Grows with every reload; caches of enriched results compare it.
    [[nodiscard]] std::uint64_t version() const { return m_version; }
    /// Of each table's file, from just before it was read.
    [[nodiscard]] std::span<const config::FileStamp> stamps() const;
    ~Enricher();

private:
    Enricher();
    struct Impl;
    std::unique_ptr<Impl> m_impl;
    std::uint64_t m_version = 0;
};

/// The current Enricher. Workers read it once a batch.
/// Thread: any (locks).
class EnricherHandle {
public:
    explicit EnricherHandle(std::shared_ptr<const Enricher> initial) : m_current(std::move(initial)) {}
    [[nodiscard]] std::shared_ptr<const Enricher> get() const {
        const std::lock_guard lock(m_mutex);
        return m_current;
    }
    void set(std::shared_ptr<const Enricher> next) {
        const std::lock_guard lock(m_mutex);
        m_current = std::move(next);
    }

private:
    mutable std::mutex m_mutex;
    std::shared_ptr<const Enricher> m_current;
};

} // namespace eventflow::enrich
