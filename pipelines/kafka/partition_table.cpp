#include "pipelines/kafka/partition_table.h"

namespace eventflow::kafka {

Partition& PartitionTable::add(const std::string& topic, std::int32_t partition) {
    if (Partition* found = find(topic, partition)) return *found;
    Partition& added = m_partitions.emplace_back();
    added.stream = {topic, partition, static_cast<std::uint32_t>(m_partitions.size() - 1)};
    m_byName.emplace(std::pair(topic, partition), &added);
    return added;
}

Partition* PartitionTable::find(std::string_view topic, std::int32_t partition) {
    const auto found = m_byName.find(std::pair<std::string_view, std::int32_t>(topic, partition));
    return found == m_byName.end() ? nullptr : found->second;
}

void PartitionTable::touch(Partition& partition) {
    if (std::exchange(partition.touched, true)) return;
    m_touched.push_back(&partition);
}

} // namespace eventflow::kafka
