#include "core/admin/plan.h"

namespace eventflow::admin {

const char* toString(Action action) {
    switch (action) {
    case Action::CreateTopics:
        return "create-topics";
    case Action::AlterConfigs:
        return "alter-configs";
    case Action::AddPartitions:
        return "add-partitions";
    case Action::DeleteTopic:
        return "delete-topic";
    case Action::DeleteRecords:
        return "delete-records";
    case Action::ResetOffsets:
        return "reset-offsets";
    case Action::DeleteGroup:
        return "delete-group";
    case Action::DeleteOffsets:
        return "delete-offsets";
    case Action::Produce:
        return "produce";
    case Action::Copy:
        return "copy";
    case Action::Redrive:
        return "redrive";
    case Action::RegisterSchema:
        return "register-schema";
    case Action::SetCompatibility:
        break;
    }
    return "set-compatibility";
}

} // namespace eventflow::admin
