#pragma once

#include "core/base/arena.h"
#include "core/interchange/imported_record.h"

#include <string_view>

namespace eventflow::interchange {

/// Takes a line of `kcat -J` apart. kcat writes binary keys, headers and payloads raw between the quotes,
/// escaping only what is below 0x20, `"` and `\`; so strings are read as bytes and not as UTF-8, and every
/// byte comes back. A payload or key that is a JSON value (`kcat -s avro`) is given as its text. Null is
/// null; missing is null for a key and an error for a payload. Lifetime: views point into `line`, which has
/// kValuePadding readable bytes behind it, and into `arena`; views of the value have them too. False when the
/// line is not such an object; `error` then says why and where (column, from 1), in `arena`.
[[nodiscard]] bool parseKcatLine(std::string_view line, Arena& arena, ImportedRecord& out,
                                 std::string_view& error);

/// `% Reached end of topic …`: what kcat prints to stderr, mixed into its output.
[[nodiscard]] inline bool isKcatStatus(std::string_view line) {
    return line.size() >= 2 && line[0] == '%' && line[1] == ' ';
}

} // namespace eventflow::interchange
