#pragma once

#include <string>
#include <string_view>

/// URI references as far as JSON Schema needs them (RFC 3986 §5.2, no queries).
namespace eventflow::schema {

struct SplitReference {
    std::string_view document; ///< without the fragment
    std::string fragment;      ///< percent-decoded, without `#`
};
SplitReference splitReference(std::string_view reference);

/// `ref` as seen from a document at `base`, both without fragments.
std::string resolveReference(std::string_view base, std::string_view ref);

/// A step of a JSON pointer as text: `~` and `/` escaped.
std::string escapePointerToken(std::string_view token);
std::string unescapePointerToken(std::string_view token);

} // namespace eventflow::schema
