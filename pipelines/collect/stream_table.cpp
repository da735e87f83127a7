#include "pipelines/collect/stream_table.h"

#include <string>

namespace eventflow::collect {

StreamTable::Entry& StreamTable::add(std::string_view topic, std::int32_t partition) {
    const auto index = static_cast<std::uint32_t>(m_entries.size());
    return m_entries.emplace_back(Entry{{std::string(topic), partition, index}});
}

StreamTable::Entry* StreamTable::findOrAdd(std::string_view topic, std::int32_t partition) {
    if (m_last != nullptr && m_last->stream.partition == partition && m_last->stream.topic == topic)
        return m_last;
    const auto known = m_index.find({topic, partition});
    if (known != m_index.end()) return m_last = known->second;
    if (m_index.size() >= m_maxStreams) return nullptr;
    Entry& entry = add(topic, partition);
    m_index.emplace(Key{entry.stream.topic, partition}, &entry);
    return m_last = &entry;
}

} // namespace eventflow::collect
