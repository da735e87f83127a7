#pragma once

#include "core/base/result.h"

#include <memory>
#include <string>
#include <vector>

struct evp_pkey_st;
struct ssl_ctx_st;
struct x509_st;

namespace eventflow::registry {

/// Who a client is in mutual TLS: its certificate, those between it and its authority, and its key. Empty:
/// nobody. The key is read here and not by the HTTP client, which would ask for a passphrase on the terminal.
/// Thread: a value; any.
class ClientIdentity {
public:
    /// PEM files; without either the identity is empty. InvalidArgument says which file can't be used, and
    /// whether a passphrase is missing or wrong; none is ever in it.
    static Result<ClientIdentity> load(const std::string& certificateFile, const std::string& keyFile,
                                       const std::string& passphrase);

    /// False: the library refuses it, a weak key for instance.
    [[nodiscard]] bool useIn(ssl_ctx_st& context) const;

private:
    std::vector<std::shared_ptr<x509_st>> m_chain; ///< its own certificate first
    std::shared_ptr<evp_pkey_st> m_key;
};

} // namespace eventflow::registry
