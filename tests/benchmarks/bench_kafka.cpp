// How fast topics are read, beside the limit: a bare rd_kafka_consume_batch_queue loop that only counts, with
// the same client configuration on the same embedded broker in the same run. `of_bare` is the part of it that
// the source reaches. The broker works on the same cores, so the figures are those of broker and reader
// together.

#include "pipelines/kafka/embedded_broker.h"
#include "pipelines/kafka/kafka_conf.h"
#include "pipelines/kafka/kafka_producer.h"
#include "pipelines/kafka/kafka_source.h"

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>

using namespace eventflow;
using namespace eventflow::kafka;

namespace {

constexpr int kPartitions = 48;
constexpr int kRecords = 500'000;
constexpr const char* kTopic = "bench";

[[noreturn]] void fail(const std::string& why) {
    std::cerr << why << '\n';
    std::exit(1);
}

double residentMiB() {
    std::ifstream statm("/proc/self/statm");
    double pages = 0;
    double resident = 0;
    statm >> pages >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

/// 150 bytes a record, spread so that no partition drops its beginning.
std::unique_ptr<EmbeddedBroker> filledBroker() {
    auto broker = EmbeddedBroker::start();
    if (!broker) fail(broker.error().detail);
    if (Status status = (*broker)->createTopic(kTopic, kPartitions); !status) fail(status.error().detail);
    const auto producer = (*broker)->makeProducer({{"compression.type", "none"}});
    if (!producer) fail(producer.error().detail);
    std::string value(150, 'x');
    for (int i = 0; i < kRecords; ++i) {
        const Status status = (*producer)->produce(kTopic, std::to_string(i), value, {}, kNoTime, {});
        if (!status) fail(status.error().detail);
    }
    if (Status status = (*producer)->flush(std::chrono::seconds(60)); !status) fail(status.error().detail);
    return std::move(*broker);
}

const EmbeddedBroker& broker() {
    static const std::unique_ptr<EmbeddedBroker> instance = filledBroker();
    return *instance;
}

double bareRate = 0;

void report(benchmark::State& state, std::int64_t records, double seconds) {
    const double rate = static_cast<double>(records) / seconds;
    state.counters["records/s"] = rate;
    state.counters["rss_mib"] = residentMiB();
    if (bareRate > 0) state.counters["of_bare"] = rate / bareRate;
}

double since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::int64_t readBare() {
    auto conf = makeReaderConf(broker().bootstrapServers(), {});
    auto handle = KafkaHandle::open(RD_KAFKA_CONSUMER, std::move(*conf));
    if (!handle) fail(handle.error().detail);
    const TopicPtr topic(rd_kafka_topic_new(handle->get(), kTopic, nullptr));
    const QueuePtr queue(rd_kafka_queue_new(handle->get()));
    for (int i = 0; i < kPartitions; ++i)
        rd_kafka_consume_start_queue(topic.get(), i, RD_KAFKA_OFFSET_BEGINNING, queue.get());
    std::array<rd_kafka_message_t*, 10'000> messages{};
    std::int64_t records = 0;
    for (int ended = 0; ended < kPartitions;) {
        const ssize_t got = rd_kafka_consume_batch_queue(queue.get(), 20, messages.data(), messages.size());
        for (ssize_t i = 0; i < got; ++i) {
            rd_kafka_message_t* message = messages[static_cast<std::size_t>(i)];
            if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR)
                ++records;
            else if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF)
                ++ended;
            rd_kafka_message_destroy(message);
        }
    }
    for (int i = 0; i < kPartitions; ++i)
        rd_kafka_consume_stop(topic.get(), i);
    return records;
}

std::int64_t readSource() {
    KafkaSourceOptions options;
    options.access.bootstrapServers = broker().bootstrapServers();
    options.topics = {kTopic};
    options.stopAtEnd = true;
    const auto source = makeKafkaSource(options);
    if (Status status = source->open({}); !status) fail(status.error().detail);
    RecordBatch batch;
    std::int64_t records = 0;
    while (!batch.endOfInput) {
        batch.clear();
        const auto outcome = source->read(batch, std::chrono::milliseconds(50), {});
        if (!outcome) fail(outcome.error().detail);
        records += static_cast<std::int64_t>(batch.records.size());
    }
    return records;
}

template <std::int64_t (*read)()>
double measure(benchmark::State& state) {
    broker();
    std::int64_t records = 0;
    double seconds = 0;
    for (auto iteration : state) {
        const auto start = std::chrono::steady_clock::now();
        const std::int64_t got = read();
        seconds += since(start);
        if (got != kRecords) fail("read " + std::to_string(got) + " of " + std::to_string(kRecords));
        records += got;
        benchmark::DoNotOptimize(iteration);
    }
    report(state, records, seconds);
    return static_cast<double>(records) / seconds;
}

void bareBatchLoop(benchmark::State& state) {
    bareRate = measure<readBare>(state);
}
void kafkaSource(benchmark::State& state) {
    measure<readSource>(state);
}

BENCHMARK(bareBatchLoop)->Iterations(5)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(kafkaSource)->Iterations(5)->UseRealTime()->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
