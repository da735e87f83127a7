#include "tests/app/e2e/program.h"

#include <QDir>
#include <QTemporaryDir>

using namespace eventflow::testing;

/// One capture, replayed in every way there is.
class TestReplay : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    QByteArray m_expected;
    qint64 m_read = 0;

    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }

    Finished replay(const QString& capture, const QStringList& options, const QString& alerts) {
        return runEventflow(QStringList{QStringLiteral("replay"), path(capture), QStringLiteral("--json"),
                                        QStringLiteral("--alerts-out"), path(alerts)} +
                            options);
    }
    void generate(const QString& file, const QStringList& options = {}) {
        const Finished made =
            runEventflow(QStringList{QStringLiteral("generate"), QStringLiteral("--incident"),
                                     QStringLiteral("saturation"), QStringLiteral("--seed"),
                                     QStringLiteral("7"), QStringLiteral("--events"),
                                     QStringLiteral("100000"), QStringLiteral("-o"), path(file)} +
                         options);
        QVERIFY2(made.exitCode == 0, made.err.constData());
    }

private Q_SLOTS:
    void initTestCase() {
        generate(QStringLiteral("cap.ndjson.zst"));
        const Finished first = replay(QStringLiteral("cap.ndjson.zst"), {}, QStringLiteral("first"));
        QVERIFY2(first.exitCode == 0, first.err.constData());
        m_expected = contents(path(QStringLiteral("first")));
        m_read = first.number("read");
        QCOMPARE(m_read, 100'000);
        QVERIFY(conserved(first));
        QVERIFY(first.number("duplicates") > 0);
        QVERIFY(first.number("dead_lettered") > 0);
        QVERIFY(first.number("alerts_fired") > 0);
        QVERIFY(m_expected.contains("HostCpuSaturated"));
    }

    void givesTheSameBytes_data() {
        QTest::addColumn<QStringList>("options");
        const auto row = [](const char* name, const QStringList& options) { QTest::newRow(name) << options; };
        row("again", {});
        row("1 worker", {QStringLiteral("--workers"), QStringLiteral("1")});
        row("2 workers", {QStringLiteral("--workers"), QStringLiteral("2")});
        row("4 workers", {QStringLiteral("--workers"), QStringLiteral("4")});
        // 55 minutes of event time in about a second
        row("paced", {QStringLiteral("--speed"), QStringLiteral("3000")});
    }
    void givesTheSameBytes() {
        QFETCH(QStringList, options);
        const Finished run = replay(QStringLiteral("cap.ndjson.zst"), options, QStringLiteral("again"));
        QVERIFY2(run.exitCode == 0, run.err.constData());
        QVERIFY(conserved(run));
        QCOMPARE(run.number("read"), m_read);
        QCOMPARE(contents(path(QStringLiteral("again"))), m_expected);
    }

    /// Levels, missing data, samples between ticks and sequences: with any number of workers, paced, and
    /// interrupted.
    void everyKindOfRuleGivesTheSameBytes() {
        const char* rules = "on_missing: keep\n"
                            "groups:\n"
                            "- name: extra\n"
                            "  interval: 15s\n"
                            "  rules:\n"
                            "  - alert: CpuLevels\n"
                            "    evaluate: each_sample\n"
                            "    keep_firing_for: 30s\n"
                            "    levels:\n"
                            "    - {severity: info, expr: cpu_load > 40, resolve_when: cpu_load < 35}\n"
                            "    - {severity: critical, expr: cpu_load > 90, resolve_when: cpu_load < 80}\n"
                            "  - alert: Silent\n"
                            "    expr: count_over_time(cpu_load[5s]) < 1\n"
                            "    on_missing: zero\n"
                            "  - alert: BusyThenSlow\n"
                            "    sequence:\n"
                            "      within: 2m\n"
                            "      by: [host]\n"
                            "      steps:\n"
                            "      - {name: busy, where: metric == 'cpu_load' && value > 90.0, count: 2}\n"
                            "      - {name: slow, where: metric == 'http_latency_ms' && value > 400.0}\n"
                            "      until: metric == 'cpu_load' && value < 20.0\n";
        const auto makeWorkspace = [&](const QString& name) {
            QVERIFY(QDir().mkpath(path(name + QStringLiteral("/rules"))));
            QFile file(path(name + QStringLiteral("/rules/extra.yaml")));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(rules);
        };
        QByteArray expected;
        int round = 0;
        for (const QStringList& options : {QStringList{QStringLiteral("--workers"), QStringLiteral("1")},
                                           QStringList{QStringLiteral("--workers"), QStringLiteral("4")},
                                           QStringList{QStringLiteral("--speed"), QStringLiteral("3000")}}) {
            const QString workspace = QStringLiteral("kinds%1").arg(round++);
            makeWorkspace(workspace);
            const Finished run = replay(QStringLiteral("cap.ndjson.zst"),
                                        options + QStringList{QStringLiteral("--workspace"), path(workspace)},
                                        QStringLiteral("kinds"));
            QVERIFY2(run.exitCode == 0, run.err.constData());
            const QByteArray alerts = contents(path(QStringLiteral("kinds")));
            if (expected.isEmpty()) expected = alerts;
            QCOMPARE(alerts, expected);
        }
        for (const char* rule : {"CpuLevels", "Silent", "BusyThenSlow"})
            QVERIFY2(expected.contains(QByteArray("\"alert\":\"") + rule), rule);

        makeWorkspace(QStringLiteral("killed"));
        for (int kill = 0; kill < 6; ++kill) {
            QProcess process;
            process.start(eventflowProgram(),
                          {QStringLiteral("replay"), path(QStringLiteral("cap.ndjson.zst")),
                           QStringLiteral("--workspace"), path(QStringLiteral("killed")),
                           QStringLiteral("--speed"), QStringLiteral("3000")});
            QVERIFY(process.waitForStarted());
            if (process.waitForFinished(150 + 40 * kill)) continue;
            process.kill();
            QVERIFY(process.waitForFinished());
        }
        const Finished last = runEventflow({QStringLiteral("replay"), path(QStringLiteral("cap.ndjson.zst")),
                                            QStringLiteral("--workspace"), path(QStringLiteral("killed"))});
        QVERIFY2(last.exitCode == 0, last.err.constData());
        const auto steps = [&](const QString& workspace) {
            return runEventflow({QStringLiteral("alerts"), QStringLiteral("list"),
                                 QStringLiteral("--transitions"), QStringLiteral("--limit"),
                                 QStringLiteral("100000"), QStringLiteral("--workspace"), path(workspace)})
                .out;
        };
        QVERIFY(!steps(QStringLiteral("kinds0")).isEmpty());
        QCOMPARE(steps(QStringLiteral("killed")), steps(QStringLiteral("kinds0")));
    }

    void everyFormatGivesTheSameBytes_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QStringList>("options");
        QTest::newRow("plain") << QStringLiteral("cap.jsonl") << QStringList();
        QTest::newRow("gzip") << QStringLiteral("cap.json.gz") << QStringList();
        QTest::newRow("kcat") << QStringLiteral("cap.kcat.zst")
                              << QStringList{QStringLiteral("--format"), QStringLiteral("kcat")};
    }
    void everyFormatGivesTheSameBytes() {
        QFETCH(QString, file);
        QFETCH(QStringList, options);
        generate(file, options);
        const Finished run = replay(file, {}, QStringLiteral("format"));
        QVERIFY2(run.exitCode == 0, run.err.constData());
        QCOMPARE(run.number("read"), m_read);
        QCOMPARE(contents(path(QStringLiteral("format"))), m_expected);
    }

    void generatingIsDeterministic() {
        generate(QStringLiteral("one.ndjson"));
        generate(QStringLiteral("two.ndjson"), {QStringLiteral("--rate"), QStringLiteral("500000")});
        QVERIFY(!contents(path(QStringLiteral("one.ndjson"))).isEmpty());
        QVERIFY(contents(path(QStringLiteral("one.ndjson"))) == contents(path(QStringLiteral("two.ndjson"))));
    }

    void explainsEveryStepDownToItsRecords() {
        generate(QStringLiteral("cap.jsonl"));
        const QString workspace = path(QStringLiteral("explained"));
        const Finished run = replay(QStringLiteral("cap.jsonl"), {QStringLiteral("--workspace"), workspace},
                                    QStringLiteral("x"));
        QVERIFY2(run.exitCode == 0, run.err.constData());
        const Finished listed =
            runEventflow({QStringLiteral("alerts"), QStringLiteral("list"), QStringLiteral("--transitions"),
                          QStringLiteral("--workspace"), workspace, QStringLiteral("--json")});
        QVERIFY2(listed.exitCode == 0, listed.err.constData());
        const QJsonArray steps = listed.json().value(QStringLiteral("transitions")).toArray();
        QCOMPARE(steps.size(), m_expected.count('\n'));

        const QByteArray capture = contents(path(QStringLiteral("cap.jsonl")));
        for (const QJsonValue& step : steps) {
            const auto part = step.toObject()
                                  .value(QStringLiteral("explanation"))
                                  .toObject()
                                  .value(QStringLiteral("parts"))
                                  .toArray()
                                  .first()
                                  .toObject();
            const auto term = part.value(QStringLiteral("terms")).toArray().first().toObject();
            const bool holds = term.value(QStringLiteral("left")).toDouble() >
                               term.value(QStringLiteral("right")).toDouble();
            QCOMPARE(term.value(QStringLiteral("verdict")).toBool(), holds);
            const auto window = part.value(QStringLiteral("windows")).toArray().first().toObject();
            for (const char* which : {"first", "last"}) {
                const auto sample = window.value(QLatin1StringView(which)).toObject();
                const auto record = sample.value(QStringLiteral("record")).toObject();
                const qint64 offset = record.value(QStringLiteral("offset")).toInteger(-1);
                QVERIFY(offset >= 0 && offset < capture.size());
                const QByteArray line = capture.mid(offset, capture.indexOf('\n', offset) - offset);
                const QByteArray value = QByteArray::number(sample.value(QStringLiteral("value")).toDouble(),
                                                            'g', QLocale::FloatingPointShortest);
                QVERIFY2(line.startsWith('{') && line.contains(value), line.constData());
            }
        }
        const QString id = steps.first().toObject().value(QStringLiteral("fingerprint")).toString();
        const Finished explained = runEventflow({QStringLiteral("alerts"), QStringLiteral("explain"), id,
                                                 QStringLiteral("--workspace"), workspace});
        QVERIFY2(explained.exitCode == 0, explained.err.constData());
        QVERIFY(explained.out.contains("cap.jsonl/0@"));
    }

    void finishedReplayStartsAnewInItsWorkspace() {
        const QStringList workspace{QStringLiteral("--workspace"), path(QStringLiteral("workspace"))};
        for (int round = 0; round < 2; ++round) {
            const Finished run = replay(QStringLiteral("cap.ndjson.zst"), workspace, QStringLiteral("again"));
            QVERIFY2(run.exitCode == 0, run.err.constData());
            QCOMPARE(run.number("read"), m_read);
            QCOMPARE(contents(path(QStringLiteral("again"))), m_expected);
        }
        const Finished query = runEventflow(
            {QStringLiteral("query"), QStringLiteral("count(last_over_time(cpu_load[1h]))"),
             QStringLiteral("--workspace"), path(QStringLiteral("workspace")), QStringLiteral("--json")});
        QVERIFY2(query.exitCode == 0, query.err.constData());
        QVERIFY(query.out.contains("\"samples\":[["));
    }
};

QTEST_GUILESS_MAIN(TestReplay)
#include "tst_replay.moc"
