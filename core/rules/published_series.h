#pragma once

#include "core/base/time.h"
#include "core/model/labels.h"

#include <functional>
#include <map>
#include <string_view>
#include <vector>

namespace eventflow::rules {

/// What alerting rules write: 1 for each active alert, and the Unix time since when it is active.
inline constexpr std::string_view kAlertsMetric = "ALERTS";
inline constexpr std::string_view kAlertsForStateMetric = "ALERTS_FOR_STATE";

/// The series that one rule writes. A series that was written at the evaluation before and is not at this one
/// gets a stale marker, so that it does not linger for the look-back.
class PublishedSeries {
public:
    using Sink = std::function<void(const Labels& labels, Timestamp ts, double value)>;

    PublishedSeries() = default;
    explicit PublishedSeries(std::vector<Labels> previous) : m_previous(std::move(previous)) {}

    /// In the order of labels; markers last.
    /// True when the series are others than before.
    bool publish(const std::map<Labels, double>& samples, Timestamp ts, const Sink& sink);
    /// Sorted.
    [[nodiscard]] const std::vector<Labels>& previous() const { return m_previous; }

private:
    std::vector<Labels> m_previous;
};

} // namespace eventflow::rules
