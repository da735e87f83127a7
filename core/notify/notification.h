#pragma once

#include "core/base/time.h"
#include "core/model/alert.h"
#include "core/notify/inhibitor.h"

#include <cstdint>
#include <string>
#include <vector>

namespace eventflow::notify {

/// One message to one receiver about one group of alerts.
struct Notification {
    enum class Reason : std::uint8_t {
        NewGroup, ///< the first about the group
        NewAlerts,
        SomeResolved,
        AllResolved,
        Repeat, ///< nothing is new, and repeat_interval has passed
    };
    Timestamp at;
    std::string receiver;
    std::string route; ///< Route::id
    Labels group;      ///< the labels grouped by
    Reason reason = Reason::NewGroup;
    std::vector<Alert> firing;   ///< by labels
    std::vector<Alert> resolved; ///< by labels

    /// Somebody is woken up: something fires.
    [[nodiscard]] bool pages() const { return !firing.empty(); }
};
const char* toString(Notification::Reason reason);

/// One line of JSON without its newline; equal notifications are equal bytes.
std::string toJsonLine(const Notification& notification);

} // namespace eventflow::notify
