#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace eventflow::admin {

/// Everything this program can do to a cluster and its schema registry.
enum class Action : std::uint8_t {
    CreateTopics,
    AlterConfigs,
    AddPartitions,
    DeleteTopic,
    DeleteRecords,
    ResetOffsets,
    DeleteGroup,
    DeleteOffsets,
    Produce,
    Copy,
    Redrive,
    RegisterSchema,
    SetCompatibility,
};
/// A stable name, as the audit log has it: `delete-topic`.
const char* toString(Action action);

/// One thing that becomes another. An empty text is "not there".
struct Change {
    std::string what; ///< `retention.ms`, `orders[3]`
    std::string before;
    std::string after;
};

/// What a change would do, found out without doing it: the dry run. Each kind of change derives its own,
/// which also holds what it is carried out with. `before` is what undoing needs. Thread: a value; any.
struct Plan {
    Action action = Action::CreateTopics;
    std::string target; ///< topic, group, or the connection where there are many
    std::vector<Change> changes;
    std::vector<std::string> warnings; ///< whole sentences
    std::map<std::string, std::string>
        parameters; ///< what was asked for; never a secret, never a record's bytes

    [[nodiscard]] bool nothingToDo() const { return changes.empty(); }
};

} // namespace eventflow::admin
