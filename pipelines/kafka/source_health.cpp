#include "pipelines/kafka/source_health.h"

#include "pipelines/kafka/cluster_queries.h"

#include <algorithm>
#include <set>
#include <utility>

namespace eventflow::kafka {
namespace {

/// A fetch is answered within fetch.wait.max.ms, also when there is nothing; the rest is a slow line.
constexpr std::chrono::seconds kAnswerPatience{3};
constexpr std::chrono::milliseconds kQuestionTimeout{500};
constexpr std::size_t kMaxQuestions = 1000;

bool isSilent(const BrokerStatistics& broker) {
    return broker.isUp() && broker.waiting > 0 && broker.idle >= kAnswerPatience;
}

std::string nameOf(const BrokerStatistics& broker) {
    return broker.address + " (broker " + std::to_string(broker.id) + ')';
}

Timestamp ago(std::chrono::steady_clock::duration age) {
    return std::chrono::time_point_cast<Timestamp::duration>(std::chrono::system_clock::now() - age);
}

} // namespace

void SourceHealth::take(std::string_view json) {
    auto statistics = parseStatistics(json);
    if (statistics)
        m_fresh = std::move(*statistics);
    else
        m_handle.events().addLog(4, "STATS", statistics.error().detail);
}

SourceHealth::Advice SourceHealth::check() {
    Advice advice;
    if (!m_fresh) return advice;
    const ClientStatistics statistics = std::move(*std::exchange(m_fresh, std::nullopt));
    const auto now = Steady::now();
    // Nobody has read for so long that what stood still proves nothing.
    if (now - m_lastCheck > m_patience) m_watchdog.restart();
    m_lastCheck = now;
    m_troubles.clear();
    m_sinceBefore = std::exchange(m_since, {});
    judgeBrokers(statistics, advice);
    judgePartitions(statistics, advice);
    m_notes.setTroubles(m_troubles);
    return advice;
}

/// Only of brokers that lead a partition of this source: connections to the others are made when needed, and
/// closed when idle.
void SourceHealth::judgeBrokers(const ClientStatistics& statistics, Advice& advice) {
    std::set<std::int32_t> leaders;
    for (const PartitionStatistics& partition : statistics.partitions)
        leaders.insert(partition.leader);
    for (const BrokerStatistics& broker : statistics.brokers) {
        if (broker.id < 0 || !leaders.contains(broker.id)) continue;
        if (const auto throttle = throttleOf(broker))
            tell("throttled by " + nameOf(broker),
                 ", by " + std::to_string(throttle->delay.count()) + " ms a request of late");
        else if (isSilent(broker))
            tell("no answer from " + nameOf(broker), {}, m_lastCheck - broker.idle);
        else if (!broker.isUp() && broker.state != "INIT")
            tell("reconnecting to " + nameOf(broker));
        if (isSilent(broker) || !broker.isUp()) advice.refreshMetadata = true;
    }
}

std::optional<KafkaEvents::Throttle> SourceHealth::throttleOf(const BrokerStatistics& broker) const {
    const auto throttle = m_handle.events().throttleOf(broker.id);
    const bool lately = throttle && m_lastCheck - throttle->seen < throttle->delay + m_patience;
    return lately ? throttle : std::nullopt;
}

bool SourceHealth::serves(const BrokerStatistics* broker) const {
    return broker && broker->isUp() && !isSilent(*broker) && !throttleOf(*broker);
}

void SourceHealth::judgePartitions(const ClientStatistics& statistics, Advice& advice) {
    m_quiet.clear();
    for (const PartitionStatistics& seen : statistics.partitions) {
        Partition* partition = m_assignment.partitions().find(seen.topic, seen.partition);
        if (partition && !partition->finished) judge(statistics, seen, *partition, advice);
    }
    askForEnds(m_quiet);
}

void SourceHealth::judge(const ClientStatistics& statistics, const PartitionStatistics& seen,
                         Partition& partition, Advice& advice) {
    const std::string place = partition.stream.topic + '[' + std::to_string(partition.stream.partition) + ']';
    if (seen.leader < 0) {
        tell("no leader for " + place);
        advice.refreshMetadata = true;
    }
    StallWatchdog::Observation now;
    now.delivered = partition.nextOffset;
    now.fetched = seen.fetchedTo;
    now.queued = seen.queuedMessages;
    now.high = seen.highWatermark;
    now.stable = seen.stableOffset;
    now.served = !m_assignment.paused() && serves(statistics.broker(seen.leader));
    const auto end = m_ends.find(partition.stream.index);
    if (end != m_ends.end()) now.readable = end->second;

    switch (m_watchdog.observe(partition.stream.index, now, Steady::now())) {
    case StallWatchdog::Verdict::Fine:
        m_ends.erase(partition.stream.index);
        return;
    case StallWatchdog::Verdict::Quiet:
        m_quiet.push_back(&partition);
        return;
    case StallWatchdog::Verdict::OpenTransaction:
        m_quiet.push_back(&partition);
        tell(place + " waits for an open transaction",
             ", " + std::to_string(seen.openTransactionSpan()) + " offsets behind it",
             m_watchdog.since(partition.stream.index));
        return;
    case StallWatchdog::Verdict::Stalled:
        m_ends.erase(partition.stream.index);
        advice.restart.push_back(&partition);
        return;
    }
}

/// What a forgotten partition's fetches would have told is not known to the client: a broker has to be asked.
/// The answer counts as long as the partition stands still.
void SourceHealth::askForEnds(const std::vector<Partition*>& quiet) {
    if (quiet.empty() || Steady::now() < m_nextQuestion) return;
    m_nextQuestion = Steady::now() + m_patience;
    const std::size_t count = std::min(quiet.size(), kMaxQuestions);
    const PartitionListPtr ends = makePartitionList(count);
    for (std::size_t i = 0; i < count; ++i)
        rd_kafka_topic_partition_list_add(ends.get(), quiet[i]->stream.topic.c_str(),
                                          quiet[i]->stream.partition);
    // With isolation.level of the client: of a transactional topic this is the last stable offset.
    if (!queryOffsets(m_handle, *ends, OffsetEnd::High, kQuestionTimeout)) return;
    for (std::size_t i = 0; i < count; ++i)
        if (ends->elems[i].offset >= 0) m_ends[quiet[i]->stream.index] = ends->elems[i].offset;
}

void SourceHealth::tell(const std::string& what, const std::string& detail,
                        std::optional<Steady::time_point> since) {
    const auto before = m_sinceBefore.find(what);
    const Timestamp first = since                           ? ago(Steady::now() - *since)
                            : before != m_sinceBefore.end() ? before->second
                                                            : ago({});
    m_since[what] = first;
    m_troubles.push_back(what + " since " + clockTime(first) + detail);
}

} // namespace eventflow::kafka
