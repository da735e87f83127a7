#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <functional>
#include <span>
#include <string_view>

namespace eventflow::enrich {

/// One record of a CSV file. The views end with the call; `line` is where the record starts, from 1.
using CsvRow = std::function<Status(std::span<const std::string_view> fields, std::size_t line)>;

/// Reads comma-separated values as RFC 4180 defines them: lines end with CRLF or LF, fields may be in double
/// quotes and then hold commas, line breaks and doubled quotes. A byte order mark is skipped, and so are
/// empty lines. An error names the line: of the file's own grammar, or the first one `row` returns.
Status readCsv(std::string_view text, const CsvRow& row);

} // namespace eventflow::enrich
