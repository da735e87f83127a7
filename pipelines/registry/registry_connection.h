#pragma once

#include "core/base/result.h"
#include "pipelines/registry/client_identity.h"
#include "pipelines/registry/registry_error.h"
#include "pipelines/registry/registry_options.h"
#include "pipelines/registry/registry_url.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace httplib { // NOLINT(readability-identifier-naming): the library's
class Client;
}

namespace eventflow::registry {

enum class HttpMethod : std::uint8_t { Get, Post, Put, Delete };

/// May a request be sent to the next address when nobody knows whether the first one has seen it?
enum class Repeatable : std::uint8_t { No, Yes };

struct RegistryRequest {
    HttpMethod method = HttpMethod::Get;
    std::string path; ///< below the base path, encoded, with its query
    std::string body; ///< JSON
    Repeatable repeatable = Repeatable::Yes;
};

/// Sends requests to a registry: addresses in turn, credentials, TLS, bounds. Redirections are not followed.
/// Thread: any; requests run side by side, each blocks its caller. Memory: an answer is refused beyond
/// `maxResponseBytes`. Errors: Unavailable, no address answers (each is named with its reason); those of
/// replyError(); LimitExceeded. No error holds a password or token, even when the registry repeats it.
class RegistryConnection {
public:
    /// Fails with InvalidArgument when the options contradict themselves, or the client's certificate and key
    /// can't be used; contacts nobody.
    static Result<std::shared_ptr<RegistryConnection>> create(RegistryOptions options);
    RegistryConnection(const RegistryConnection&) = delete;
    RegistryConnection& operator=(const RegistryConnection&) = delete;
    ~RegistryConnection();

    /// The body of the answer.
    Result<std::string> send(const RegistryRequest& request);

    /// The first address, as it was given: what this registry is called.
    [[nodiscard]] std::string name() const { return m_urls.front().origin + m_urls.front().basePath; }

private:
    struct Attempt;

    RegistryConnection(RegistryOptions options, std::vector<RegistryUrl> urls, ClientIdentity identity);
    Attempt attempt(std::size_t index, const RegistryRequest& request, const std::string& authorization);
    Result<std::string> authorization() const;
    /// Null: TLS does not take the client's certificate.
    std::unique_ptr<httplib::Client> takeClient(std::size_t index);
    void giveBack(std::size_t index, std::unique_ptr<httplib::Client> client);

    const RegistryOptions m_options;
    const std::vector<RegistryUrl> m_urls;
    const ClientIdentity m_identity;
    std::atomic<std::size_t> m_preferred{0};
    std::mutex m_mutex;
    std::vector<std::vector<std::unique_ptr<httplib::Client>>> m_idle; ///< by address; under m_mutex
};

} // namespace eventflow::registry
