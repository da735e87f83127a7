#pragma once

#include "core/admin/owned_record.h"

#include <string>
#include <string_view>
#include <vector>

namespace eventflow::viewmodels {

/// An id that a record shares with others of the same trace or request.
struct TraceId {
    std::string name; ///< of the header or field
    std::string value;
    bool operator==(const TraceId&) const = default;
};

/// Those in the headers, then those in the fields of the value (its JSON): `traceparent` (its trace id),
/// `trace_id`, `x-correlation-id`, `requestId` and the like, in any spelling. Each value once, bounded.
std::vector<TraceId> traceIdsOf(const admin::OwnedRecord& record, std::string_view json);

} // namespace eventflow::viewmodels
