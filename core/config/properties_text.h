#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace eventflow::config {

struct PropertyLine {
    std::string name;
    std::string value;
    int line = 0; ///< where it begins, from 1
};

/// Reads Java's `.properties` (java.util.Properties.load): `name=value`, `name: value` or `name value`, `#`
/// and `!` comments, lines that go on after a backslash, `\n`, `\t` and `\uXXXX`. A file of kcat or
/// librdkafka, one `name=value` a line, is the same without escapes. Of a name that comes twice, the last
/// counts. Errors: ParseError with the line; LimitExceeded above 1 MiB or 10,000 properties.
Result<std::vector<PropertyLine>> parseProperties(std::string_view text);

} // namespace eventflow::config
