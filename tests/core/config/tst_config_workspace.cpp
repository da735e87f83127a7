#include "core/config/workspace.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <string>

using namespace eventflow;
using namespace eventflow::config;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

void write(const fs::path& file, std::string_view text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

} // namespace

class TestWorkspace : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryKey() {
        const auto workspace = parseWorkspace(R"(
name: shop
connections:
  - name: local
    bootstrap_servers: localhost:9092,localhost:9093
    topics: [raw, payments]
    properties: {security.protocol: SSL, ssl.key.location: /etc/kafka/client.key, fetch.wait.max.ms: 50}
static_tags: {env: prod, region: eu}
lookups:
  - {file: tables/hosts.csv, key: host, column: name, tags: [service, rack]}
  - {file: /srv/t.json, key: tenant, tags: [plan]}
panels:
  - {title: CPU, expr: 'avg by (service) (cpu_load)', unit: '%', legend: service, threshold: 90}
  - {title: Requests, expr: http_requests_per_second}
limits:
  lateness: 10s
  idle_timeout: 2m
  queue_bytes: 32MiB
  max_record_bytes: 1MiB
  max_series: 5000
  dedup_window: 100
  max_tags: 8
  workers: 3
rules: {interval: 30s}
)",
                                              "/srv/shop/");
        QVERIFY2(workspace.has_value(), workspace ? "" : workspace.error().detail.c_str());
        QCOMPARE(workspace->name, std::string("shop"));
        QCOMPARE(workspace->root.string(), std::string("/srv/shop"));
        QCOMPARE(workspace->connections.size(), std::size_t(1));
        const Connection& connection = workspace->connections.front();
        QCOMPARE(connection.bootstrapServers, std::string("localhost:9092,localhost:9093"));
        QCOMPARE(connection.topics, (std::vector<std::string>{"raw", "payments"}));
        QCOMPARE(connection.properties.at("ssl.key.location"), std::string("/etc/kafka/client.key"));
        QCOMPARE(connection.properties.at("fetch.wait.max.ms"), std::string("50"));
        QCOMPARE(workspace->staticTags.size(), std::size_t(2));
        QCOMPARE(workspace->staticTags[0].name, std::string("env"));
        QCOMPARE(workspace->lookups[0].file.string(), std::string("/srv/shop/tables/hosts.csv"));
        QCOMPARE(workspace->lookups[0].column, std::string("name"));
        QCOMPARE(workspace->lookups[1].file.string(), std::string("/srv/t.json"));
        QCOMPARE(workspace->lookups[1].column, std::string("tenant"));
        QVERIFY(workspace->panels[0].hasThreshold);
        QCOMPARE(workspace->panels[0].threshold, 90.0);
        QVERIFY(!workspace->panels[1].hasThreshold);
        QVERIFY(workspace->limits.lateness == 10s);
        QVERIFY(workspace->limits.idleTimeout == 2min);
        QCOMPARE(workspace->limits.queueBytes, std::size_t(32) << 20);
        QCOMPARE(workspace->limits.maxRecordBytes, std::size_t(1) << 20);
        QCOMPARE(workspace->limits.maxSeries, std::size_t(5000));
        QCOMPARE(workspace->limits.dedupWindow, std::size_t(100));
        QCOMPARE(workspace->limits.maxTags, std::size_t(8));
        QCOMPARE(workspace->limits.workers, 3U);
        QVERIFY(workspace->ruleInterval == 30s);
        QCOMPARE(workspace->databaseFile().string(), std::string("/srv/shop/eventflow.db"));
    }

    void namesThePlaceOfEveryMistake_data() {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("cause");
        const auto row = [](const char* name, const char* yaml, const char* place, const char* cause) {
            QTest::newRow(name) << QByteArray(yaml) << QString::fromLatin1(place)
                                << QString::fromLatin1(cause);
        };
        row("unknown key", "name: x\nconections: []\n", ":2:1:", "did you mean \"connections\"?");
        row("unknown key below", "limits:\n  latenes: 1s\n", ":2:3:", "did you mean \"lateness\"?");
        row("wrong type", "connections: {a: b}\n", ":1:14:", "must be a list, not a mapping");
        row("missing key", "connections:\n  - name: a\n", ":2:5:", "needs the key \"bootstrap_servers\"");
        row("duration", "limits: {lateness: 30}\n", ":1:20:", "a duration like 30s");
        row("byte size", "limits: {queue_bytes: 64 megs}\n", ":1:23:", "a size like 64MiB");
        row("count", "limits: {max_series: 0}\n", ":1:22:", "a whole number from 1");
        row("interval of zero", "rules: {interval: 0s}\n", ":1:8:", "longer than 0s");
        row("threshold", "panels:\n  - {title: a, expr: b, threshold: high}\n", ":2:36:", "must be a number");
        row("lookup without tags", "lookups:\n  - {file: a.csv, key: host}\n", ":2:5:", "\"tags\"");
        row("same name twice",
            "connections:\n - {name: a, bootstrap_servers: x}\n - {name: a, bootstrap_servers: y}\n",
            ":3:4:", "rename one");
        row("not YAML", "name: [\n", ":2:1:", "not valid YAML");
    }
    void namesThePlaceOfEveryMistake() {
        QFETCH(QByteArray, yaml);
        QFETCH(QString, place);
        QFETCH(QString, cause);
        const auto workspace = parseWorkspace(yaml.toStdString(), "/w");
        QVERIFY(!workspace);
        QCOMPARE(workspace.error().code, ErrorCode::ParseError);
        const QString detail = QString::fromStdString(workspace.error().detail);
        QVERIFY2(detail.startsWith(QStringLiteral("/w/workspace.yaml") + place), qPrintable(detail));
        QVERIFY2(detail.contains(cause), qPrintable(detail));
    }

    void reportsAllMistakesAtOnce() {
        const auto workspace = parseWorkspace("foo: 1\nbar: 2\nlimits: {workers: many}\n", "/w");
        QVERIFY(!workspace);
        QCOMPARE(std::ranges::count(workspace.error().detail, '\n'), 2);
    }

    void refusesSecretsWithoutRepeatingThem_data() {
        QTest::addColumn<QByteArray>("key");
        for (const char* key : {"sasl.password", "ssl.key.password", "ssl.keystore.password", "ssl.key.pem",
                                "sasl.oauthbearer.client.secret", "SASL.Password", "sasl.oauthbearer.config"})
            QTest::newRow(key) << QByteArray(key);
    }
    void refusesSecretsWithoutRepeatingThem() {
        QFETCH(QByteArray, key);
        const auto workspace =
            parseWorkspace("connections:\n  - name: a\n    bootstrap_servers: b\n    properties:\n      " +
                               key.toStdString() + ": hunter2\n",
                           "/w");
        QVERIFY(!workspace);
        const std::string& detail = workspace.error().detail;
        QVERIFY2(detail.find(":5:7:") != std::string::npos, detail.c_str());
        QVERIFY2(detail.find("is a secret") != std::string::npos, detail.c_str());
        QVERIFY(detail.find("hunter2") == std::string::npos);
    }

    void loadsAFolderWithItsRuleFilesSorted() {
        const QTemporaryDir folder;
        const fs::path root = folder.path().toStdString();
        write(root / "workspace.yaml", "name: demo\n");
        write(root / "rules" / "b.yaml", "");
        write(root / "rules" / "a.yml", "");
        write(root / "rules" / "notes.txt", "");
        const auto workspace = loadWorkspace(root);
        QVERIFY2(workspace.has_value(), workspace ? "" : workspace.error().detail.c_str());
        QCOMPARE(workspace->name, std::string("demo"));
        QCOMPARE(workspace->ruleFiles,
                 (std::vector<fs::path>{root / "rules" / "a.yml", root / "rules" / "b.yaml"}));
    }

    void takesAFolderWithoutAFileAsDefaults() {
        const QTemporaryDir folder;
        const auto workspace = loadWorkspace(folder.path().toStdString());
        QVERIFY(workspace.has_value());
        QVERIFY(workspace->ruleInterval == 15s);
        QVERIFY(workspace->ruleFiles.empty());
        QCOMPARE(workspace->name, fs::path(folder.path().toStdString()).filename().string());
    }

    void saysThatAFolderIsMissing() {
        const auto workspace = loadWorkspace("/nowhere/at/all");
        QVERIFY(!workspace);
        QCOMPARE(workspace.error().code, ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestWorkspace)
#include "tst_config_workspace.moc"
