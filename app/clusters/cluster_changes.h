#pragma once

#include "app/session/change_trail.h"
#include "core/admin/change_request.h"
#include "core/config/connection.h"
#include "core/feed/cluster.h"
#include "pipelines/admin/admin_client.h"

#include <functional>
#include <memory>
#include <string>

namespace eventflow::app {

/// What changes need besides the request.
struct ChangeParts {
    config::Connection connection;
    kafka::ClusterAccess access;
    ChangeTrail trail;
    /// How to reach another connection of the desk, to copy from.
    std::function<Result<kafka::ClusterAccess>(const std::string&)> accessOf;
};

/// Plans with `reader`, which can't change anything; what comes back opens a client that can only when it is
/// executed, and only with a WritePermit of the connection. Blocks. Errors as of pipelines/admin's planners.
Result<std::unique_ptr<feed::PlannedChange>>
planChange(const ChangeParts& parts, const admin::AdminClient& reader, const admin::ChangeRequest& request);

} // namespace eventflow::app
