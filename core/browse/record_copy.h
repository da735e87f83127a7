#pragma once

#include "core/model/record.h"

namespace eventflow::browse {

/// Copies a record into the batch's arena, with kValuePadding readable bytes behind the value.
void copyRecord(RecordBatch& out, const Record& record);

/// Keys, values and headers.
[[nodiscard]] std::size_t recordBytes(const Record& record);

} // namespace eventflow::browse
