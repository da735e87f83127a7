#pragma once

#include "core/base/result.h"

#include <chrono>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::kafka {

/// `host:port`.
struct Endpoint {
    std::string host; ///< without brackets
    std::string port;

    [[nodiscard]] std::string text() const;
};

/// Nothing for what is no host with a port. A listener in front (`SSL://host:9093`) is left out.
std::optional<Endpoint> parseEndpoint(std::string_view text);
/// Where an advertised address is reached from here: see config::Connection::addresses.
Endpoint reachedAt(const Endpoint& advertised, const std::map<std::string, std::string>& addresses);

/// The numeric addresses of a host, at most eight. Blocks as long as the system's resolver does.
Result<std::vector<std::string>> lookUp(const Endpoint& endpoint);

/// A TCP connection that closes itself. Blocking calls on it end after the time-out given to connectTo().
class Socket {
public:
    explicit Socket(int descriptor) : m_descriptor(descriptor) {}
    Socket(Socket&& other) noexcept;
    Socket& operator=(Socket&& other) noexcept;
    ~Socket();

    [[nodiscard]] int get() const { return m_descriptor; }

private:
    int m_descriptor = -1;
};

/// Tries each address of the host in turn. Unavailable with a reason a person can act on.
Result<Socket> connectTo(const Endpoint& endpoint, std::chrono::milliseconds timeout,
                         const std::stop_token& stop);

} // namespace eventflow::kafka
