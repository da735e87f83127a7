#include "pipelines/kafka/assignment.h"

#include "pipelines/kafka/cluster_queries.h"
#include "pipelines/kafka/kafka_error.h"

#include <algorithm>
#include <utility>

namespace eventflow::kafka {
namespace {

using Clock = std::chrono::steady_clock;

std::string quotedName(const std::string& topic) {
    return "topic \"" + topic + '"';
}

PartitionListPtr listOf(const std::vector<Partition>& partitions) {
    PartitionListPtr list = makePartitionList(partitions.size());
    for (const Partition& partition : partitions)
        rd_kafka_topic_partition_list_add(list.get(), partition.stream.topic.c_str(),
                                          partition.stream.partition);
    return list;
}

PartitionListPtr listOf(const std::vector<Partition*>& partitions) {
    PartitionListPtr list = makePartitionList(partitions.size());
    for (const Partition* partition : partitions)
        rd_kafka_topic_partition_list_add(list.get(), partition->stream.topic.c_str(),
                                          partition->stream.partition);
    return list;
}

std::string placeOf(const Partition& partition) {
    return partition.stream.topic + '[' + std::to_string(partition.stream.partition) + ']';
}

} // namespace

Status Assignment::discover(std::chrono::milliseconds timeout) {
    const auto deadline = Clock::now() + timeout;
    // Asking by name is cheaper on a large cluster, but only safe once the topics are known to exist.
    const bool allSeen = m_established && m_missing.empty();
    auto topics = fetchTopics(m_handle, allSeen ? m_options.topics : std::vector<std::string>(), timeout);
    if (!topics) return topics.error();
    if (Status status = checkMissing(*topics); !status) return status;

    if (Status status = followDeletions(*topics); !status) return status;
    std::vector<Partition> found = findNew(*topics);
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (Status status = locate(found, std::max(left, std::chrono::milliseconds(100))); !status) return status;
    if (Status status = assignNew(found); !status) return status;
    m_notes.setSize(m_topics.size(), m_partitions.size());
    m_notes.setWaiting(m_waiting);
    m_established = true;
    return {};
}

Status Assignment::checkMissing(const std::vector<admin::TopicInfo>& topics) {
    std::vector<std::string> missing;
    for (const std::string& name : m_options.topics) {
        const auto found = std::find_if(topics.begin(), topics.end(),
                                        [&](const admin::TopicInfo& topic) { return topic.name == name; });
        if (found == topics.end() || found->partitions.empty()) missing.push_back(quotedName(name));
    }
    if (m_options.stopAtEnd && !missing.empty())
        return Error{ErrorCode::NotFound,
                     missing.front() +
                         " does not exist, or this login may not see it; compare with `eventflow topics`"};
    m_missing = std::move(missing);
    m_waiting = m_missing;
    return {};
}

/// A deleted topic's name may come back with other records at the same offsets. Both the client, which saw
/// its fetches refused, and the list of topics have to say that it is gone: a login that lost its right to
/// see a topic for a while must not read it twice.
Status Assignment::followDeletions(const std::vector<admin::TopicInfo>& topics) {
    if (m_options.stopAtEnd) return {};
    std::set<std::pair<std::string_view, std::int32_t>> there;
    for (const admin::TopicInfo& topic : topics)
        for (const admin::PartitionInfo& partition : topic.partitions)
            there.insert({topic.name, partition.id});
    bool anyDeleted = false;
    for (Partition& partition : m_partitions) {
        if (!there.contains({partition.stream.topic, partition.stream.partition})) {
            partition.deleted = partition.deleted || m_deletionSuspected;
            if (partition.deleted) m_missing.push_back(placeOf(partition) + ", which was deleted");
            anyDeleted = anyDeleted || partition.deleted;
            continue;
        }
        if (!std::exchange(partition.deleted, false)) continue;
        m_notes.addRecreation(partition.stream.topic, partition.stream.partition, partition.nextOffset);
        if (Status status = startOver(partition); !status) return status;
    }
    m_deletionSuspected = m_deletionSuspected && anyDeleted;
    m_waiting = m_missing;
    return {};
}

bool Assignment::isWanted(const admin::TopicInfo& topic) const {
    if (m_options.topics.empty()) return !topic.internal;
    return std::find(m_options.topics.begin(), m_options.topics.end(), topic.name) != m_options.topics.end();
}

std::vector<Partition> Assignment::findNew(const std::vector<admin::TopicInfo>& topics) {
    std::vector<Partition> found;
    if (m_established && m_options.stopAtEnd) return found;
    for (const admin::TopicInfo& topic : topics) {
        if (!isWanted(topic)) continue;
        if (topic.denied) m_notes.addProblem(topic.error);
        for (const admin::PartitionInfo& partition : topic.partitions) {
            if (m_partitions.find(topic.name, partition.id)) continue;
            found.emplace_back().stream = {topic.name, partition.id, 0};
        }
    }
    return found;
}

/// Gives each new partition its first offset, and a bounded read its target. Of a live read, partitions whose
/// leader is not there are left for the next time; the others do not wait for them.
Status Assignment::locate(std::vector<Partition>& found, std::chrono::milliseconds timeout) {
    if (found.empty()) return {};
    const PartitionListPtr lows = listOf(found);
    const PartitionListPtr highs = listOf(found);
    if (Status status = queryOffsets(m_handle, *lows, OffsetEnd::Low, timeout); !status) return status;
    if (Status status = queryOffsets(m_handle, *highs, OffsetEnd::High, timeout); !status) return status;
    m_waiting = m_missing;
    for (std::size_t i = 0; i < found.size(); ++i) {
        startAt(found[i], lows->elems[i].offset, highs->elems[i].offset);
        const bool known = found[i].nextOffset >= 0 && (!m_options.stopAtEnd || found[i].target >= 0);
        if (known) continue;
        const std::string place = placeOf(found[i]);
        if (m_options.stopAtEnd)
            return Error{ErrorCode::Unavailable, place + ": no leader tells its offsets"};
        m_waiting.push_back("a leader of " + place);
        if (!m_established) m_firstSeen.insert({found[i].stream.topic, found[i].stream.partition});
    }
    std::erase_if(found, [](const Partition& partition) { return partition.nextOffset < 0; });
    return {};
}

void Assignment::startAt(Partition& partition, std::int64_t low, std::int64_t high) const {
    const auto name = std::pair(partition.stream.topic, partition.stream.partition);
    const bool thereAtFirst = !m_established || m_firstSeen.contains(name);
    partition.nextOffset = m_options.start == StartAt::Latest && thereAtFirst ? high : low;
    const auto stored = m_resumeFrom.find(name);
    if (m_options.start == StartAt::Resume && stored != m_resumeFrom.end())
        partition.nextOffset = stored->second;
    partition.startOffset = partition.nextOffset;
    if (!m_options.stopAtEnd) return;
    partition.target = high;
    partition.finished = partition.nextOffset >= high;
    partition.caughtUp = partition.finished;
}

rd_kafka_topic_t* Assignment::topic(const std::string& name) {
    TopicPtr& known = m_topics[name];
    if (!known) known.reset(rd_kafka_topic_new(m_handle.get(), name.c_str(), nullptr));
    return known.get();
}

Status Assignment::startFetching(const Partition& partition, std::int64_t offset) {
    const std::int32_t id = partition.stream.partition;
    if (rd_kafka_consume_start_queue(topic(partition.stream.topic), id, offset, &m_queue) == 0) return {};
    return toError(rd_kafka_last_error(), placeOf(partition));
}

Status Assignment::stopFetching(const Partition& partition) {
    if (rd_kafka_consume_stop(topic(partition.stream.topic), partition.stream.partition) == 0) return {};
    return toError(rd_kafka_last_error(), placeOf(partition));
}

Assignment::~Assignment() {
    for (Partition& partition : m_partitions)
        if (!partition.finished) static_cast<void>(stopFetching(partition));
}

Status Assignment::assignNew(const std::vector<Partition>& found) {
    const PartitionListPtr paused = makePartitionList(found.size());
    for (const Partition& candidate : found) {
        if (!candidate.finished) {
            if (Status status = startFetching(candidate, candidate.nextOffset); !status) return status;
            rd_kafka_topic_partition_list_add(paused.get(), candidate.stream.topic.c_str(),
                                              candidate.stream.partition);
        }
        Partition& added = m_partitions.add(candidate.stream.topic, candidate.stream.partition);
        const Stream stream = added.stream;
        added = candidate;
        added.stream = stream;
        // Named in the next batch's progress, before it has a record: event time waits for every partition
        // there is.
        m_partitions.touch(added);
    }
    if (m_paused) rd_kafka_pause_partitions(m_handle.get(), paused.get());
    return {};
}

Status Assignment::restartLost(const std::vector<Partition*>& partitions) {
    for (Partition* partition : partitions) {
        const std::int64_t from =
            partition->lostFrom == Partition::kUnknown ? partition->nextOffset : partition->lostFrom;
        if (Status status = startOver(*partition); !status) return status;
        partition->lostFrom = from;
    }
    return {};
}

Status Assignment::startOver(Partition& partition) {
    if (Status status = stopFetching(partition); !status) return status;
    partition.mustReset = false;
    partition.lostFrom = Partition::kUnknown;
    partition.nextOffset = Partition::kUnknown;
    partition.caughtUp = false;
    return startFetching(partition, RD_KAFKA_OFFSET_BEGINNING);
}

Status Assignment::restart(const std::vector<Partition*>& partitions) {
    for (Partition* partition : partitions) {
        if (partition->nextOffset < 0) continue;
        m_notes.addRestart(partition->stream.topic, partition->stream.partition, partition->nextOffset);
        if (Status status = stopFetching(*partition); !status) return status;
        if (Status status = startFetching(*partition, partition->nextOffset); !status) return status;
    }
    return {};
}

Status Assignment::release(const std::vector<Partition*>& partitions) {
    for (const Partition* partition : partitions)
        if (Status status = stopFetching(*partition); !status) return status;
    return {};
}

PartitionListPtr Assignment::activePartitions() {
    std::vector<Partition*> active;
    for (Partition& partition : m_partitions)
        if (!partition.finished) active.push_back(&partition);
    return listOf(active);
}

void Assignment::pause() {
    if (std::exchange(m_paused, true)) return;
    rd_kafka_pause_partitions(m_handle.get(), activePartitions().get());
}

void Assignment::resume() {
    if (!std::exchange(m_paused, false)) return;
    rd_kafka_resume_partitions(m_handle.get(), activePartitions().get());
}

} // namespace eventflow::kafka
