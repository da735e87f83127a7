#pragma once

#include "core/config/connection.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace eventflow::widgets {

/// How a client proves who it is, as one choice instead of three properties.
enum class SecurityKind : std::uint8_t {
    None,
    Tls,
    MutualTls,
    Plain,
    Scram256,
    Scram512,
    OauthBearer, ///< client credentials of OpenID Connect
    AwsMskIam,
    Other, ///< something that is set by properties alone, such as Kerberos
};

/// The parts of a connection that its security consists of.
struct SecurityChoice {
    SecurityKind kind = SecurityKind::None;
    bool encrypted = true; ///< TLS below SASL
    bool verify = true;    ///< the broker's certificate is checked
    std::string caFile;
    std::string certificateFile; ///< the client's own, for TLS alone or below SASL
    std::string keyFile;
    bool keyHasPassphrase = false; ///< the secret `ssl.key.password`
    std::string user;
    config::TokenConnection tokens;
    bool sessionToken = false; ///< the secret `aws.session.token`
};

bool usesSasl(SecurityKind kind);
/// Alone or below SASL.
bool usesTls(const SecurityChoice& choice);

SecurityChoice securityOf(const config::Connection& connection);
/// Replaces what `connection` had of securityOf(); its other properties and secrets stay. Other: changes
/// nothing.
void applySecurity(const SecurityChoice& choice, config::Connection& connection);
/// Whether a property is set by the choice, and not by hand.
bool isSecurityProperty(std::string_view name);

} // namespace eventflow::widgets
