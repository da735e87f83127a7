#pragma once

#include "core/feed/pipeline_delta.h"

#include <string>

namespace eventflow::app {

/// The one object that `replay --json` and `run --json` end with.
std::string summaryJson(const feed::Counters& counters, double seconds);
/// The same for people, one line.
std::string summaryText(const feed::Counters& counters, double seconds);

} // namespace eventflow::app
