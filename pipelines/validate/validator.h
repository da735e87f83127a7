#pragma once

#include "core/base/time.h"
#include "core/model/event.h"
#include "pipelines/validate/rejection.h"

#include <cstddef>

namespace eventflow::validate {

/// The schema name of a payment event, which has checks of its own.
inline constexpr std::string_view kPaymentAuthorized = "payment.authorized.v1";

struct ValidationOptions {
    Timestamp earliest = timestampFromNs(631'152'000'000'000'000); ///< 1990-01-01: older is a unit mistaken
    Duration futureTolerance = std::chrono::hours(24);             ///< behind the arrival, where it is known
    Timestamp latest = timestampFromNs(7'258'118'400'000'000'000); ///< 2200-01-01: where no arrival is known
    std::size_t maxTags = 64;
    std::size_t maxAttributes =
        256; ///< dialects make them too, so that the user's bound on tags is not theirs
    std::size_t maxNameBytes = 255;   ///< of the names of metrics, tags, attributes and schemas
    std::size_t maxValueBytes = 4096; ///< of tenant, source, and the values of tags and attributes
};

/// The checks every event passes, whatever dialect it came in. Split by how often they are needed: the parts
/// of an event that name its series are the same for all events of that series. Thread: immutable; any.
class Validator {
public:
    explicit Validator(const ValidationOptions& options) : m_options(options) {}

    /// Time and value: what differs from event to event. `tsArrival`: kNoTime where unknown.
    bool checkReading(const Event& event, Timestamp tsArrival, Rejection& why) const {
        const Timestamp latest =
            tsArrival == kNoTime ? m_options.latest : tsArrival + m_options.futureTolerance;
        if (event.tsEvent < m_options.earliest || event.tsEvent > latest)
            return refuseTime(event, latest, why);
        if (event.body == BodyKind::Metric && !isFinite(event.value)) return refuseValue(event, why);
        return true;
    }
    /// Tenant, source, names, tags and attributes.
    bool checkIdentity(const Event& event, Rejection& why) const;
    /// What the event's schema demands: amount, currency and ids of a payment.
    bool checkSchema(const Event& event, Rejection& why) const;

private:
    static bool isFinite(double value) { return value - value == 0; }
    bool refuseTime(const Event& event, Timestamp latest, Rejection& why) const;
    static bool refuseValue(const Event& event, Rejection& why);
    bool checkName(std::string_view what, std::string_view name, Rejection& why) const;
    bool checkLength(std::string_view what, std::string_view value, Rejection& why) const;
    bool checkTags(std::string_view what, std::span<const Tag> tags, std::size_t most, Rejection& why) const;

    ValidationOptions m_options;
};

} // namespace eventflow::validate
