#pragma once

#include "core/base/result.h"
#include "core/model/alert.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace eventflow::rules::backtest {

/// Something that happened and that alerts should have told of.
struct Incident {
    std::string name;
    Timestamp start;
    Timestamp end;
    std::string alert; ///< the rule that should fire; empty: any
    Labels labels;     ///< that its alerts must have
};

/// Reads `incidents: [{name, start, end, alert, labels}]`; times in ISO 8601. An error names file, line and
/// column.
Result<std::vector<Incident>> loadIncidents(const std::filesystem::path& file);
Result<std::vector<Incident>> parseIncidents(std::string_view text, const std::string& file);

/// A time during which an alert fired: from firing until resolved.
struct Episode {
    std::string rule;
    Labels labels;
    Timestamp start;
    Timestamp end = Timestamp::max(); ///< max(): it still fired when the input ended
};
std::vector<Episode> episodesIn(std::span<const AlertTransition> transitions);

/// How well alerts told of incidents. An episode that overlaps an incident and fits its alert and labels has
/// detected it; it is a true alarm. Every other episode is a false alarm.
struct Score {
    struct Detection {
        std::string incident;
        std::optional<Duration> delay; ///< from its start to the first alert; nothing: it was missed
    };
    std::size_t trueAlarms = 0;
    std::size_t falseAlarms = 0;
    std::vector<Detection> incidents; ///< in their order

    [[nodiscard]] std::size_t detected() const;
    [[nodiscard]] std::optional<double> precision() const; ///< of alarms; nothing when there was none
    [[nodiscard]] std::optional<double> recall() const;    ///< of incidents; nothing when there was none
    [[nodiscard]] std::optional<Duration> meanDelay() const;
};
Score scoreOf(std::span<const Episode> episodes, std::span<const Incident> incidents);

} // namespace eventflow::rules::backtest
