#pragma once

#include "core/base/time.h"
#include "core/model/labels.h"
#include "core/promql/query.h"
#include "core/rules/testing/test_file.h"

#include <string>
#include <vector>

/// Values as promtool prints them, so that its users read the same lines here.
namespace eventflow::rules::testing {

/// `{__name__="up", host="a"}`.
std::string promtoolText(const Labels& labels);
/// `{} 1E+00, {host="a"} NaN`; `nil` for none.
std::string promtoolText(const promql::InstantVector& samples);
/// A numbered list over several lines, each after the first indented by 12; `[]` for none.
std::string promtoolText(const std::vector<AlertCheck::Expected>& alerts);
/// Go's time.Duration: `1m0s`, `1.5s`, `500ms`.
std::string goDuration(Duration duration);

} // namespace eventflow::rules::testing
