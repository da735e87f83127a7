#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace eventflow::auth {

struct Url {
    std::string scheme; ///< `http` or `https`
    std::string host;   ///< an IPv6 address in brackets
    std::string port;   ///< empty: the scheme's
    std::string path;   ///< with the query; at least `/`

    /// `https://host:8443`.
    [[nodiscard]] std::string origin() const;
    /// Reaches nobody but this machine.
    [[nodiscard]] bool isLoopback() const;
};

/// Nothing for what is no http or https address, or one with a user and password in it.
std::optional<Url> parseUrl(std::string_view text);

} // namespace eventflow::auth
