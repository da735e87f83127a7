#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

namespace eventflow::test {

/// An OpenID Connect issuer on the loopback interface: `POST /token` for client credentials, `GET /jwks` with
/// the key that signs its tokens (RS256). Knows one client: `bench`, secret `bench-secret/+ %`. Thread: any.
class TokenIssuer {
public:
    static constexpr const char* kClientId = "bench";
    static constexpr const char* kClientSecret = "bench-secret/+ %";

    TokenIssuer();
    TokenIssuer(const TokenIssuer&) = delete;
    TokenIssuer& operator=(const TokenIssuer&) = delete;
    ~TokenIssuer();

    [[nodiscard]] std::string tokenUrl() const { return m_origin + "/token"; }
    [[nodiscard]] std::string keysUrl() const { return m_origin + "/jwks"; }

    [[nodiscard]] int tokensIssued() const { return m_issued; }
    /// The scope of the last request.
    [[nodiscard]] std::string lastScope() const;
    /// From now on.
    void setLifetime(std::chrono::seconds lifetime) { m_lifetimeSeconds = lifetime.count(); }
    /// What /token answers instead; an empty body ends that.
    void answerWith(int status, std::string body);

private:
    struct Server;

    std::string m_origin;
    std::atomic<int> m_issued = 0;
    std::atomic<std::int64_t> m_lifetimeSeconds = 3600;
    std::unique_ptr<Server> m_server;
};

} // namespace eventflow::test
