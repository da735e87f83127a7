#include "widgets/viewmodels/record_log.h"

#include <algorithm>

namespace eventflow::viewmodels {

namespace {

std::size_t bytesOf(const feed::RecordPreview& record) {
    std::size_t bytes = sizeof(record) + record.topic.size();
    if (record.key) bytes += record.key->size();
    if (record.value) bytes += record.value->size();
    for (const auto& [name, value] : record.headers)
        bytes += name.size() + (value ? value->size() : 0);
    return bytes;
}

} // namespace

std::vector<RecordLog::RecordPtr> RecordLog::append(const std::string& topic,
                                                    const std::vector<feed::RecordPreview>& newestLast) {
    std::vector<RecordPtr> added;
    added.reserve(newestLast.size());
    Topic& to = m_topics[topic];
    for (const feed::RecordPreview& record : newestLast)
        added.push_back(std::make_shared<const feed::RecordPreview>(record));
    // A batch comes partition by partition; a reader expects the order of time.
    std::stable_sort(added.begin(), added.end(),
                     [](const RecordPtr& a, const RecordPtr& b) { return a->tsArrival < b->tsArrival; });
    for (const RecordPtr& record : added) {
        to.records.push_back(record);
        to.bytes += bytesOf(*record);
        m_bytes += bytesOf(*record);
    }
    while (to.records.size() > kPerTopic)
        dropOldest(to);
    while (m_bytes > kMaxBytes)
        dropOldest(std::max_element(m_topics.begin(), m_topics.end(), [](const auto& a, const auto& b) {
                       return a.second.bytes < b.second.bytes;
                   })->second);
    return added;
}

void RecordLog::dropOldest(Topic& topic) {
    const std::size_t bytes = bytesOf(*topic.records.front());
    topic.records.pop_front();
    topic.bytes -= bytes;
    m_bytes -= bytes;
}

std::vector<RecordLog::RecordPtr> RecordLog::latest(const std::string& topic) const {
    const auto it = m_topics.find(topic);
    if (it == m_topics.end()) return {};
    return {it->second.records.rbegin(), it->second.records.rend()};
}

void RecordLog::clear() {
    m_topics.clear();
    m_bytes = 0;
}

} // namespace eventflow::viewmodels
