#include "tests/app/e2e/program.h"

#include <QDir>
#include <QTemporaryDir>

using namespace eventflow::testing;

/// Silences and acknowledgements, from the command line to what would be told.
class TestAlerts : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_workspace;

    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] QString marksFile() const { return m_workspace + QStringLiteral("/alert-marks.yaml"); }

    [[nodiscard]] Finished alerts(const QStringList& arguments) const {
        return runEventflow(QStringList{QStringLiteral("alerts")} + arguments +
                            QStringList{QStringLiteral("--workspace"), m_workspace});
    }
    [[nodiscard]] Finished silence(const QStringList& arguments) const {
        return alerts(QStringList{QStringLiteral("silence")} + arguments);
    }
    /// What `alerts list` says of this state.
    [[nodiscard]] QJsonArray listed(const QString& state) const {
        const Finished run =
            alerts({QStringLiteral("list"), QStringLiteral("--json"), QStringLiteral("--state"), state});
        return run.json().value(QStringLiteral("alerts")).toArray();
    }
    [[nodiscard]] static QString idOf(const QJsonValue& alert) {
        return alert.toObject().value(QStringLiteral("id")).toString();
    }
    [[nodiscard]] static QJsonArray marksOf(const QJsonValue& alert) {
        return alert.toObject().value(QStringLiteral("marks")).toArray();
    }
    /// What would be told in a replay with the marks as they are.
    [[nodiscard]] QByteArray told() {
        const Finished run = runEventflow(
            {QStringLiteral("replay"), path(QStringLiteral("cap.ndjson")), QStringLiteral("--workspace"),
             m_workspace, QStringLiteral("--notifications-out"), path(QStringLiteral("told"))});
        return run.exitCode == 0 ? contents(path(QStringLiteral("told"))) : run.err;
    }

private Q_SLOTS:
    void initTestCase() {
        m_workspace = path(QStringLiteral("workspace"));
        QVERIFY(QDir().mkpath(m_workspace + QStringLiteral("/rules")));
        QFile rules(m_workspace + QStringLiteral("/rules/r.yaml"));
        QVERIFY(rules.open(QIODevice::WriteOnly));
        // At the end of the capture Hot is over, and Seen still fires.
        rules.write("groups:\n- name: g\n  interval: 15s\n  rules:\n"
                    "  - alert: Hot\n    expr: avg_over_time(cpu_load[1m]) > 85\n"
                    "  - alert: Seen\n    expr: max by (host) (cpu_load{host=~'api-0[12]'}) > 0\n"
                    "    labels: {severity: page}\n"
                    "route: {receiver: r, group_by: [host], group_interval: 1m, repeat_interval: 2m}\n"
                    "silences:\n- {id: nightly, matchers: [host=nobody]}\n");
        rules.close();
        const Finished made =
            runEventflow({QStringLiteral("generate"), QStringLiteral("--incident"),
                          QStringLiteral("saturation"), QStringLiteral("--events"), QStringLiteral("20000"),
                          QStringLiteral("-o"), path(QStringLiteral("cap.ndjson"))});
        QVERIFY2(made.exitCode == 0, made.err.constData());
        QVERIFY(told().contains("\"reason\":\"repeat\""));
        QVERIFY(listed(QStringLiteral("firing")).size() == 2);
        QVERIFY(!listed(QStringLiteral("resolved")).isEmpty());
    }
    void init() { QFile::remove(marksFile()); }

    void aDryRunOnlySaysWhatItWouldHide() {
        const Finished run =
            silence({QStringLiteral("add"), QStringLiteral("--matchers"), QStringLiteral("alertname=Seen"),
                     QStringLiteral("--duration"), QStringLiteral("2h"), QStringLiteral("--dry-run"),
                     QStringLiteral("--json")});
        QVERIFY2(run.exitCode == 0, run.err.constData());
        QCOMPARE(run.json().value(QStringLiteral("hides")).toArray().size(),
                 listed(QStringLiteral("firing")).size());
        QVERIFY(!QFile::exists(marksFile()));
        const Finished none =
            silence({QStringLiteral("add"), QStringLiteral("--matchers"), QStringLiteral("host=nobody"),
                     QStringLiteral("--duration"), QStringLiteral("2h"), QStringLiteral("--dry-run")});
        QVERIFY(none.out.contains("no present alert matches"));
    }

    void aSilenceIsListedAndExpired() {
        const QJsonValue alert = listed(QStringLiteral("firing")).first();
        const QString host = alert.toObject()
                                 .value(QStringLiteral("labels"))
                                 .toObject()
                                 .value(QStringLiteral("host"))
                                 .toString();
        const Finished added =
            silence({QStringLiteral("add"), QStringLiteral("--matchers"),
                     QStringLiteral("host=\"%1\"").arg(host), QStringLiteral("--duration"),
                     QStringLiteral("2h"), QStringLiteral("--by"), QStringLiteral("anna"),
                     QStringLiteral("--comment"), QStringLiteral("new \"disk\""), QStringLiteral("--json")});
        QVERIFY2(added.exitCode == 0, added.err.constData());
        const QString id =
            added.json().value(QStringLiteral("silence")).toObject().value(QStringLiteral("id")).toString();
        QVERIFY(contents(marksFile()).contains(id.toLatin1()));

        const QJsonArray silences = silence({QStringLiteral("list"), QStringLiteral("--json")})
                                        .json()
                                        .value(QStringLiteral("silences"))
                                        .toArray();
        QCOMPARE(silences.size(), 2);
        QCOMPARE(silences[0].toObject().value(QStringLiteral("created_by")).toString(),
                 QStringLiteral("anna"));
        QCOMPARE(silences[0].toObject().value(QStringLiteral("comment")).toString(),
                 QStringLiteral("new \"disk\""));
        QCOMPARE(silences[1].toObject().value(QStringLiteral("source")).toString(), QStringLiteral("rules"));
        for (const QJsonValue& one : listed(QStringLiteral("firing")))
            QCOMPARE(marksOf(one).size(), idOf(one) == idOf(alert) ? 1 : 0);
        QVERIFY(alerts({QStringLiteral("list")}).out.contains("silenced by " + id.toLatin1() + " until "));

        QCOMPARE(silence({QStringLiteral("expire"), id}).exitCode, 0);
        QVERIFY(marksOf(listed(QStringLiteral("firing")).first()).isEmpty());
        QVERIFY(!silence({QStringLiteral("list")}).out.contains(id.toLatin1()));
        const Finished again = silence({QStringLiteral("expire"), id});
        QCOMPARE(again.exitCode, 1);
    }

    void refuses_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char* name, const char* arguments, int exitCode, const char* said) {
            QTest::newRow(name) << QString::fromLatin1(arguments).split(u' ') << exitCode << QByteArray(said);
        };
        row("what matches everything", "silence add --matchers host=~.* --duration 1h", 1,
            "nearly every alert");
        row("no matchers", "silence add --duration 1h", 2, "--matchers is required");
        row("no duration", "silence add --matchers host=a", 1, "--duration 2h, or --until");
        row("two ends", "silence add --matchers host=a --duration 1h --until 2027-01-01T00:00:00Z", 2,
            "excludes");
        row("end before start", "silence add --matchers host=a --until 2020-01-01T00:00:00Z", 1,
            "but starts at");
        row("half a matcher", "silence add --matchers host --duration 1h", 1, "--matchers: character");
        row("a broken expression", "silence add --matchers host=~( --duration 1h", 1,
            "--matchers: character");
        row("no duration at all", "silence add --matchers host=a --duration soon", 1, "not a duration");
        row("no such silence", "silence expire abc", 1, "`eventflow alerts silence list` shows them");
        row("a silence of the rules", "silence expire nightly", 1, "stands in a rule file");
        row("no such alert", "acknowledge 0123456789abcdef", 1, "`eventflow alerts list` shows them");
        row("nothing to take back", "unacknowledge 0123456789abcdef", 1, "there is no alert");
        row("no command", "silence", 2, "subcommand is required");
    }
    void refuses() {
        QFETCH(QStringList, arguments);
        const Finished run = alerts(arguments);
        QTEST(run.exitCode, "exitCode");
        QFETCH(QByteArray, said);
        QVERIFY2(run.err.contains(said) || run.out.contains(said), run.err.constData());
        QVERIFY(!QFile::exists(marksFile()));
    }

    void acknowledging() {
        const QString id = idOf(listed(QStringLiteral("firing")).first());
        const Finished done = alerts({QStringLiteral("acknowledge"), id, QStringLiteral("--by"),
                                      QStringLiteral("anna"), QStringLiteral("--json")});
        QVERIFY2(done.exitCode == 0, done.err.constData());
        const QJsonObject mark = marksOf(done.json().value(QStringLiteral("alert"))).first().toObject();
        QCOMPARE(mark.value(QStringLiteral("kind")).toString(), QStringLiteral("acknowledged"));
        QCOMPARE(mark.value(QStringLiteral("by")).toString(), QStringLiteral("anna"));
        QVERIFY(alerts({QStringLiteral("list")}).out.contains("acknowledged by anna"));
        const Finished again = alerts({QStringLiteral("acknowledge"), id});
        QCOMPARE(again.exitCode, 1);
        QVERIFY(again.err.contains("by anna"));
        QCOMPARE(alerts({QStringLiteral("unacknowledge"), id}).exitCode, 0);
        QVERIFY(!alerts({QStringLiteral("list")}).out.contains("acknowledged"));
        const Finished resolved =
            alerts({QStringLiteral("acknowledge"), idOf(listed(QStringLiteral("resolved")).first())});
        QCOMPARE(resolved.exitCode, 1);
        QVERIFY2(resolved.err.contains("only one that fires"), resolved.err.constData());
    }

    void aReplayTellsWhatTheMarksLeave() {
        const QByteArray all = told();
        const QString id = idOf(listed(QStringLiteral("firing")).first());
        QVERIFY(silence({QStringLiteral("add"), QStringLiteral("--matchers"),
                         QStringLiteral("alertname=~\"Seen|Hot\""), QStringLiteral("--from"),
                         QStringLiteral("2025-12-31T00:00:00Z"), QStringLiteral("--until"),
                         QStringLiteral("2026-01-01T00:05:00Z")})
                    .exitCode == 0);
        const QByteArray later = told();
        QVERIFY(later != all && !later.isEmpty());
        QVERIFY(!later.contains("\"at\":\"2026-01-01T00:04"));
        QCOMPARE(told(), later); // the same marks, the same messages
        QFile::remove(marksFile());
        QCOMPARE(told(), all);
        // Acknowledged when the data ended: nothing of the past changes.
        QCOMPARE(alerts({QStringLiteral("acknowledge"), id}).exitCode, 0);
        QCOMPARE(told(), all);
        // As if it had been acknowledged at once: it is not repeated.
        QFile marks(marksFile());
        QVERIFY(marks.open(QIODevice::ReadWrite));
        QString text = QString::fromUtf8(marks.readAll());
        text.replace(QRegularExpression(QStringLiteral("\"startsAt\":\"[^\"]*\"")),
                     QStringLiteral("\"startsAt\":\"2026-01-01T00:00:00Z\""));
        marks.resize(0);
        marks.write(text.toUtf8());
        marks.close();
        const QByteArray acknowledged = told();
        QVERIFY(acknowledged.count("\"repeat\"") < all.count("\"repeat\""));
        QCOMPARE(acknowledged.count("\"new group\""), all.count("\"new group\""));
    }

    void aRunThatGoesOnTakesThemOver() {
        QProcess process;
        process.start(eventflowProgram(),
                      {QStringLiteral("run"), QStringLiteral("--demo"), QStringLiteral("--workspace"),
                       path(QStringLiteral("live")), QStringLiteral("--duration"), QStringLiteral("60")});
        QVERIFY(process.waitForStarted());
        QByteArray said;
        const auto saysWithin = [&](const char* text, int seconds) {
            return QTest::qWaitFor(
                [&] {
                    said += process.readAllStandardError();
                    return said.contains(text);
                },
                seconds * 1000);
        };
        QVERIFY(saysWithin("workspace:", 20));
        m_workspace.swap(m_live = path(QStringLiteral("live")));
        const Finished added =
            silence({QStringLiteral("add"), QStringLiteral("--matchers"), QStringLiteral("host=a"),
                     QStringLiteral("--duration"), QStringLiteral("1h")});
        const bool noticed = saysWithin("reloaded: 1 silences, 0 acknowledgements", 20);
        QFile marks(marksFile());
        const bool opened = marks.open(QIODevice::WriteOnly);
        marks.write("silences: [{}]");
        marks.close();
        const bool refused = saysWithin("those loaded before stay in force", 20);
        m_workspace.swap(m_live);
        process.terminate();
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(added.exitCode, 0);
        QVERIFY2(noticed && opened && refused, said.constData());
    }

private:
    QString m_live;
};

QTEST_GUILESS_MAIN(TestAlerts)
#include "tst_alerts.moc"
