#include "core/admin/groups.h"

namespace eventflow::admin {

const char* toString(GroupState state) {
    switch (state) {
    case GroupState::PreparingRebalance:
        return "preparing-rebalance";
    case GroupState::CompletingRebalance:
        return "completing-rebalance";
    case GroupState::Stable:
        return "stable";
    case GroupState::Dead:
        return "dead";
    case GroupState::Empty:
        return "empty";
    case GroupState::Unknown:
        break;
    }
    return "unknown";
}

} // namespace eventflow::admin
