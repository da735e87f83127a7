#pragma once

#include "core/base/located_error.h"

namespace eventflow::promql {

using eventflow::locatedError;

} // namespace eventflow::promql
