#include "pipelines/admin/record_sender.h"

namespace eventflow::admin {
namespace {

/// Longer than a message may take by default.
constexpr std::chrono::seconds kFlushDeadline{90};
constexpr std::chrono::milliseconds kProgressInterval{500};

} // namespace

std::map<std::string, std::string> detailsOf(const WriteReport& report) {
    return {
        {"read", std::to_string(report.counts.read)},     {"written", std::to_string(report.counts.written)},
        {"failed", std::to_string(report.counts.failed)}, {"skipped", std::to_string(report.counts.skipped)},
        {"bytes", std::to_string(report.counts.bytes)},   {"cancelled", report.cancelled ? "true" : "false"}};
}

Result<std::unique_ptr<RecordSender>> RecordSender::open(const kafka::ClusterAccess& access,
                                                         const config::WritePermit& permit,
                                                         SendOptions options) {
    auto producer = kafka::KafkaProducer::create(access, permit);
    if (!producer) return producer.error();
    return std::unique_ptr<RecordSender>(new RecordSender(std::move(*producer), std::move(options)));
}

bool RecordSender::awaitTurn(const std::stop_token& stop) {
    if (m_pacer.unlimited()) return !stop.stop_requested();
    const auto wait = m_pacer.untilDue(m_sent, kNoTime, collect::Pacer::Clock::now());
    if (wait <= Duration::zero()) return !stop.stop_requested();
    m_producer->poll();
    tellProgress(false);
    return collect::sleepFor(wait, stop);
}

bool RecordSender::send(const std::string& topic, const kafka::OutgoingRecord& record,
                        const Describe& describe, std::stop_token stop) {
    if (!awaitTurn(stop)) {
        m_report.cancelled = true;
        return false;
    }
    ++m_sent;
    if (Status status = m_producer->produce(topic, record, stop); !status) {
        if (status.error().code == ErrorCode::Cancelled) {
            m_report.cancelled = true;
            return false;
        }
        m_report.addFailure(describe(record.tag), status.error());
        return true;
    }
    m_report.counts.bytes +=
        record.key.value_or(std::string_view()).size() + record.value.value_or(std::string_view()).size();
    tellProgress(false);
    return true;
}

Status RecordSender::flush(const Describe& describe, std::vector<std::uint64_t>* failedTags) {
    const Status status = m_producer->flush(kFlushDeadline);
    takeFailures(describe, failedTags);
    tellProgress(true);
    return status;
}

void RecordSender::takeFailures(const Describe& describe, std::vector<std::uint64_t>* failedTags) {
    for (kafka::DeliveryFailure& failure : m_producer->takeFailures()) {
        m_report.addFailure(describe(failure.tag), std::move(failure.error));
        ++m_undelivered;
        if (failedTags) failedTags->push_back(failure.tag);
    }
    const auto counters = m_producer->counters();
    m_report.counts.written = counters.delivered;
    // There may have been more than were kept one by one.
    m_report.counts.failed += counters.failed - m_undelivered;
    m_undelivered = counters.failed;
}

void RecordSender::tellProgress(bool now) {
    if (!m_options.onProgress) return;
    const auto time = std::chrono::steady_clock::now();
    if (!now && time - m_told < kProgressInterval) return;
    m_told = time;
    m_report.counts.written = m_producer->counters().delivered;
    m_options.onProgress(m_report.counts);
}

} // namespace eventflow::admin
