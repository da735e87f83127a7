#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace eventflow {

/// RFC 4648: §4 with padding, or §5 (`-` and `_`) without, as JSON Web Tokens and URLs have it.
enum class Base64 { Standard, UrlSafe };

std::string toBase64(std::string_view bytes, Base64 alphabet = Base64::Standard);
/// Padding may be there or not, in either alphabet; nothing for anything else that does not belong.
std::optional<std::string> fromBase64(std::string_view text, Base64 alphabet = Base64::Standard);

} // namespace eventflow
