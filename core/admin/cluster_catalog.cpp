#include "core/admin/cluster_catalog.h"

#include <algorithm>

namespace eventflow::admin {

const TopicEntry* ClusterCatalog::find(std::string_view name) const {
    const auto found =
        std::lower_bound(topics.begin(), topics.end(), name,
                         [](const TopicEntry& entry, std::string_view key) { return entry.name < key; });
    return found == topics.end() || found->name != name ? nullptr : &*found;
}

} // namespace eventflow::admin
