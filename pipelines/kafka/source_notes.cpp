#include "pipelines/kafka/source_notes.h"

#include <utility>

namespace eventflow::kafka {
namespace {

constexpr std::size_t kMaxProblems = 5;
constexpr std::size_t kMaxNamesShown = 3;
constexpr std::size_t kMaxGapsShown = 3;
constexpr std::size_t kMaxReasonBytes = 200;

std::string place(std::string_view topic, std::int32_t partition) {
    return std::string(topic) + '[' + std::to_string(partition) + ']';
}

std::string counted(std::size_t count, const char* noun) {
    return std::to_string(count) + ' ' + noun + (count == 1 ? "" : "s");
}

std::string listed(const char* lead, const std::vector<std::string>& names, const char* separator) {
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < kMaxNamesShown; ++i)
        text += (i == 0 ? lead : separator) + names[i];
    if (names.size() > kMaxNamesShown)
        text += " and " + std::to_string(names.size() - kMaxNamesShown) + " more";
    return text;
}

} // namespace

std::string clockTime(Timestamp when) {
    return formatIso8601(std::chrono::floor<std::chrono::seconds>(when));
}

void SourceNotes::setSize(std::size_t topics, std::size_t partitions) {
    const std::lock_guard lock(m_mutex);
    m_topics = topics;
    m_partitions = partitions;
}

void SourceNotes::setWaiting(std::vector<std::string> things) {
    const std::lock_guard lock(m_mutex);
    m_waiting = std::move(things);
}

void SourceNotes::setDisconnected(const Error* why, Timestamp when) {
    const std::lock_guard lock(m_mutex);
    if (!why) {
        m_disconnected.clear();
        return;
    }
    const bool refused = why->code == ErrorCode::PermissionDenied;
    m_disconnected =
        (refused ? "login refused, trying again since " : "reconnecting since ") + clockTime(when);
    if (refused) m_disconnected += " (" + why->detail.substr(0, kMaxReasonBytes) + ')';
}

void SourceNotes::setTroubles(std::vector<std::string> troubles) {
    const std::lock_guard lock(m_mutex);
    m_troubles = std::move(troubles);
}

void SourceNotes::setBlocked(std::string why, Timestamp until) {
    const std::lock_guard lock(m_mutex);
    m_blocked = std::move(why);
    m_blockedUntil = until;
}

void SourceNotes::addRestart(std::string_view topic, std::int32_t partition, std::int64_t offset) {
    const std::lock_guard lock(m_mutex);
    ++m_restarts;
    m_lastRestart = place(topic, partition) + " at offset " + std::to_string(offset);
}

void SourceNotes::addRecreation(std::string_view topic, std::int32_t partition, std::int64_t from) {
    const std::lock_guard lock(m_mutex);
    keepGap(place(topic, partition) + " was deleted after offset " + std::to_string(from - 1) +
            " was read, and the new topic of that name is read from its beginning");
}

void SourceNotes::addGap(std::string_view topic, std::int32_t partition, std::int64_t from, std::int64_t to) {
    const std::lock_guard lock(m_mutex);
    m_offsetsLost += static_cast<std::uint64_t>(to - from);
    keepGap("offsets " + std::to_string(from) + " to " + std::to_string(to - 1) + " of " +
            place(topic, partition) + " were gone before they were read");
}

void SourceNotes::addRewind(std::string_view topic, std::int32_t partition, std::int64_t from,
                            std::int64_t to) {
    const std::lock_guard lock(m_mutex);
    keepGap(place(topic, partition) + " ended before offset " + std::to_string(from) +
            " and was read again from " + std::to_string(to));
}

void SourceNotes::keepGap(std::string text) {
    ++m_gaps;
    if (m_lastGaps.size() == kMaxGapsShown) m_lastGaps.erase(m_lastGaps.begin());
    m_lastGaps.push_back(std::move(text));
}

void SourceNotes::addProblem(std::string text) {
    const std::lock_guard lock(m_mutex);
    if (m_problems.size() < kMaxProblems) m_problems.insert(std::move(text));
}

std::string SourceNotes::line(Timestamp now) const {
    const std::lock_guard lock(m_mutex);
    std::string text =
        m_origin + ", " + counted(m_topics, "topic") + ", " + counted(m_partitions, "partition");
    if (!m_disconnected.empty()) text += "; " + m_disconnected;
    if (now < m_blockedUntil) text += "; " + m_blocked;
    text += listed("; ", m_troubles, "; ");
    text += listed("; waiting for ", m_waiting, ", ");
    if (m_restarts > 0)
        text += "; " + counted(m_restarts, "stalled partition") + " restarted, last: " + m_lastRestart;
    if (m_gaps > 0)
        text += "; " + counted(m_gaps, "jump") + ", " + counted(m_offsetsLost, "offset") + " lost, last: ";
    for (std::size_t i = 0; i < m_lastGaps.size(); ++i)
        text += (i == 0 ? "" : ", before: ") + m_lastGaps[m_lastGaps.size() - 1 - i];
    for (const std::string& problem : m_problems)
        text += "; " + problem;
    return text;
}

} // namespace eventflow::kafka
