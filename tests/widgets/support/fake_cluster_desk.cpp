#include "tests/widgets/support/fake_cluster_desk.h"

#include <algorithm>

namespace eventflow::testing {

Status FakeClusterDesk::saveConnection(const std::string& replaces, const config::Connection& connection) {
    const auto named = [&](const std::string& name) {
        return std::ranges::find(list, name, &config::Connection::name);
    };
    if (connection.name != replaces && named(connection.name) != list.end())
        return Error{ErrorCode::AlreadyExists, connection.name};
    if (const auto old = named(replaces); old != list.end())
        *old = connection;
    else
        list.push_back(connection);
    return {};
}

Status FakeClusterDesk::removeConnection(const std::string& name) {
    std::erase_if(list, [&](const auto& connection) { return connection.name == name; });
    return {};
}

Status FakeClusterDesk::provideSecret(const config::Connection&, const std::string& name,
                                      const std::string& secret, feed::SecretStorage) {
    provided[name] = secret;
    std::erase(missing, name);
    return {};
}

Result<admin::ConnectionReport>
FakeClusterDesk::testConnection(const config::Connection&,
                                const std::function<void(const admin::CheckResult&)>& onStep,
                                std::stop_token) {
    if (failure) return *failure;
    for (const auto& step : steps)
        onStep(step);
    return admin::ConnectionReport{steps, capabilities};
}

Result<std::shared_ptr<feed::Cluster>> FakeClusterDesk::open(const std::string& connection, std::stop_token) {
    if (failure) return *failure;
    const auto found = clusters.find(connection);
    if (found == clusters.end()) return Error{ErrorCode::NotFound, connection};
    return found->second;
}

} // namespace eventflow::testing
