#pragma once

#include "core/browse/record_text.h"
#include "core/feed/cluster.h"
#include "widgets/viewmodels/browse_rows.h"
#include "widgets/viewmodels/masking.h"
#include "widgets/viewmodels/payload_reader.h"

#include <QString>

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace eventflow::widgets {

/// What a table knows of a record: all but its headers and what its previews cut off.
admin::OwnedRecord beginningOf(const viewmodels::BrowseRows::Place& row);
/// Whether beginningOf() is all of it.
bool isWhole(const viewmodels::BrowseRows::Place& row);

/// How records are written for somebody else: whole and masked. Blocks on the cluster where the table does
/// not have all of a record. Thread: confined to a worker; may outlive the screen.
class RecordWriter {
public:
    RecordWriter(std::shared_ptr<feed::Cluster> cluster, std::shared_ptr<viewmodels::PayloadReader> payloads,
                 std::shared_ptr<const viewmodels::MaskingRules> masking, browse::RecordFormat format);

    /// Appends one record; with a heading where the format has one and nothing was written yet.
    Status append(std::string& out, const viewmodels::BrowseRows::Place& row, const std::stop_token& stop);

private:
    std::shared_ptr<feed::Cluster> m_cluster;
    std::shared_ptr<viewmodels::PayloadReader> m_payloads;
    std::shared_ptr<const viewmodels::MaskingRules> m_masking;
    browse::RecordFormat m_format;
    bool m_begun = false;
};

/// Writes rows to a file that appears when it is complete. `onProgress`: rows so far, on the calling thread.
/// The number of rows that are written. Errors: IoError, those of the cluster; Cancelled.
Result<std::size_t> exportRows(const viewmodels::BrowseRows& rows, RecordWriter writer, const QString& path,
                               const std::function<void(std::size_t)>& onProgress,
                               const std::stop_token& stop);

} // namespace eventflow::widgets
