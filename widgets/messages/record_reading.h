#pragma once

#include "core/admin/owned_record.h"
#include "widgets/stream/record_inspector.h"
#include "widgets/viewmodels/masking.h"
#include "widgets/viewmodels/payload_reader.h"
#include "widgets/viewmodels/trace_ids.h"

#include <memory>

namespace eventflow::widgets {

/// A record with what was made of it: what the detail shows.
struct RecordReading {
    std::shared_ptr<const feed::RecordPreview> record; ///< masked
    RecordInspector::Reading reading;
    QString summary;     ///< `Avro · shop.Order · schema 42`
    bool masked = false; ///< something of it is hidden
    std::vector<viewmodels::TraceId> traceIds;
};

/// `valueBytes`: of the whole value, of which `record` may have only the beginning. May wait for the
/// registry: not for the GUI thread.
RecordReading readRecord(const admin::OwnedRecord& record, std::size_t valueBytes,
                         viewmodels::PayloadReader& payloads, const viewmodels::MaskingRules& masking);

} // namespace eventflow::widgets
