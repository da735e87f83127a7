#pragma once

#include "core/base/result.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace eventflow::registry {

/// How to reach a schema registry and who asks. Either user and password, or a token, or neither.
struct RegistryOptions {
    /// Addresses of one registry, tried in turn: the one that answered last comes first.
    std::vector<std::string> urls;
    std::string user;
    std::string password;
    /// Asked before each request, so that a token may be renewed. Called from any thread.
    std::function<Result<std::string>()> bearerToken;
    std::string caFile;                ///< PEM; empty: the system's authorities
    std::string clientCertificateFile; ///< PEM; with its key, or neither
    std::string clientKeyFile;
    std::string clientKeyPassphrase; ///< of an encrypted key
    std::chrono::milliseconds connectTimeout{5'000};
    std::chrono::milliseconds requestTimeout{15'000}; ///< from the connection to the answer's last byte
    std::size_t maxResponseBytes = 16 * 1024 * 1024;  ///< after decompression
};

} // namespace eventflow::registry
