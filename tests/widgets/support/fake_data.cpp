#include "tests/widgets/support/fake_workbench.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace eventflow::testing {

namespace {

using feed::PipelineDelta;
using std::chrono::seconds;

Labels labels(std::initializer_list<Label> items) {
    return Labels(std::vector<Label>(items));
}

Alert alert(const char* rule, const char* group, AlertState state, Labels own, double value,
            Timestamp activeAt) {
    Alert a;
    a.rule = rule;
    a.group = group;
    a.ruleId = std::string(group) + "/" + rule;
    own.set("alertname", rule);
    a.labels = std::move(own);
    a.state = state;
    a.value = value;
    a.activeAt = activeAt;
    if (state != AlertState::Pending) a.firedAt = activeAt + seconds(180);
    if (state == AlertState::Recovering) a.keepFiringSince = activeAt + seconds(420);
    if (state == AlertState::Resolved) a.resolvedAt = activeAt + seconds(540);
    return a;
}

feed::RecordPreview record(const std::string& topic, std::int32_t partition, std::int64_t offset,
                           Timestamp ts, std::string key, std::string value) {
    feed::RecordPreview r;
    r.topic = topic;
    r.partition = partition;
    r.offset = offset;
    r.tsArrival = ts;
    r.key = std::move(key);
    r.valueBytes = value.size();
    r.value = std::move(value);
    r.headers = {
        {"content-type", "application/json"}, {"trace-id", "4bf92f3577b34da6"}, {"retry", std::nullopt}};
    return r;
}

std::string metricJson(int i, Timestamp ts) {
    const std::string host = "web-" + std::to_string(1 + i % 3);
    return R"({"tenant_id":"acme","host":")" + host + R"(","metric":"cpu_load","value":)" +
           std::to_string(40 + i % 37) + R"(.5,"ts_event":")" + formatIso8601(ts) +
           R"(","unit":"%","tags":{"zone":"eu-west-1a","role":"web"}})";
}

std::string paymentJson(int i, Timestamp ts) {
    return R"({"schema_name":"payment.authorized.v1","event_id":"pay-)" + std::to_string(90'000 + i) +
           R"(","amount":)" + std::to_string(12 + i * 7 % 900) +
           R"(.40,"currency":"EUR","merchant":{"id":"m-)" + std::to_string(i % 40) +
           R"(","country":"DE"},"retry":false,"ts":")" + formatIso8601(ts) + R"("})";
}

void addRecords(PipelineDelta& delta, double uptime, Timestamp now) {
    const auto base = static_cast<std::int64_t>(uptime * 100);
    for (int i = 0; i < 40; ++i) {
        const Timestamp ts = now - std::chrono::milliseconds(40 * (40 - i));
        delta.records["ingest.raw.agent"].push_back(record("ingest.raw.agent", i % 6, 918'000 + base + i, ts,
                                                           "web-" + std::to_string(1 + i % 3),
                                                           metricJson(i, ts)));
        delta.records["payments.authorized.v1"].push_back(
            record("payments.authorized.v1", i % 3, 41'000 + base + i, ts, "m-" + std::to_string(i % 40),
                   paymentJson(i, ts)));
    }
    delta.records["app.logs"].push_back(
        record("app.logs", 0, 77, now, "checkout", "plain text, \x01\xff not JSON"));
}

std::shared_ptr<const schema::Inference> inferenceOf(std::string (*json)(int, Timestamp)) {
    auto inference = std::make_shared<schema::Inference>();
    for (int i = 0; i < 400; ++i) {
        std::string value = json(i, FakeWorkbench::kStart + seconds(i));
        // What a real stream has: a field that comes and goes, and one that changes its type.
        if (i % 5 == 0) value.insert(1, R"("region":"eu-west-1",)");
        if (i % 40 == 0)
            value.insert(1, R"("build":"2026.6",)");
        else
            value.insert(1, R"("build":)" + std::to_string(200 + i % 3) + ",");
        inference->observe(value, false);
    }
    return inference;
}

void addSchemas(PipelineDelta& delta) {
    static const auto kAgent = inferenceOf(metricJson);
    static const auto kPayment = inferenceOf(paymentJson);
    delta.schemas["ingest.raw.agent"] = kAgent;
    delta.schemas["payments.authorized.v1"] = kPayment;
}

feed::StreamStats stream(const char* topic, std::int32_t partition, double uptime, double perSecond,
                         std::int64_t lag, Timestamp now) {
    feed::StreamStats s;
    s.topic = topic;
    s.partition = partition;
    s.records = static_cast<std::uint64_t>(uptime * perSecond);
    s.bytes = s.records * 214;
    s.nullKeys = s.records / 50;
    s.firstOffset = 1000;
    s.nextOffset = 1000 + static_cast<std::int64_t>(s.records);
    s.endOffset = lag < 0 ? -1 : s.nextOffset + lag;
    s.lastEvent = now - std::chrono::milliseconds(120 + 40 * partition);
    return s;
}

std::vector<feed::StepStats> stepStats(const feed::Counters& counters) {
    struct Row {
        Step step;
        double p50, p99, busy;
        std::size_t queue, batches;
    };
    constexpr std::array<Row, kStepCount> kRows{{{Step::Collect, 0.0004, 0.0021, 0.04, 0, 0},
                                                 {Step::Decode, 0.0011, 0.0052, 0.21, 9'400'000, 6},
                                                 {Step::Normalize, 0.0008, 0.0031, 0.16, 0, 0},
                                                 {Step::Validate, 0.0002, 0.0009, 0.05, 0, 0},
                                                 {Step::Enrich, 0.0003, 0.0014, 0.07, 0, 0},
                                                 {Step::Automate, 0.0014, 0.0083, 0.31, 2'100'000, 2},
                                                 {Step::Store, 0.0041, 0.0384, 0.44, 31'000'000, 11}}};
    std::vector<feed::StepStats> steps;
    std::uint64_t in = counters.read;
    for (const Row& row : kRows) {
        feed::StepStats s;
        s.step = row.step;
        s.in = in;
        if (row.step == Step::Decode) s.rejected = counters.deadLettered / 2 + counters.deadLettered / 8;
        if (row.step == Step::Normalize) s.rejected = counters.deadLettered / 4;
        if (row.step == Step::Validate)
            s.rejected = counters.deadLettered - counters.deadLettered / 2 - counters.deadLettered / 8 -
                         counters.deadLettered / 4;
        s.out = s.in - s.rejected - (row.step == Step::Automate ? counters.duplicates : 0);
        s.busySeconds = row.busy * static_cast<double>(counters.read) / 48'200;
        s.p50Seconds = row.p50;
        s.p99Seconds = row.p99;
        s.queueBytes = row.queue;
        s.queueBatches = row.batches;
        s.queueCapacity = 64 * 1024 * 1024;
        in = s.out;
        steps.push_back(s);
    }
    return steps;
}

} // namespace

std::vector<feed::Panel> FakeWorkbench::demoPanels() {
    return {
        {"CPU load by host", "avg by (host) (cpu_load)", "%", "host", 85, true},
        {"Latency p99", "latency_p99_ms", "ms", "service", 300, true},
        {"Requests", "sum by (service) (rate(requests_total[1m]))", "/s", "service", 0, false},
        {"Error rate", "error_rate", "%", "service", 5, true},
        {"Memory in use", "memory_used_bytes", "bytes", "host", 0, false},
        {"Payments authorized", "sum by (currency) (rate(payments_total[1m]))", "/s", "currency", 0, false}};
}

std::vector<Alert> FakeWorkbench::demoAlerts(Timestamp now) {
    std::vector<Alert> alerts;
    alerts.push_back(alert("HostSaturated", "hosts", AlertState::Firing,
                           labels({{"severity", "critical"}, {"host", "web-2"}, {"zone", "eu-west-1a"}}),
                           93.4, now - seconds(412)));
    alerts.back().annotations.set("summary", "CPU of web-2 is at 93.4 % for more than 3 minutes");
    alerts.back().annotations.set("runbook_url", "https://runbooks.example/host-saturated");
    alerts.push_back(alert("LatencyHigh", "services", AlertState::Firing,
                           labels({{"severity", "critical"}, {"service", "payments"}}), 402.7,
                           now - seconds(298)));
    alerts.back().annotations.set("summary", "p99 latency of payments is 403 ms");
    alerts.push_back(alert("ErrorBudgetBurn", "services", AlertState::Firing,
                           labels({{"severity", "warning"}, {"service", "payments"}}), 8.6,
                           now - seconds(221)));
    alerts.back().annotations.set("summary", "8.6 % of requests to payments fail");
    alerts.push_back(alert("PaymentsDropped", "business", AlertState::Firing,
                           labels({{"severity", "info"}, {"currency", "USD"}}), 33.1, now - seconds(190)));
    alerts.push_back(alert("MemoryLeak", "hosts", AlertState::Pending,
                           labels({{"severity", "warning"}, {"host", "web-2"}}), 7.3e9, now - seconds(95)));
    alerts.back().annotations.set("summary", "Memory of web-2 grows by more than 10 % an hour");
    alerts.push_back(alert("HostSilent", "hosts", AlertState::Recovering,
                           labels({{"severity", "critical"}, {"host", "web-3"}}), 1, now - seconds(640)));
    alerts.back().annotations.set("summary", "No metrics from web-3 for two minutes");
    return alerts;
}

std::vector<AlertTransition> FakeWorkbench::demoTransitions(Timestamp now) {
    std::vector<AlertTransition> transitions;
    const auto add = [&](Alert a, AlertState from, Timestamp tick, const char* reason) {
        transitions.push_back({tick, tick + seconds(2), from, std::move(a), reason});
    };
    for (const Alert& a : demoAlerts(now)) {
        Alert pending = a;
        pending.state = AlertState::Pending;
        pending.firedAt = pending.keepFiringSince = kNoTime;
        add(pending, AlertState::Inactive, a.activeAt, "condition holds");
        if (a.state == AlertState::Pending) continue;
        Alert firing = a;
        firing.state = AlertState::Firing;
        firing.keepFiringSince = kNoTime;
        add(firing, AlertState::Pending, a.firedAt, "held 3m \xe2\x89\xa5 for 3m");
        if (a.state == AlertState::Recovering)
            add(a, AlertState::Firing, a.keepFiringSince, "condition no longer holds");
    }
    Alert resolved = alert("HostSaturated", "hosts", AlertState::Resolved,
                           labels({{"severity", "critical"}, {"host", "db-1"}}), 61.2, now - seconds(2300));
    resolved.annotations.set("summary", "CPU of db-1 is at 61.2 %");
    add(resolved, AlertState::Firing, resolved.resolvedAt, "condition no longer holds");
    std::sort(transitions.begin(), transitions.end(),
              [](const AlertTransition& a, const AlertTransition& b) { return a.tick < b.tick; });
    return transitions;
}

std::vector<feed::DeadLetterPreview> FakeWorkbench::demoDeadLetters(Timestamp now) {
    std::vector<feed::DeadLetterPreview> letters;
    const auto add = [&](Step step, RejectCode code, const char* detail, feed::RecordPreview r) {
        letters.push_back({step, code, detail, std::move(r)});
    };
    for (int i = 0; i < 8; ++i) {
        const Timestamp ts = now - seconds(7 * (8 - i));
        add(Step::Decode, RejectCode::MalformedJson, "byte 41: a string is not closed",
            record("ingest.raw.agent", i % 6, 917'001 + 13 * i, ts, "web-1",
                   R"({"tenant_id":"acme","host":"web-1","metric":"cpu_lo)"));
        if (i % 2 == 0)
            add(Step::Normalize, RejectCode::WrongType, R"(field "value" is a string, expected a number)",
                record("ingest.raw.agent", i % 6, 917'101 + 17 * i, ts, "web-3",
                       R"({"tenant_id":"acme","host":"web-3","metric":"cpu_load","value":"n/a"})"));
        if (i % 3 == 0)
            add(Step::Validate, RejectCode::InvalidCurrency,
                R"(field "currency" is "euro", expected three upper-case letters)",
                record(
                    "payments.authorized.v1", i % 3, 40'311 + i, ts, "m-7",
                    R"({"schema_name":"payment.authorized.v1","event_id":"pay-7","amount":12.4,"currency":"euro"})"));
    }
    add(Step::Decode, RejectCode::NoValue, "the record has no value",
        record("payments.authorized.v1", 1, 40'200, now - seconds(61), "m-9", ""));
    letters.back().record.value.reset();
    return letters;
}

PipelineDelta FakeWorkbench::demoDelta(double uptime) {
    PipelineDelta delta;
    const Timestamp now =
        kStart + std::chrono::duration_cast<Duration>(std::chrono::duration<double>(3600 + uptime));
    delta.generation = 1;
    delta.uptimeSeconds = uptime;
    delta.status = {feed::RunState::Running, "demo (127.0.0.1:41234)", "", -1, {}};
    delta.watermark = now - seconds(2);
    delta.arrival = now;

    feed::Counters& c = delta.counters;
    c.read = static_cast<std::uint64_t>(std::lround(48'200 * uptime + 2600 * std::sin(uptime / 4)));
    c.bytesRead = c.read * 214;
    c.deadLettered = c.read / 4000;
    c.duplicates = c.read / 300;
    c.stored = c.read - c.deadLettered - c.duplicates;
    c.late = c.read / 900;
    c.alertsFired = 5;
    delta.steps = stepStats(c);
    for (int p = 0; p < 6; ++p)
        delta.streams.push_back(
            stream("ingest.raw.agent", p, uptime, 6900 - 140 * p, p == 4 ? 1240 : 11 + p, now));
    for (int p = 0; p < 3; ++p)
        delta.streams.push_back(stream("payments.authorized.v1", p, uptime, 1400, 3, now));
    delta.streams.push_back(stream("app.logs", 0, uptime, 2100, 0, now));
    delta.streams.push_back(stream("incident.ndjson.zst", 0, uptime, 900, -1, now));
    delta.deadLetterCounts = {
        {Step::Decode, RejectCode::MalformedJson, c.deadLettered / 2},
        {Step::Decode, RejectCode::NoValue, c.deadLettered / 8},
        {Step::Normalize, RejectCode::WrongType, c.deadLettered / 4},
        {Step::Validate, RejectCode::InvalidCurrency,
         c.deadLettered - c.deadLettered / 2 - c.deadLettered / 8 - c.deadLettered / 4}};
    delta.seriesCount = 4812;
    delta.storeBytes = 187'000'000 + static_cast<std::uint64_t>(uptime * 900'000);
    delta.rssBytes = 432'000'000;
    // The incident stands still in time while the demo runs on.
    const Timestamp incident = kStart + std::chrono::hours(1);
    delta.activeAlerts = std::make_shared<const std::vector<Alert>>(demoAlerts(incident));
    delta.transitions = demoTransitions(incident);
    delta.deadLetters = demoDeadLetters(now);
    addSchemas(delta);
    addRecords(delta, uptime, now);
    return delta;
}

std::vector<feed::RuleText> FakeWorkbench::rules() const {
    const auto rule = [](const char* group, const char* name, const char* expr, Duration holdFor, int line) {
        feed::RuleText text;
        text.group = group;
        text.name = name;
        text.ruleId = std::string(group) + "/" + name;
        text.expression = expr;
        text.holdFor = holdFor;
        text.file = std::string("rules/") + group + ".yaml";
        text.line = line;
        text.yaml = "- alert: " + text.name + "\n  expr: " + text.expression +
                    "\n  for: " + formatDuration(holdFor) + "\n  labels:\n    severity: critical\n";
        return text;
    };
    using std::chrono::minutes;
    return {rule("hosts", "HostSaturated", "avg by (host, zone) (avg_over_time(cpu_load[2m])) > 85",
                 minutes(3), 4),
            rule("hosts", "MemoryLeak", "increase(memory_used_bytes[1h]) / memory_used_bytes > 0.1",
                 minutes(5), 14),
            rule("hosts", "HostSilent", "absent_over_time(cpu_load{host=\"web-3\"}[2m])", minutes(0), 24),
            rule("services", "LatencyHigh", "latency_p99_ms > 300", minutes(3), 4),
            rule("services", "ErrorBudgetBurn", "error_rate > 5", minutes(3), 13),
            rule("business", "PaymentsDropped", "sum by (currency) (rate(payments_total[5m])) < 40",
                 minutes(3), 4)};
}

} // namespace eventflow::testing
