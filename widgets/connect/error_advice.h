#pragma once

#include "core/base/result.h"

#include <QString>

namespace eventflow::widgets {

/// What follows from a cluster that cannot be opened, and what to do next.
QString adviceFor(const Error& error);

} // namespace eventflow::widgets
