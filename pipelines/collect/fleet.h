#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::collect {

enum class HostRole : std::uint8_t { Web, Api, Db };

/// A simulated machine.
struct Host {
    std::string name; ///< `web-01`
    std::string_view tenant;
    std::string_view service; ///< `web`
    std::string_view region;
    HostRole role = HostRole::Web;
};

/// Hosts from index `first`, up to but without `last`.
struct HostRange {
    std::uint32_t first = 0;
    std::uint32_t last = 0;

    [[nodiscard]] bool contains(std::uint32_t host) const { return host >= first && host < last; }
    [[nodiscard]] std::uint32_t size() const { return last - first; }
};

/// The simulated machines: half of them web, then api, then db hosts, of two tenants in turn.
class Fleet {
public:
    explicit Fleet(unsigned hosts);

    [[nodiscard]] const std::vector<Host>& hosts() const { return m_hosts; }
    /// Of that role; a fleet too small to have any gives its first host.
    [[nodiscard]] HostRange hostsOf(HostRole role) const { return m_roles[static_cast<std::size_t>(role)]; }

private:
    std::vector<Host> m_hosts;
    HostRange m_roles[3];
};

} // namespace eventflow::collect
