#pragma once

#include "core/config/connection.h"

#include <string>
#include <string_view>

namespace eventflow::auth {

/// The name a connection's secret is stored under: `prod/sasl.password#a1b2…`. The digits are a digest
/// (SHA-256) of everything that decides who gets to see the secret: addresses, TLS and login settings, of the
/// cluster, the registry or the token endpoint, as the secret goes to. A workspace comes from a repository:
/// one that was changed to send a known connection elsewhere, or over a line in the clear, finds no secret.
std::string secretKey(const config::Connection& connection, std::string_view secret);

} // namespace eventflow::auth
