#pragma once

#include <string>
#include <string_view>

namespace eventflow {

/// RFC 3986 §2.1: everything but letters, digits and `-._~` as `%XX`. For one segment of a path, or one name
/// or value of a query.
std::string percentEncode(std::string_view text);

} // namespace eventflow
