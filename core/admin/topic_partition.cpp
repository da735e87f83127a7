#include "core/admin/topic_partition.h"

namespace eventflow::admin {

std::string toString(const TopicPartition& partition) {
    return partition.topic + '[' + std::to_string(partition.partition) + ']';
}

} // namespace eventflow::admin
