#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace eventflow::registry {

/// Takes secrets out of text that a remote side wrote: some servers and proxies repeat the request.
class SecretScrubber {
public:
    /// Of an authorization header (`Basic …`, `Bearer …`) what follows the scheme is secret. Short secrets
    /// are taken out as whole as long ones; empty ones are none.
    explicit SecretScrubber(std::vector<std::string> secrets);
    [[nodiscard]] std::string clean(std::string_view text) const;

private:
    std::vector<std::string> m_secrets;
};

} // namespace eventflow::registry
