#include "pipelines/kafka/network_probe.h"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

namespace eventflow::kafka {

namespace {

constexpr std::size_t kMaxAddresses = 8;
/// How long a wait goes on without looking at the stop request.
constexpr int kSliceMs = 100;

using AddressList = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

Result<AddressList> addressesOf(const Endpoint& endpoint) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int failure = getaddrinfo(endpoint.host.c_str(), endpoint.port.c_str(), &hints, &found);
    if (failure == 0) return AddressList(found, freeaddrinfo);
    const std::string reason = failure == EAI_NONAME
                                   ? "this name is not known; check its spelling, and whether it "
                                     "needs a VPN or a tunnel"
                                   : gai_strerror(failure);
    return Error{ErrorCode::Unavailable, endpoint.host + ": " + reason};
}

std::string describe(int error) {
    switch (error) {
    case ECONNREFUSED:
        return "refused: nothing listens there";
    case ETIMEDOUT:
        return "no answer: a firewall may drop the packets";
    case ENETUNREACH:
    case EHOSTUNREACH:
        return "there is no way to that network from here";
    default:
        return std::strerror(error);
    }
}

/// The error of a connection under way, 0 when it is there.
int awaitConnection(int descriptor, std::chrono::milliseconds timeout, const std::stop_token& stop) {
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    pollfd waited{descriptor, POLLOUT, 0};
    while (std::chrono::steady_clock::now() < deadline) {
        if (stop.stop_requested()) return ECANCELED;
        if (poll(&waited, 1, kSliceMs) <= 0) continue;
        int error = 0;
        socklen_t size = sizeof error;
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size);
        return error;
    }
    return ETIMEDOUT;
}

int connectSocket(int descriptor, const addrinfo& address, std::chrono::milliseconds timeout,
                  const std::stop_token& stop) {
    const int flags = fcntl(descriptor, F_GETFL);
    fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
    if (connect(descriptor, address.ai_addr, address.ai_addrlen) != 0) {
        if (errno != EINPROGRESS) return errno;
        if (const int error = awaitConnection(descriptor, timeout, stop); error != 0) return error;
    }
    fcntl(descriptor, F_SETFL, flags);
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(timeout);
    const timeval limit{seconds.count(), std::chrono::microseconds(timeout - seconds).count()};
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    return 0;
}

} // namespace

std::string Endpoint::text() const {
    return host.find(':') == std::string::npos ? host + ':' + port : '[' + host + "]:" + port;
}

std::optional<Endpoint> parseEndpoint(std::string_view text) {
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    if (const std::size_t scheme = text.find("://"); scheme != std::string_view::npos)
        text.remove_prefix(scheme + 3);
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    Endpoint endpoint{std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
    if (endpoint.host.starts_with('[') && endpoint.host.ends_with(']'))
        endpoint.host = endpoint.host.substr(1, endpoint.host.size() - 2);
    const bool number = !endpoint.port.empty() && endpoint.port.size() <= 5 &&
                        endpoint.port.find_first_not_of("0123456789") == std::string::npos;
    if (!number || endpoint.host.empty()) return std::nullopt;
    return endpoint;
}

Endpoint reachedAt(const Endpoint& advertised, const std::map<std::string, std::string>& addresses) {
    const auto other = addresses.find(advertised.text());
    if (other == addresses.end()) return advertised;
    return parseEndpoint(other->second).value_or(advertised);
}

Result<std::vector<std::string>> lookUp(const Endpoint& endpoint) {
    auto list = addressesOf(endpoint);
    if (!list) return list.error();
    std::vector<std::string> texts;
    for (const addrinfo* item = list->get(); item && texts.size() < kMaxAddresses; item = item->ai_next) {
        std::array<char, NI_MAXHOST> host{};
        if (getnameinfo(item->ai_addr, item->ai_addrlen, host.data(), host.size(), nullptr, 0,
                        NI_NUMERICHOST) == 0 &&
            std::ranges::find(texts, host.data()) == texts.end())
            texts.emplace_back(host.data());
    }
    return texts;
}

Socket::Socket(Socket&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

Socket& Socket::operator=(Socket&& other) noexcept {
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

Socket::~Socket() {
    if (m_descriptor >= 0) close(m_descriptor);
}

Result<Socket> connectTo(const Endpoint& endpoint, std::chrono::milliseconds timeout,
                         const std::stop_token& stop) {
    auto list = addressesOf(endpoint);
    if (!list) return list.error();
    int error = EHOSTUNREACH;
    std::size_t tried = 0;
    for (const addrinfo* item = list->get(); item && tried < kMaxAddresses; item = item->ai_next, ++tried) {
        Socket socket(::socket(item->ai_family, item->ai_socktype | SOCK_CLOEXEC, item->ai_protocol));
        if (socket.get() < 0) continue;
        error = connectSocket(socket.get(), *item, timeout, stop);
        if (error == 0) return socket;
        if (error == ECANCELED) return Error{ErrorCode::Cancelled, "cancelled"};
    }
    return Error{ErrorCode::Unavailable, endpoint.text() + ": " + describe(error)};
}

} // namespace eventflow::kafka
