#pragma once

#include "core/admin/plan.h"
#include "core/base/result.h"
#include "core/config/connection.h"
#include "pipelines/admin/audit_log.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace eventflow::admin {

/// On a production connection `confirmation` must be the plan's target, as somebody typed it. Elsewhere it
/// may be empty, and what is given must be right all the same. InvalidArgument says what to type.
Status checkConfirmation(const Plan& plan, const config::WritePermit& permit, std::string_view confirmation);

/// What a change that is under way leaves for the log.
using Details = std::map<std::string, std::string>;

/// The one door to every change: confirmation, then the audit log's intent, then `change`, then its outcome.
/// What can't be written down first is not done. A plan without changes does nothing and is not logged.
Status carryOut(const Plan& plan, const config::WritePermit& permit, std::string_view confirmation,
                AuditLog& audit, const std::function<Status(Details&)>& change);

/// The error of a change whose plan no longer fits: somebody else was faster.
Error outdated(const std::string& what);

} // namespace eventflow::admin
