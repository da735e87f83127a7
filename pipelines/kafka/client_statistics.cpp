#include "pipelines/kafka/client_statistics.h"

#include <simdjson.h>

#include <algorithm>
#include <limits>

namespace eventflow::kafka {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

/// What is missing or of another type is `fallback`: versions of librdkafka differ in what they tell.
std::int64_t number(const object& from, std::string_view name, std::int64_t fallback = 0) {
    std::int64_t value = 0;
    return from[name].get(value) == simdjson::SUCCESS ? value : fallback;
}

/// What counts up, without room for a sum of two to overflow.
std::int64_t count(const object& from, std::string_view name) {
    return std::clamp<std::int64_t>(number(from, name), 0, std::numeric_limits<std::int64_t>::max() / 2);
}

std::string text(const object& from, std::string_view name) {
    std::string_view value;
    return from[name].get(value) == simdjson::SUCCESS ? std::string(value) : std::string();
}

std::int64_t inWindow(const object& from, std::string_view window, std::string_view name) {
    object values;
    return from[window].get(values) == simdjson::SUCCESS ? number(values, name) : 0;
}

std::int32_t brokerNumber(const object& from, std::string_view name) {
    const std::int64_t value = number(from, name, -1);
    return value >= 0 && value <= INT32_MAX ? static_cast<std::int32_t>(value) : -1;
}

/// Offsets below zero are librdkafka's names for places (-1001 and the like): not known so far.
std::int64_t offset(const object& from, std::string_view name) {
    return std::max(number(from, name, PartitionStatistics::kUnknown), PartitionStatistics::kUnknown);
}

BrokerStatistics toBroker(const object& from) {
    BrokerStatistics broker;
    broker.id = brokerNumber(from, "nodeid");
    broker.address = text(from, "nodename");
    broker.state = text(from, "state");
    broker.stateAge = std::chrono::microseconds(number(from, "stateage"));
    broker.rttP50 = std::chrono::microseconds(inWindow(from, "rtt", "p50"));
    broker.rttP99 = std::chrono::microseconds(inWindow(from, "rtt", "p99"));
    broker.throttle = std::chrono::milliseconds(inWindow(from, "throttle", "avg"));
    broker.idle = std::chrono::microseconds(number(from, "rxidle", -1));
    broker.waiting = number(from, "waitresp_cnt");
    broker.requestErrors = count(from, "txerrs") + count(from, "rxerrs");
    broker.requestTimeouts = number(from, "req_timeouts");
    broker.connects = number(from, "connects");
    broker.disconnects = number(from, "disconnects");
    return broker;
}

PartitionStatistics toPartition(std::string_view topic, const object& from) {
    PartitionStatistics partition;
    partition.topic = topic;
    partition.partition = static_cast<std::int32_t>(number(from, "partition"));
    partition.leader = brokerNumber(from, "leader");
    partition.fetchState = text(from, "fetch_state");
    partition.queuedMessages = number(from, "fetchq_cnt");
    partition.queuedBytes = number(from, "fetchq_size");
    partition.fetchedTo = offset(from, "next_offset");
    partition.takenTo = offset(from, "app_offset");
    partition.highWatermark = offset(from, "hi_offset");
    partition.stableOffset = offset(from, "ls_offset");
    return partition;
}

/// The partition -1 of each topic is a producer's waiting room; `none` was never asked to be fetched.
bool isAssigned(const object& partition) {
    const std::int64_t id = number(partition, "partition", -1);
    return id >= 0 && id <= INT32_MAX && text(partition, "fetch_state") != "none";
}

void addPartitions(ClientStatistics& out, std::string_view topic, const object& from) {
    object partitions;
    if (from["partitions"].get(partitions) != simdjson::SUCCESS) return;
    for (const auto& [name, value] : partitions) {
        object partition;
        if (value.get(partition) != simdjson::SUCCESS || !isAssigned(partition)) continue;
        if (out.partitions.size() < kMaxStatisticsPartitions)
            out.partitions.push_back(toPartition(topic, partition));
        else
            ++out.omitted;
    }
}

} // namespace

std::int64_t PartitionStatistics::lag() const {
    const std::int64_t end = stableOffset != kUnknown ? stableOffset : highWatermark;
    return end == kUnknown || takenTo == kUnknown ? 0 : std::max<std::int64_t>(end - takenTo, 0);
}

std::int64_t PartitionStatistics::openTransactionSpan() const {
    if (stableOffset == kUnknown || highWatermark == kUnknown) return 0;
    return std::max<std::int64_t>(highWatermark - stableOffset, 0);
}

const BrokerStatistics* ClientStatistics::broker(std::int32_t id) const {
    const auto found =
        std::find_if(brokers.begin(), brokers.end(), [&](const auto& broker) { return broker.id == id; });
    return id < 0 || found == brokers.end() ? nullptr : &*found;
}

Result<ClientStatistics> parseStatistics(std::string_view json) {
    if (json.size() > kMaxStatisticsBytes)
        return Error{ErrorCode::LimitExceeded, "client statistics: " + std::to_string(json.size()) +
                                                   " bytes, more than the " +
                                                   std::to_string(kMaxStatisticsBytes) + " that are read"};
    simdjson::dom::parser parser;
    object root;
    if (const auto error = parser.parse(json.data(), json.size()).get(root); error)
        return Error{ErrorCode::Corrupt, std::string("client statistics: ") + simdjson::error_message(error)};

    ClientStatistics out;
    out.time = std::chrono::microseconds(number(root, "ts"));
    out.messages = number(root, "rxmsgs");
    out.bytes = number(root, "rxmsg_bytes");
    out.callbacksWaiting = number(root, "replyq");
    if (object brokers; root["brokers"].get(brokers) == simdjson::SUCCESS)
        for (const auto& [name, value] : brokers) {
            object broker;
            if (value.get(broker) != simdjson::SUCCESS || text(broker, "source") == "internal") continue;
            if (out.brokers.size() < kMaxStatisticsBrokers) out.brokers.push_back(toBroker(broker));
        }
    if (object topics; root["topics"].get(topics) == simdjson::SUCCESS)
        for (const auto& [name, value] : topics) {
            object topic;
            if (value.get(topic) == simdjson::SUCCESS) addPartitions(out, text(topic, "topic"), topic);
        }
    return out;
}

} // namespace eventflow::kafka
