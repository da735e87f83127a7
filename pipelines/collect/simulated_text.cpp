#include "pipelines/collect/simulated_text.h"

#include "pipelines/collect/splitmix.h"

#include <array>

namespace eventflow::collect {

namespace {

constexpr std::array<std::string_view, 4> kCurrencies{"EUR", "USD", "GBP", "CHF"};
constexpr std::array<std::string_view, 4> kNetworks{"visa", "mastercard", "amex", "maestro"};
constexpr std::array<std::string_view, 6> kMerchants{"blue-bottle",  "north-books", "cityride",
                                                     "green-grocer", "pixel-games", "harbour-hotel"};
constexpr std::array<std::string_view, 5> kLoggers{"http.access", "checkout", "inventory", "auth",
                                                   "scheduler"};
constexpr std::array<std::string_view, 5> kQuietMessages{
    "request completed", "cache refreshed", "user signed in", "job finished", "connection pool resized"};
constexpr std::array<std::string_view, 3> kWarnings{"slow query", "retrying upstream call",
                                                    "queue is filling"};
constexpr std::array<std::string_view, 3> kErrors{
    "upstream timed out", "connection refused by payment-gateway", "out of worker threads"};

/// Independent numbers out of one identity.
template <typename Choices>
auto pick(const Choices& choices, std::uint64_t identity, unsigned which) {
    return choices[(identity >> (which * 8) & 0xFF) % choices.size()];
}

} // namespace

SimulatedText::SimulatedText(const SimulatorOptions& options, const Fleet& fleet, const SignalModel& signals)
    : m_fleet(fleet), m_signals(signals), m_startMs(toMs(options.start)) {
    m_hosts.reserve(fleet.hosts().size());
    for (const Host& host : fleet.hosts()) {
        const std::string tenant(host.tenant);
        m_hosts.push_back({"{\"tenant_id\":\"" + tenant + "\",\"host\":\"" + host.name + "\"",
                           "\",\"tenant_id\":\"" + tenant +
                               "\",\"source\":{\"type\":\"service\",\"source_id\":\"" + host.name +
                               "\"},\"attributes\":{\"logger\":\"",
                           "\"tags\":{\"env\":\"prod\",\"region\":\"" + std::string(host.region) +
                               "\",\"service\":\"" + std::string(host.service) + "\"}"});
    }
}

void SimulatedText::appendTime(std::int64_t sinceStartMs) {
    const std::int64_t ms = m_startMs + sinceStartMs;
    if (ms / 60'000 != m_minute) {
        m_minute = ms / 60'000;
        m_minuteText = formatIso8601(timestampFromMs(m_minute * 60'000)).substr(0, 17);
    }
    const auto inMinute = static_cast<std::uint64_t>(ms % 60'000);
    m_value.append(m_minuteText);
    m_value.appendPadded(inMinute / 1000, 2);
    m_value.append('.');
    m_value.appendPadded(inMinute % 1000, 3);
    m_value.append('Z');
}

void SimulatedText::writeMetric(const PlannedRecord& record) {
    const HostText& host = m_hosts[record.host];
    const SimulatedMetric& metric = kSimulatedMetrics[static_cast<std::size_t>(record.metric)];
    m_value.append(host.metricStart);
    m_value.append(",\"metric\":\"");
    m_value.append(metric.name);
    m_value.append('"');
    if (record.corruption != Corruption::MissingField) {
        m_value.append(",\"value\":");
        if (record.corruption == Corruption::WrongType)
            m_value.append("\"high\"");
        else if (record.corruption == Corruption::NotANumber)
            m_value.append("NaN");
        else
            m_value.appendFixed(m_signals.value(record.host, record.metric, record.eventMs), metric.decimals);
    }
    m_value.append(",\"ts_event\":\"");
    appendTime(record.eventMs);
    m_value.append("\",\"unit\":\"");
    m_value.append(metric.unit);
    m_value.append("\",");
    m_value.append(host.tags);
    m_value.append('}');
}

/// A schema break sends the amount as text and renames the currency.
void SimulatedText::writeAmount(const PlannedRecord& record, bool broken) {
    if (record.corruption == Corruption::MissingField) return;
    m_value.append(",\"amount\":");
    if (record.corruption == Corruption::WrongType) return m_value.append("{\"value\":\"lots\"}");
    if (record.corruption == Corruption::NotANumber) return m_value.append("NaN");
    if (broken) m_value.append('"');
    m_value.appendFixed(static_cast<std::int64_t>(99 + (record.identity >> 20) % 24'900), 2);
    if (broken) m_value.append('"');
}

void SimulatedText::writePayment(const PlannedRecord& record) {
    const std::uint64_t id = record.identity;
    const bool broken = static_cast<std::int64_t>(id % 1600) <
                        m_signals.strength(IncidentKind::SchemaBreak, 0, record.eventMs);
    m_value.append("{\"event_id\":\"evt_");
    m_value.appendHex(id);
    m_value.append("\",\"event_type\":\"payment.authorized.v1\",\"occurred_at\":\"");
    appendTime(record.eventMs);
    m_value.append("\",\"tenant_id\":\"");
    m_value.append(m_fleet.hosts()[record.host].tenant);
    m_value.append("\",\"payment_id\":\"");
    m_value.append(m_key.view());
    m_value.append('"');
    writeAmount(record, broken);
    m_value.append(broken ? ",\"ccy\":\"" : ",\"currency\":\"");
    m_value.append(pick(kCurrencies, id, 0));
    m_value.append("\",\"card_network\":\"");
    m_value.append(pick(kNetworks, id, 1));
    m_value.append("\",\"merchant\":\"");
    m_value.append(pick(kMerchants, id, 2));
    m_value.append("\",\"attempt\":");
    m_value.appendNumber(record.attempt);
    m_value.append('}');
}

void SimulatedText::writeLogBody(const PlannedRecord& record) {
    const auto during = [&](IncidentKind kind) {
        return m_signals.strength(kind, record.host, record.eventMs) > 0;
    };
    const bool troubled = during(IncidentKind::Saturation) || during(IncidentKind::ErrorBurst);
    const std::uint64_t dice = (record.identity >> 40) % 100;
    std::string_view severity = "info";
    std::string_view message = pick(kQuietMessages, record.identity, 1);
    if (dice < (troubled ? 60U : 2U)) {
        severity = "error";
        message = pick(kErrors, record.identity, 1);
    } else if (dice < (troubled ? 80U : 8U)) {
        severity = "warning";
        message = pick(kWarnings, record.identity, 1);
    }
    m_value.append(",\"body\":{\"log\":{\"severity\":\"");
    m_value.append(severity);
    m_value.append("\",\"message\":\"");
    m_value.append(message);
    m_value.append("\"}}");
}

void SimulatedText::writeLog(const PlannedRecord& record) {
    const HostText& host = m_hosts[record.host];
    m_value.append("{\"schema_name\":\"monitoring.v1.Envelope\",\"schema_version\":");
    if (record.corruption == Corruption::WrongType)
        m_value.append("[1]");
    else if (record.corruption == Corruption::NotANumber)
        m_value.append("NaN");
    else
        m_value.append("\"1\"");
    m_value.append(",\"event_id\":\"log_");
    m_value.appendHex(record.identity);
    m_value.append("\",\"ts_event\":\"");
    appendTime(record.eventMs);
    m_value.append(host.logSource);
    m_value.append(pick(kLoggers, record.identity, 3));
    m_value.append("\"},");
    m_value.append(host.tags);
    if (record.corruption != Corruption::MissingField) writeLogBody(record);
    m_value.append('}');
}

/// Bytes that are neither text nor a line's end, so that a file of lines keeps them in one line.
void SimulatedText::writeGarbage(const PlannedRecord& record) {
    SplitMix random(record.identity);
    const std::uint32_t count = 16 + random.below(48);
    m_value.append('\xFF');
    for (std::uint32_t i = 0; i < count; ++i)
        m_value.append(static_cast<char>(0x80 + random.below(128)));
}

void SimulatedText::write(SimulatedRecord& out) {
    const PlannedRecord& record = out.truth;
    m_key.clear();
    m_value.clear();
    if (record.kind == SimulatedKind::Payment) {
        m_key.append("pay_");
        m_key.appendHex(mix64(record.identity));
    } else {
        m_key.append(m_fleet.hosts()[record.host].name);
    }
    if (record.corruption == Corruption::Garbage)
        writeGarbage(record);
    else if (record.kind == SimulatedKind::Metric)
        writeMetric(record);
    else if (record.kind == SimulatedKind::Payment)
        writePayment(record);
    else
        writeLog(record);
    if (record.corruption == Corruption::Truncated)
        m_value.truncate(m_value.size() / 3 + record.identity % (m_value.size() / 2));
    static constexpr std::array<std::string_view, 3> kTopics{"ingest.raw.agent", "events.raw.v1",
                                                             "signals.log.v1"};
    out.topic = kTopics[static_cast<std::size_t>(record.kind)];
    out.key = m_key.view();
    out.value = m_value.view();
}

} // namespace eventflow::collect
