#include "core/admin/topic_info.h"

namespace eventflow::admin {

bool isInternalTopic(std::string_view name) {
    return name.starts_with("__") || name.starts_with("_confluent") || name == "_schemas";
}

} // namespace eventflow::admin
