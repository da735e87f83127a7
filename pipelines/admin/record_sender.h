#pragma once

#include "core/admin/write_report.h"
#include "core/config/connection.h"
#include "pipelines/admin/watermarks.h"
#include "pipelines/collect/pacer.h"
#include "pipelines/kafka/cluster_access.h"
#include "pipelines/kafka/kafka_producer.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace eventflow::admin {

/// The numbers, for the audit log.
std::map<std::string, std::string> detailsOf(const WriteReport& report);

/// Called about twice a second, on the thread that writes.
using OnProgress = std::function<void(const WriteCounts&)>;

struct SendOptions {
    double recordsPerSecond = 0; ///< 0: no limit
    OnProgress onProgress;
};

/// Sends records at a bounded rate and knows which one failed: what producing, resending, copying and
/// redriving have in common. Thread: confined; blocks.
class RecordSender {
public:
    /// Says which record a tag is.
    using Describe = std::function<std::string(std::uint64_t)>;

    static Result<std::unique_ptr<RecordSender>> open(const kafka::ClusterAccess& access,
                                                      const config::WritePermit& permit, SendOptions options);

    /// Waits for its turn and queues the record. False: stopped. One that the client refuses is a failure in
    /// the report.
    bool send(const std::string& topic, const kafka::OutgoingRecord& record, const Describe& describe,
              std::stop_token stop);
    /// Waits until all that was sent is delivered or given up. Tags are described before it returns. The tags
    /// of failed ones are added to `failedTags`.
    Status flush(const Describe& describe, std::vector<std::uint64_t>* failedTags = nullptr);

    [[nodiscard]] WriteReport& report() { return m_report; }

private:
    RecordSender(std::unique_ptr<kafka::KafkaProducer> producer, SendOptions options)
        : m_producer(std::move(producer)),
          m_options(std::move(options)),
          m_pacer({m_options.recordsPerSecond, 0}) {}
    bool awaitTurn(const std::stop_token& stop);
    void takeFailures(const Describe& describe, std::vector<std::uint64_t>* failedTags);
    void tellProgress(bool now);

    std::unique_ptr<kafka::KafkaProducer> m_producer;
    SendOptions m_options;
    collect::Pacer m_pacer;
    std::uint64_t m_sent = 0;
    std::uint64_t m_undelivered = 0; ///< deliveries that failed and are counted in the report
    std::chrono::steady_clock::time_point m_told{};
    WriteReport m_report;
};

} // namespace eventflow::admin
