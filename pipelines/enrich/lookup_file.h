#pragma once

#include "core/base/result.h"
#include "core/config/workspace.h"
#include "pipelines/enrich/lookup_rows.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace eventflow::enrich {

/// Reads a table's file: `.json` as an array of objects or an object of objects, anything else as CSV with a
/// header line. In an object of objects the member's name is the key where a row has no such column. Errors
/// name the file, the line (or row) and the cause. `maxBytes`: a larger file is refused.
Result<LookupRows> readLookupFile(const config::LookupTable& table, std::size_t maxBytes);

/// The same for text that is in memory.
Result<LookupRows> parseCsvLookup(std::string_view text, const config::LookupTable& table);
Result<LookupRows> parseJsonLookup(std::string_view text, const config::LookupTable& table);

} // namespace eventflow::enrich
