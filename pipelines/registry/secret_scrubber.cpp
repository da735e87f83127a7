#include "pipelines/registry/secret_scrubber.h"

#include <algorithm>

namespace eventflow::registry {

SecretScrubber::SecretScrubber(std::vector<std::string> secrets) : m_secrets(std::move(secrets)) {
    for (std::string& secret : m_secrets)
        for (const std::string_view scheme : {std::string_view("Basic "), std::string_view("Bearer ")})
            if (secret.starts_with(scheme)) secret.erase(0, scheme.size());
    std::erase(m_secrets, std::string());
    // A secret that holds another one goes first.
    std::ranges::sort(m_secrets, std::ranges::greater(), &std::string::size);
}

std::string SecretScrubber::clean(std::string_view text) const {
    std::string out(text);
    for (const std::string& secret : m_secrets)
        for (std::size_t at = out.find(secret); at != std::string::npos; at = out.find(secret, at + 3))
            out.replace(at, secret.size(), "***");
    return out;
}

} // namespace eventflow::registry
