#include "resources/embedded.h"

#include "core/config/workspace.h"
#include "core/rules/rule_engine.h"
#include "core/series/head.h"
#include "core/series/series_catalog.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <string>

using namespace eventflow;
using namespace eventflow::rules;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
/// A multiple of an hour, so that minutes read well.
constexpr std::int64_t kStart = 480'000LL * 3600 * kSecond;

Timestamp second(std::int64_t s) {
    return timestampFromNs(kStart + s * kSecond);
}

/// An engine on a real head, fed every 10 seconds.
class Bench {
public:
    explicit Bench(std::shared_ptr<const RuleSet> rules) : m_engine(std::move(rules)) {
        m_engine.start(second(0));
    }

    void append(const Labels& labels, Timestamp ts, double value) {
        m_head.append(*m_catalog.findOrAdd(labels, {}), ts, value);
    }
    void sample(const std::string& metric, const std::string& host, std::int64_t s, double value) {
        const std::string service = host.substr(0, host.find('-'));
        append(Labels({{"__name__", metric},
                       {"tenant", "acme"},
                       {"host", host},
                       {"service", service},
                       {"env", "prod"},
                       {"region", "eu-1"}}),
               second(s), value);
    }
    void advance(std::int64_t s) {
        m_engine.advance(
            second(s), m_head, [this](const Labels& l, Timestamp t, double v) { append(l, t, v); },
            transitions);
    }
    [[nodiscard]] std::string timeline(const std::string& alert) const {
        std::string out;
        for (const AlertTransition& t : transitions) {
            if (t.alert.rule != alert) continue;
            if (!out.empty()) out += ' ';
            out += std::string(t.alert.labels.get("host")) + ':' + toString(t.alert.state) + '@' +
                   std::to_string((toNs(t.tick) - kStart) / kSecond);
        }
        return out;
    }
    [[nodiscard]] const RuleEngine& engine() const { return m_engine; }

    std::vector<AlertTransition> transitions;

private:
    SeriesCatalog m_catalog{10'000};
    SeriesHead m_head;
    RuleEngine m_engine;
};

fs::path writeDemo(const fs::path& root) {
    for (const auto& file : resources::demoWorkspaceFiles()) {
        fs::create_directories((root / file.path).parent_path());
        std::ofstream(root / file.path, std::ios::binary) << file.contents;
    }
    return root;
}

std::shared_ptr<const RuleSet> demoRules() {
    const QTemporaryDir folder;
    const auto workspace = config::loadWorkspace(writeDemo(folder.path().toStdString()));
    if (!workspace) qFatal("%s", workspace.error().detail.c_str());
    const LoadResult loaded = loadRuleFiles(workspace->ruleFiles, {workspace->ruleInterval});
    for (const Finding& finding : loaded.findings)
        qFatal("%s:%d: %s", finding.location.file.c_str(), finding.location.line, finding.message.c_str());
    return loaded.rules;
}

std::shared_ptr<const RuleSet> rulesOf(const std::string& yaml) {
    const LoadResult loaded = loadRuleText(yaml, "r.yaml");
    if (loaded.rules == nullptr) qFatal("%s", loaded.findings.front().message.c_str());
    return loaded.rules;
}

} // namespace

class TestEndToEnd : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void loadsTheDemoWorkspace() {
        const QTemporaryDir folder;
        const auto workspace = config::loadWorkspace(writeDemo(folder.path().toStdString()));
        QVERIFY2(workspace.has_value(), workspace ? "" : workspace.error().detail.c_str());
        QCOMPARE(workspace->name, std::string("Sample incident"));
        QCOMPARE(workspace->panels.size(), std::size_t(5));
        for (const auto& panel : workspace->panels)
            QVERIFY2(promql::Expression::parse(panel.expression).has_value(), panel.title.c_str());
        for (const auto& lookup : workspace->lookups)
            QVERIFY(fs::exists(lookup.file));
        QCOMPARE(demoRules()->ruleCount(), std::size_t(10));
        for (const auto& file : resources::demoWorkspaceFiles()) {
            std::ifstream in(fs::path(EVENTFLOW_SOURCE_DIR) / "resources/demo" / file.path, std::ios::binary);
            QCOMPARE(std::string(std::istreambuf_iterator<char>(in), {}), std::string(file.contents));
        }
    }

    void firesAndResolvesASaturatedHost() {
        Bench bench(demoRules());
        for (std::int64_t s = 0; s <= 2400; s += 10) {
            const bool hot = s >= 600 && s < 1200;
            bench.sample("cpu_load", "api-01", s, hot ? 97 : 40);
            bench.sample("cpu_load", "api-02", s, 40);
            bench.sample("http_latency_ms", "api-01", s, hot ? 900 : 80);
            bench.advance(s);
        }
        // (600, 660]: the mean of a minute is above 90 when 53.6 s of it are hot: 97 × 6/6 at 650.
        QCOMPARE(
            bench.timeline("HostCpuSaturated"),
            std::string("api-01:pending@660 api-01:firing@840 api-01:recovering@1230 api-01:resolved@1290"));
        QCOMPARE(bench.timeline("HighLatency"),
                 std::string("api-01:pending@645 api-01:firing@825 api-01:resolved@1275"));
        QCOMPARE(std::string(bench.transitions.front().alert.labels.get("severity")), std::string("warning"));
        QVERIFY(bench.timeline("HostSilent").empty());
        QVERIFY(bench.engine().activeAlerts().empty());
        for (const RuleHealth& health : bench.engine().health())
            QVERIFY2(health.lastError.empty(), health.lastError.c_str());
    }

    void noticesASilentHostAndItsReturn() {
        Bench bench(demoRules());
        for (std::int64_t s = 0; s <= 3000; s += 10) {
            bench.sample("cpu_load", "web-01", s, 40);
            if (s <= 600 || s > 1500) bench.sample("cpu_load", "web-02", s, 40);
            bench.advance(s);
        }
        // Last heard of at 600; (600, 900] is the first window without a sample.
        QCOMPARE(bench.timeline("HostSilent"),
                 std::string("web-02:pending@900 web-02:firing@960 web-02:resolved@1515"));
    }

    void noticesALeak() {
        Bench bench(demoRules());
        for (std::int64_t s = 0; s <= 3600; s += 10) {
            bench.sample("memory_used_percent", "db-01", s, 60 + 38.0 * static_cast<double>(s) / 3600);
            bench.sample("memory_used_percent", "db-02", s, 60);
            bench.advance(s);
        }
        QVERIFY2(bench.timeline("MemoryLeak").starts_with("db-01:pending@1"),
                 bench.timeline("MemoryLeak").c_str());
        QVERIFY(bench.timeline("MemoryLeak").find("db-01:firing@") != std::string::npos);
        QVERIFY(bench.timeline("MemoryNearlyFull").find("db-01:firing@") != std::string::npos);
        QVERIFY(bench.timeline("MemoryLeak").find("db-02") == std::string::npos);
    }

    void noticesErrorsOfAHostAndItsService() {
        Bench bench(demoRules());
        for (std::int64_t s = 0; s <= 1800; s += 10) {
            for (const char* host : {"web-01", "web-02"}) {
                const bool failing = s >= 300 && s < 900 && host == std::string("web-01");
                bench.sample("http_error_ratio", host, s, failing ? 0.3 : 0.01);
                bench.sample("http_requests_per_second", host, s, 10);
            }
            bench.advance(s);
        }
        QCOMPARE(bench.timeline("HighErrorRatio"),
                 std::string("web-01:pending@300 web-01:firing@420 web-01:resolved@900"));
        // (0.3 + 0.01) / 2 from the recording rule of the same tick.
        QCOMPARE(bench.timeline("ServiceErrorRatio"),
                 std::string(":pending@300 :firing@480 :recovering@900 :resolved@1020"));
        const auto fired = std::ranges::find_if(bench.transitions, [](const AlertTransition& t) {
            return t.alert.rule == "ServiceErrorRatio" && t.alert.state == AlertState::Firing;
        });
        QCOMPARE(std::string(fired->alert.annotations.get("summary")),
                 std::string("web of acme fails 15.5% of its requests"));
    }

    void letsARuleReadAlertsOfTheSameTick() {
        Bench bench(rulesOf("groups:\n- name: g\n  interval: 10s\n  rules:\n"
                            "  - {alert: Hot, expr: cpu_load > 90}\n"
                            "  - {alert: AnyHot, expr: 'count(ALERTS{alertname=\"Hot\"}) > 0'}\n"));
        for (std::int64_t s = 0; s <= 60; s += 10) {
            bench.sample("cpu_load", "a-1", s, s >= 20 && s < 40 ? 95 : 10);
            bench.advance(s);
        }
        QCOMPARE(bench.timeline("Hot"), std::string("a-1:firing@20 a-1:resolved@40"));
        // Without the stale marker ALERTS would be visible for five more minutes.
        QCOMPARE(bench.timeline("AnyHot"), std::string(":firing@20 :resolved@40"));
    }

    void reportsAnExpressionThatFails() {
        Bench bench(rulesOf("groups:\n- name: g\n  interval: 10s\n  rules:\n"
                            "  - {alert: Joined, expr: 'cpu_load * on (tenant) cpu_load > 0'}\n"));
        for (std::int64_t s = 0; s <= 20; s += 10) {
            bench.sample("cpu_load", "a-1", s, 1);
            bench.sample("cpu_load", "a-2", s, 1);
            bench.advance(s);
        }
        QVERIFY(bench.transitions.empty());
        QCOMPARE(bench.engine().health().front().errors, std::uint64_t(2));
        QVERIFY(!bench.engine().health().front().lastError.empty());
    }
};

QTEST_GUILESS_MAIN(TestEndToEnd)
#include "tst_rules_end_to_end.moc"
