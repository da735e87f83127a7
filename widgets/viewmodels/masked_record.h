#pragma once

#include "core/admin/owned_record.h"
#include "widgets/viewmodels/masking.h"
#include "widgets/viewmodels/payload_reader.h"

namespace eventflow::viewmodels {

/// Hides in a record what the rules say; whether anything was. A binary value becomes the masked JSON of what
/// it was read as, for its bytes would give away what its fields hide; one that was not understood is hidden
/// as a whole.
bool maskRecord(admin::OwnedRecord& record, const ReadPayload& payload, const MaskingRules& masking);

} // namespace eventflow::viewmodels
