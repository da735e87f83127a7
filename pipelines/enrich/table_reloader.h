#pragma once

#include "core/base/result.h"
#include "core/config/file_stamp.h"
#include "core/config/workspace.h"
#include "pipelines/enrich/enricher.h"

#include <vector>

namespace eventflow::enrich {

/// Puts a new Enricher into the handle when a table's file was written.
/// Thread: confined to the one that calls it (the supervisor, about once a second).
class TableReloader {
public:
    /// `handle` holds what Enricher::load made of the same tags and tables, and outlives this object.
    TableReloader(std::vector<config::StaticTag> tags, std::vector<config::LookupTable> lookups,
                  EnricherHandle& handle);

    /// Looks at modification time and size of every file. True: the tables were loaded anew and workers use
    /// them from their next batch on. An error is returned once per state of the files, and the old tables
    /// stay in use.
    Result<bool> reloadIfChanged();

private:
    [[nodiscard]] std::vector<config::FileStamp> currentStamps() const;

    std::vector<config::StaticTag> m_tags;
    std::vector<config::LookupTable> m_lookups;
    EnricherHandle& m_handle;
    std::vector<config::FileStamp> m_seen; ///< what the last attempt to load saw
};

} // namespace eventflow::enrich
