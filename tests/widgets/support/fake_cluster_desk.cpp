#include "tests/widgets/support/fake_cluster_desk.h"

#include <algorithm>
#include <chrono>
#include <thread>

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
                                      const std::string& secret, feed::SecretStorage storage) {
    if (provideFailure && storage == feed::SecretStorage::Store) return *provideFailure;
    provided[name] = secret;
    std::erase(missing, name);
    return {};
}

Result<admin::ConnectionReport>
FakeClusterDesk::testConnection(const config::Connection&,
                                const std::function<void(const admin::CheckResult&)>& onStep,
                                std::stop_token stop) {
    for (const auto& step : steps)
        onStep(step);
    if (!waitWhileBlocked(stop)) return Error{ErrorCode::Cancelled, {}};
    if (failure) return *failure;
    return admin::ConnectionReport{steps, capabilities};
}

Result<std::shared_ptr<feed::Cluster>> FakeClusterDesk::open(const std::string& connection,
                                                             std::stop_token stop) {
    if (!waitWhileBlocked(stop)) return Error{ErrorCode::Cancelled, {}};
    if (failure) return *failure;
    const auto found = clusters.find(connection);
    if (found == clusters.end()) return Error{ErrorCode::NotFound, connection};
    return found->second;
}

bool FakeClusterDesk::waitWhileBlocked(const std::stop_token& stop) const {
    while (blocked && !stop.stop_requested())
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return !stop.stop_requested();
}

} // namespace eventflow::testing
