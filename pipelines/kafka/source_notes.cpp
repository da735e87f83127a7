#include "pipelines/kafka/source_notes.h"

#include <utility>

namespace eventflow::kafka {
namespace {

constexpr std::size_t kMaxProblems = 5;
constexpr std::size_t kMaxNamesShown = 3;

std::string place(std::string_view topic, std::int32_t partition) {
    return std::string(topic) + '[' + std::to_string(partition) + ']';
}

std::string counted(std::size_t count, const char* noun) {
    return std::to_string(count) + ' ' + noun + (count == 1 ? "" : "s");
}

} // namespace

void SourceNotes::setSize(std::size_t topics, std::size_t partitions) {
    const std::lock_guard lock(m_mutex);
    m_topics = topics;
    m_partitions = partitions;
}

void SourceNotes::setWaiting(std::vector<std::string> things) {
    const std::lock_guard lock(m_mutex);
    m_waiting = std::move(things);
}

void SourceNotes::setDisconnected(bool disconnected) {
    const std::lock_guard lock(m_mutex);
    m_disconnected = disconnected;
}

void SourceNotes::addGap(std::string_view topic, std::int32_t partition, std::int64_t from, std::int64_t to) {
    const std::lock_guard lock(m_mutex);
    ++m_gaps;
    m_offsetsLost += static_cast<std::uint64_t>(to - from);
    m_lastGap = "offsets " + std::to_string(from) + " to " + std::to_string(to - 1) + " of " +
                place(topic, partition) + " were gone before they were read";
}

void SourceNotes::addRewind(std::string_view topic, std::int32_t partition, std::int64_t from,
                            std::int64_t to) {
    const std::lock_guard lock(m_mutex);
    ++m_gaps;
    m_lastGap = place(topic, partition) + " ended before offset " + std::to_string(from) +
                " and was read again from " + std::to_string(to);
}

void SourceNotes::addProblem(std::string text) {
    const std::lock_guard lock(m_mutex);
    if (m_problems.size() < kMaxProblems) m_problems.insert(std::move(text));
}

std::string SourceNotes::line() const {
    const std::lock_guard lock(m_mutex);
    std::string text =
        m_origin + ", " + counted(m_topics, "topic") + ", " + counted(m_partitions, "partition");
    if (m_disconnected) text += "; reconnecting";
    for (std::size_t i = 0; i < m_waiting.size() && i < kMaxNamesShown; ++i)
        text += (i == 0 ? "; waiting for " : ", ") + m_waiting[i];
    if (m_waiting.size() > kMaxNamesShown)
        text += " and " + std::to_string(m_waiting.size() - kMaxNamesShown) + " more";
    if (m_gaps > 0)
        text += "; " + counted(m_gaps, "jump") + ", " + counted(m_offsetsLost, "offset") +
                " lost, last: " + m_lastGap;
    for (const std::string& problem : m_problems)
        text += "; " + problem;
    return text;
}

} // namespace eventflow::kafka
