#include "core/model/alert_order.h"

namespace eventflow {

bool isFiring(AlertState state) {
    return state == AlertState::Firing || state == AlertState::Recovering;
}

int urgency(AlertState state) {
    switch (state) {
    case AlertState::Firing:
        return 0;
    case AlertState::Recovering:
        return 1;
    case AlertState::Pending:
        return 2;
    case AlertState::Resolved:
        return 3;
    case AlertState::Inactive:
        break;
    }
    return 4;
}

Timestamp stateSince(const Alert& alert) {
    switch (alert.state) {
    case AlertState::Firing:
        return alert.firedAt;
    case AlertState::Recovering:
        return alert.keepFiringSince;
    case AlertState::Resolved:
        return alert.resolvedAt;
    case AlertState::Pending:
    case AlertState::Inactive:
        break;
    }
    return alert.activeAt;
}

} // namespace eventflow
