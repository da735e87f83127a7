#include "core/config/secret_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace eventflow::config {

bool isSecretName(std::string_view property) {
    std::string key(property);
    for (char& c : key)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    // sasl.oauthbearer.token.endpoint.url is an address, and ssl.key.location a file.
    if (key.ends_with(".location") || key.ends_with(".url")) return false;
    static constexpr std::array<std::string_view, 7> kExact{"ssl.key.pem",
                                                            "ssl_key",
                                                            "ssl.keystore.key",
                                                            "sasl.jaas.config",
                                                            "sasl.oauthbearer.config",
                                                            "basic.auth.user.info",
                                                            "schema.registry.basic.auth.user.info"};
    static constexpr std::array<std::string_view, 6> kParts{"password", "secret",  "passphrase",
                                                            "token",    "api.key", "ssl.keystore.key"};
    return std::ranges::find(kExact, key) != kExact.end() ||
           std::ranges::any_of(kParts,
                               [&](std::string_view part) { return key.find(part) != std::string::npos; });
}

} // namespace eventflow::config
