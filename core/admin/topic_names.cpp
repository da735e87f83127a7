#include "core/admin/topic_names.h"

#include "core/admin/topic_info.h"

#include <algorithm>

namespace eventflow::admin {

Status checkTopicName(const std::string& name) {
    const bool sound = !name.empty() && name.size() <= 249 && name != "." && name != ".." &&
                       std::all_of(name.begin(), name.end(), [](char c) {
                           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                  (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
                       });
    if (sound) return {};
    return Error{ErrorCode::InvalidArgument,
                 "topic \"" + name + "\": expected 1 to 249 letters, digits, '.', '_', '-'"};
}

Status checkNotInternal(const std::string& name) {
    if (!isInternalTopic(name)) return {};
    return Error{ErrorCode::PermissionDenied,
                 "topic \"" + name +
                     "\" belongs to the cluster itself; EventFlow does not change such topics"};
}

Result<TopicEntry> findChangeable(const ClusterCatalog& catalog, const std::string& name) {
    if (Status status = checkNotInternal(name); !status) return status.error();
    const TopicEntry* found = catalog.find(name);
    if (found) return *found;
    return Error{ErrorCode::NotFound, "topic \"" + name +
                                          "\" does not exist, or this login may not see it; compare "
                                          "with `eventflow topics list`"};
}

} // namespace eventflow::admin
