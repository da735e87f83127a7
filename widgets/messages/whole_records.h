#pragma once

#include "core/browse/record_text.h"
#include "core/feed/cluster.h"
#include "widgets/viewmodels/browse_rows.h"
#include "widgets/viewmodels/masking.h"
#include "widgets/viewmodels/payload_reader.h"

#include <QString>

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace eventflow::widgets {

/// What a table knows of a record: all but its headers and what its previews cut off.
admin::OwnedRecord beginningOf(const viewmodels::BrowseRows::Place& row);
/// Whether beginningOf() is all of it.
bool isWhole(const viewmodels::BrowseRows::Place& row);

struct FetchedRecord {
    admin::OwnedRecord record;
    bool whole = true; ///< false: it is no longer in the topic, and this is what the table has of it
};
/// The records of some rows, in their order; what the table does not have all of comes from the cluster, in
/// one pass. Blocks. `onFetched`: how many have come so far, on the calling thread; may be empty. Holds all
/// of the records at once.
Result<std::vector<FetchedRecord>> fetchRows(feed::Cluster& cluster,
                                             std::span<const viewmodels::BrowseRows::Place> rows,
                                             const std::function<void(std::size_t)>& onFetched,
                                             const std::stop_token& stop);

/// How records are written for somebody else: masked. May wait for the registry. Thread: confined to a
/// worker; may outlive the screen.
class RecordWriter {
public:
    RecordWriter(std::shared_ptr<viewmodels::PayloadReader> payloads,
                 std::shared_ptr<const viewmodels::MaskingRules> masking, browse::RecordFormat format);

    /// Appends one record; with a heading where the format has one and nothing was written yet.
    void append(std::string& out, admin::OwnedRecord record);

private:
    std::shared_ptr<viewmodels::PayloadReader> m_payloads;
    std::shared_ptr<const viewmodels::MaskingRules> m_masking;
    browse::RecordFormat m_format;
    bool m_begun = false;
};

/// So much of records is fetched at a time, unless a single one is larger.
inline constexpr std::size_t kExportWindowBytes = 32 * 1024 * 1024;
inline constexpr std::size_t kExportWindowRows = 20'000;

/// Writes rows to a file that appears when it is complete. `onProgress`: rows so far, on the calling thread.
/// The number of rows that are written. Errors: IoError, those of the cluster; Cancelled.
Result<std::size_t> exportRows(feed::Cluster& cluster, const viewmodels::BrowseRows& rows,
                               RecordWriter writer, const QString& path,
                               const std::function<void(std::size_t)>& onProgress,
                               const std::stop_token& stop);

} // namespace eventflow::widgets
