#pragma once

#include "core/model/alert.h"

namespace eventflow {

/// What needs attention first: 0 firing, then recovering, pending, resolved, inactive.
int urgency(AlertState state);
/// When the alert got into its state.
Timestamp stateSince(const Alert& alert);

} // namespace eventflow
