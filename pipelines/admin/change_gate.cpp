#include "pipelines/admin/change_gate.h"

namespace eventflow::admin {

Status checkConfirmation(const Plan& plan, const config::WritePermit& permit, std::string_view confirmation) {
    const bool production = permit.environment() == config::Environment::Production;
    if (confirmation == plan.target || (confirmation.empty() && !production)) return {};
    return Error{ErrorCode::InvalidArgument,
                 (production ? "\"" + permit.connection() + "\" is a production connection: confirm with \""
                             : "the confirmation is not \"") +
                     plan.target + "\", the name of what is changed"};
}

Status carryOut(const Plan& plan, const config::WritePermit& permit, std::string_view confirmation,
                AuditLog& audit, const std::function<Status(Details&)>& change) {
    if (plan.nothingToDo()) return {};
    if (Status status = checkConfirmation(plan, permit, confirmation); !status) return status;
    const auto entry = audit.begin(plan, permit);
    if (!entry) return entry.error();
    Details details;
    const Status outcome = change(details);
    const Status noted = audit.end(*entry, outcome, details);
    if (!outcome || noted) return outcome;
    return Error{noted.error().code,
                 "the change was made, but its outcome could not be written down: " + noted.error().detail};
}

Error outdated(const std::string& what) {
    return {ErrorCode::Unavailable,
            what + " has changed since the plan was made; nothing was done, plan again"};
}

} // namespace eventflow::admin
