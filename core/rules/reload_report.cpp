#include "core/rules/reload_report.h"

#include <algorithm>
#include <numeric>

namespace eventflow::rules {

const char* toString(ReloadOutcome outcome) {
    switch (outcome) {
    case ReloadOutcome::RePending:
        return "re-pending";
    case ReloadOutcome::Reset:
        return "reset";
    case ReloadOutcome::New:
        return "new";
    case ReloadOutcome::Gone:
        return "gone";
    case ReloadOutcome::Kept:
        break;
    }
    return "kept";
}

std::size_t ReloadReport::count(ReloadOutcome outcome) const {
    return static_cast<std::size_t>(std::ranges::count(rules, outcome, &ReloadedRule::outcome));
}

std::size_t ReloadReport::changed() const {
    return static_cast<std::size_t>(std::ranges::count(rules, true, &ReloadedRule::changed));
}

std::string ReloadReport::summary() const {
    std::string text = std::to_string(count(ReloadOutcome::Kept)) + " rules kept";
    if (changed() > 0) text += ", " + std::to_string(changed()) + " changed";
    for (const auto outcome :
         {ReloadOutcome::RePending, ReloadOutcome::Reset, ReloadOutcome::New, ReloadOutcome::Gone})
        if (count(outcome) > 0) text += ", " + std::to_string(count(outcome)) + ' ' + toString(outcome);
    const auto total = [&](std::size_t ReloadedRule::*member) {
        return std::accumulate(rules.begin(), rules.end(), std::size_t{0},
                               [&](std::size_t sum, const ReloadedRule& rule) { return sum + rule.*member; });
    };
    text += "; alerts: " + std::to_string(total(&ReloadedRule::alertsKept)) + " go on";
    if (const std::size_t count = total(&ReloadedRule::alertsRePending); count > 0)
        text += ", " + std::to_string(count) + " of them pending again";
    return text + ", " + std::to_string(total(&ReloadedRule::alertsEnded)) + " end";
}

} // namespace eventflow::rules
