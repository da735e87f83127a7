#include "pipelines/collect/fleet.h"

#include <array>

namespace eventflow::collect {

namespace {

constexpr std::array<std::string_view, 3> kServices{"web", "api", "db"};
constexpr std::array<std::string_view, 2> kTenants{"acme", "globex"};
constexpr std::array<std::string_view, 3> kRegions{"eu-1", "eu-2", "us-1"};

std::string hostName(std::string_view service, unsigned number) {
    return std::string(service) + (number < 10 ? "-0" : "-") + std::to_string(number);
}

} // namespace

Fleet::Fleet(unsigned hosts) {
    const unsigned api = hosts * 3 / 10;
    const unsigned db = hosts * 2 / 10;
    const std::array<unsigned, 3> counts{hosts - api - db, api, db};
    m_hosts.reserve(hosts);
    for (std::size_t role = 0; role < counts.size(); ++role) {
        const auto first = static_cast<std::uint32_t>(m_hosts.size());
        m_roles[role] = counts[role] > 0 ? HostRange{first, first + counts[role]} : HostRange{0, 1};
        for (unsigned i = 0; i < counts[role]; ++i)
            m_hosts.push_back({hostName(kServices[role], i + 1), kTenants[i % kTenants.size()],
                               kServices[role], kRegions[i / kTenants.size() % kRegions.size()],
                               static_cast<HostRole>(role)});
    }
}

} // namespace eventflow::collect
