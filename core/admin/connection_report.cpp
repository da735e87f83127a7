#include "core/admin/connection_report.h"

#include <algorithm>

namespace eventflow::admin {

const char* toString(CheckStep step) {
    switch (step) {
    case CheckStep::Addresses:
        return "addresses";
    case CheckStep::Network:
        return "network";
    case CheckStep::Tls:
        return "tls";
    case CheckStep::Login:
        return "login";
    case CheckStep::Metadata:
        return "metadata";
    case CheckStep::Permissions:
        break;
    }
    return "permissions";
}

const char* toString(CheckState state) {
    switch (state) {
    case CheckState::Passed:
        return "passed";
    case CheckState::Warning:
        return "warning";
    case CheckState::Failed:
        return "failed";
    case CheckState::Skipped:
        break;
    }
    return "skipped";
}

bool ConnectionReport::connected() const {
    return !steps.empty() && std::ranges::none_of(steps, [](const CheckResult& result) {
        return result.state == CheckState::Failed;
    });
}

} // namespace eventflow::admin
