#pragma once

#include "core/model/labels.h"

#include <QString>

namespace eventflow::viewmodels {

/// What tells one alert of a rule from another, for one line: `host=api-01, service=api, env=prod`. Labels
/// that name a thing come first, because a line is cut at its end; `alertname` and `severity` are shown
/// elsewhere.
QString keyLabelsText(const Labels& labels);

} // namespace eventflow::viewmodels
