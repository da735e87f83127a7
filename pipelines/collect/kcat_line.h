#pragma once

#include "core/base/arena.h"
#include "core/model/record.h"

#include <string_view>

namespace eventflow::collect {

/// One line of `kcat -J`.
struct KcatLine {
    std::string_view topic;
    std::int32_t partition = 0;
    Record record; ///< all but its stream
};

/// Takes a line of `kcat -J` apart. kcat writes binary keys, headers and payloads raw between the quotes,
/// escaping only what is below 0x20, `"` and `\`; so strings are read as bytes and not as UTF-8, and every
/// byte comes back. A payload or key that is a JSON value (`kcat -s avro`) is given as its text. Null is
/// null; missing is null for a key and an error for a payload. Lifetime: views point into `line`, which has
/// kValuePadding readable bytes behind it, and into `arena`; views of the value have them too. False when the
/// line is not such an object; `error` then says why and where (column, from 1), in `arena`.
[[nodiscard]] bool parseKcatLine(std::string_view line, Arena& arena, KcatLine& out, std::string_view& error);

/// Whether the object, as far as it can be read, has kcat's keys: a line that is damaged further back still
/// tells the format. kValuePadding bytes behind `line` are readable.
[[nodiscard]] bool looksLikeKcat(std::string_view line);

} // namespace eventflow::collect
