#pragma once

#include "core/base/json_writer.h"
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
    /// By labels; with value and annotations as of the last evaluation at or before `at`.
    std::vector<Alert> firing;
    std::vector<Alert> resolved; ///< by labels

    /// Somebody is woken up: something fires.
    [[nodiscard]] bool pages() const { return !firing.empty(); }
};
const char* toString(Notification::Reason reason);

/// An array of objects: labels, annotations, value, when it fired and, of resolved ones, ended, fingerprint.
void writeAlerts(JsonWriter& json, const std::vector<Alert>& alerts);
/// One line of JSON without its newline; equal notifications are equal bytes.
std::string toJsonLine(const Notification& notification);

} // namespace eventflow::notify
