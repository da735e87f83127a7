#pragma once

#include "core/model/alert.h"

namespace eventflow {

/// Firing or recovering: to everyone but us, who know what it will take to resolve, both fire.
bool isFiring(AlertState state);
/// What needs attention first: 0 firing, then recovering, pending, resolved, inactive.
int urgency(AlertState state);
/// When the alert got into its state.
Timestamp stateSince(const Alert& alert);

} // namespace eventflow
