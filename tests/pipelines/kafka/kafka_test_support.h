#pragma once

#include "pipelines/collect/source.h"
#include "pipelines/kafka/embedded_broker.h"
#include "pipelines/kafka/kafka_producer.h"
#include "pipelines/kafka/kafka_source.h"

#include <QTest>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace eventflow::kafka::test {

using std::chrono::milliseconds;
using std::chrono::seconds;

inline QByteArray text(const Error& error) {
    return QByteArray::fromStdString(error.detail);
}
inline QByteArray text(const Status& status) {
    return status ? QByteArray("ok") : text(status.error());
}

inline ClusterAccess accessTo(const std::string& bootstrapServers, Properties properties = {}) {
    ClusterAccess access;
    access.bootstrapServers = bootstrapServers;
    access.properties = std::move(properties);
    return access;
}

/// A broker that runs, or the test fails.
inline std::unique_ptr<EmbeddedBroker> startBroker(int brokers = 1) {
    auto broker = EmbeddedBroker::start({brokers});
    return broker ? std::move(*broker) : nullptr;
}

/// Loopback needs no time to gather records.
inline std::unique_ptr<KafkaProducer> makeProducer(const EmbeddedBroker& broker,
                                                   std::map<std::string, std::string> properties = {}) {
    properties.emplace("linger.ms", "1");
    auto producer = broker.makeProducer(properties);
    return producer ? std::move(*producer) : nullptr;
}

/// Produces `count` values "<from>", "<from + 1>" …, keyed by number modulo 16, and waits for their delivery.
inline Status produceNumbers(const EmbeddedBroker& broker, const std::string& topic, int from, int count) {
    const auto producer = makeProducer(broker);
    for (int i = from; i < from + count; ++i) {
        const std::string key = std::to_string(i % 16);
        const std::string value = std::to_string(i);
        if (Status status = producer->produce(topic, key, value, {}, kNoTime, {}); !status) return status;
    }
    return producer->flush(seconds(10));
}

inline KafkaSourceOptions sourceOptions(const EmbeddedBroker& broker, std::vector<std::string> topics) {
    KafkaSourceOptions options;
    options.access.bootstrapServers = broker.bootstrapServers();
    options.topics = std::move(topics);
    // The mock does not wake a waiting fetch, so that this is the latency of a record.
    options.access.properties["fetch.wait.max.ms"] = "10";
    return options;
}

/// What a source gave, as values that outlive its batches.
struct Collected {
    struct Item {
        std::int64_t offset = 0;
        std::string value;
    };
    std::map<std::pair<std::string, std::int32_t>, std::vector<Item>> streams;
    collect::Positions positions;
    std::size_t records = 0;
    std::size_t unavailable = 0; ///< reads that reported a lost connection
    bool allCaughtUp = false;
    bool ended = false;
    std::optional<Error> error; ///< a final one

    /// Every record once and in order: offsets of each stream without gap or repetition.
    [[nodiscard]] bool isContiguous() const {
        for (const auto& [name, items] : streams)
            for (std::size_t i = 1; i < items.size(); ++i)
                if (items[i].offset != items[i - 1].offset + 1) return false;
        return true;
    }
};

/// Reads until `enough` says so, the source ends or fails, or the deadline passes.
inline void readInto(Collected& all, collect::Source& source,
                     const std::function<bool(const Collected&)>& enough,
                     milliseconds deadline = seconds(20)) {
    RecordBatch batch;
    std::map<const Stream*, bool> caughtUp;
    const auto end = std::chrono::steady_clock::now() + deadline;
    while (!enough(all) && std::chrono::steady_clock::now() < end) {
        batch.clear();
        const auto outcome = source.read(batch, milliseconds(50), {});
        if (!outcome) {
            if (outcome.error().code != ErrorCode::Unavailable) {
                all.error = outcome.error();
                return;
            }
            ++all.unavailable;
            continue;
        }
        for (const Record& record : batch.records)
            all.streams[{record.stream->topic, record.stream->partition}].push_back(
                {record.offset, std::string(record.value.value_or("(null)"))});
        all.records += batch.records.size();
        for (const StreamProgress& progress : batch.progress) {
            all.positions[{progress.stream->topic, progress.stream->partition}] = progress.nextOffset;
            caughtUp[progress.stream] = progress.caughtUp;
        }
        all.allCaughtUp = !caughtUp.empty();
        for (const auto& [stream, done] : caughtUp)
            all.allCaughtUp = all.allCaughtUp && done;
        if (*outcome == collect::ReadOutcome::End) {
            all.ended = true;
            return;
        }
    }
}

inline Collected readAll(collect::Source& source, const std::function<bool(const Collected&)>& enough,
                         milliseconds deadline = seconds(20)) {
    Collected all;
    readInto(all, source, enough, deadline);
    return all;
}

inline auto atLeast(std::size_t records) {
    return [records](const Collected& all) { return all.records >= records; };
}
inline bool never(const Collected&) {
    return false;
}

} // namespace eventflow::kafka::test
