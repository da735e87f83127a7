#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace eventflow::registry {

/// Where a registry's API begins: `https://registry.example:8081/apis/ccompat/v7`.
struct RegistryUrl {
    std::string origin;   ///< scheme, host and port, without a slash at the end
    std::string basePath; ///< empty, or begins with a slash and does not end with one
    bool secure = false;  ///< https
};

/// Refuses what is no address of an API: other schemes, queries, fragments, control characters, and
/// credentials, which belong into the profile. Errors never repeat the text, since it may hold a password.
Result<RegistryUrl> parseRegistryUrl(std::string_view text);

} // namespace eventflow::registry
