#pragma once

#include "core/config/yaml_reader.h"
#include "core/notify/time_interval.h"

#include <optional>

namespace eventflow::notify {

/// One item of `time_intervals`, in Alertmanager's notation: `weekdays: ['monday:friday']`, `times:
/// [{start_time: '09:00', end_time: '17:00'}]`, `days_of_month: ['-3:-1']`, `months: ['january:march']`,
/// `years`, `location`. Nothing when it has no name; what else is wrong goes to the reader's problems.
std::optional<NamedTimeIntervals> readNamedTimeIntervals(config::YamlReader& yaml,
                                                         const config::YamlNode& node);

} // namespace eventflow::notify
