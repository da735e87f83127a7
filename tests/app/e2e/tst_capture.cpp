#include "pipelines/kafka/embedded_broker.h"
#include "tests/app/e2e/program.h"

#include <QDir>
#include <QTemporaryDir>

#include <csignal>

using namespace eventflow::testing;
using namespace Qt::StringLiterals;

/// `eventflow capture` as a user works with it, from the cluster to the replay.
class TestCapture : public QObject {
    Q_OBJECT
private:
    static constexpr int kRecords = 300;
    QTemporaryDir m_folder;
    std::unique_ptr<eventflow::kafka::EmbeddedBroker> m_broker;
    std::unique_ptr<eventflow::kafka::KafkaProducer> m_producer;

    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] QStringList recordArguments(const QString& file, const QStringList& options) const {
        return QStringList{u"capture"_s,
                           u"record"_s,
                           u"orders"_s,
                           u"--brokers"_s,
                           QString::fromStdString(m_broker->bootstrapServers()),
                           u"-o"_s,
                           path(file)} +
               options;
    }
    [[nodiscard]] Finished record(const QString& file, const QStringList& options = {}) const {
        return runEventflow(recordArguments(file, options));
    }
    [[nodiscard]] qint64 recordsIn(const QString& file) const {
        return runEventflow({u"capture"_s, u"info"_s, path(file), u"--json"_s}).number("records");
    }
    bool put(int from, int to) {
        constexpr auto start = eventflow::timestampFromNs(1'781'956'800'000'000'000);
        for (int i = from; i < to; ++i) {
            const std::string key = "key-" + std::to_string(i % 6);
            const std::string value = R"({"n":)" + std::to_string(i) + '}';
            if (!m_producer->produce("orders", key, value, {}, start + std::chrono::seconds(i), {}).ok())
                return false;
        }
        return m_producer->flush(std::chrono::seconds(30)).ok();
    }

private Q_SLOTS:
    void initTestCase() {
        auto broker = eventflow::kafka::EmbeddedBroker::start();
        QVERIFY(broker.has_value());
        m_broker = std::move(*broker);
        QVERIFY(m_broker->createTopic("orders", 3).ok());
        auto producer = m_broker->makeProducer();
        QVERIFY(producer.has_value());
        m_producer = std::move(*producer);
        QVERIFY(put(0, kRecords));
    }

    void recordsATopicAndSaysWhatIsInIt() {
        const Finished run = record(u"all.mcap"_s, {u"--json"_s});
        QVERIFY2(run.exitCode == 0, run.err.constData());
        QCOMPARE(run.number("records"), kRecords);
        QCOMPARE(run.number("refused"), 0);
        const QJsonObject info =
            runEventflow({u"capture"_s, u"info"_s, path(u"all.mcap"_s), u"--json"_s}).json();
        QCOMPARE(info.value(u"records"_s).toInteger(), kRecords);
        const QJsonArray partitions = info.value(u"partitions"_s).toArray();
        QCOMPARE(partitions.size(), 3);
        qint64 span = 0;
        for (const auto& partition : partitions)
            span += partition[u"high"_s].toInteger() - partition[u"low"_s].toInteger();
        QCOMPARE(span, kRecords);
        QVERIFY(!info.contains(u"damage"_s));
        const Finished verified = runEventflow({u"capture"_s, u"verify"_s, path(u"all.mcap"_s)});
        QVERIFY2(verified.exitCode == 0 && verified.out.contains("300 records") &&
                     verified.out.contains("sound"),
                 verified.out.constData());
        const Finished again = record(u"all.mcap"_s);
        QVERIFY(again.exitCode == 1 && again.err.contains("is there already"));
    }

    void recordsWhatMatches() {
        const Finished run = record(u"some.mcap"_s, {u"--filter"_s, u"payload.n >= 290"_s, u"--json"_s});
        QVERIFY2(run.exitCode == 0, run.err.constData());
        QCOMPARE(run.number("records"), 10);
        QCOMPARE(recordsIn(u"some.mcap"_s), 10);
    }

    /// Ctrl-C is how a live recording ends: complete.
    void aLiveRecordingIsCompleteWhenItIsStopped() {
        QProcess process;
        process.start(eventflowProgram(),
                      recordArguments(u"live.mcap"_s, {u"--follow"_s, u"--segment-bytes"_s, u"4K"_s,
                                                       u"--compression"_s, u"none"_s}));
        QVERIFY(process.waitForStarted());
        int next = kRecords;
        const auto files = [&] { return QDir(m_folder.path()).entryList({u"live-*.mcap"_s}); };
        // Produced until the recording has begun and gone on to its next file.
        QTRY_VERIFY_WITH_TIMEOUT((put(next, next + 20), next += 20, files().size() >= 2), 30'000);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitCode(), 0);
        qint64 recorded = 0;
        for (const QString& file : files()) {
            const Finished verified = runEventflow({u"capture"_s, u"verify"_s, path(file)});
            QVERIFY2(verified.exitCode == 0, verified.out.constData());
            recorded += recordsIn(file);
        }
        QVERIFY2(recorded > 0 && recorded <= next - kRecords, QByteArray::number(recorded).constData());
    }

    void whatAnotherToolWroteBecomesACapture() {
        const Finished kcat = runEventflow({u"consume"_s, u"orders"_s, u"--brokers"_s,
                                            QString::fromStdString(m_broker->bootstrapServers()),
                                            u"--format"_s, u"kcat"_s, u"-n"_s, u"50"_s});
        QFile file(path(u"support.txt"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(kcat.out) == kcat.out.size());
        file.close();
        const Finished run =
            runEventflow({u"capture"_s, u"copy"_s, path(u"support.txt"_s), u"-o"_s, path(u"support.mcap"_s)});
        QVERIFY2(run.exitCode == 0, run.err.constData());
        QCOMPARE(recordsIn(u"support.mcap"_s), 50);
    }

    void cutsByTimeAndMerges() {
        QCOMPARE(record(u"whole.mcap"_s, {u"-p"_s, u"0"_s}).exitCode, 0);
        QCOMPARE(record(u"rest.mcap"_s, {u"-p"_s, u"1,2"_s}).exitCode, 0);
        const qint64 whole = recordsIn(u"whole.mcap"_s);
        const qint64 rest = recordsIn(u"rest.mcap"_s);
        QVERIFY(whole > 0 && rest > 0);
        const Finished merged = runEventflow({u"capture"_s, u"copy"_s, path(u"whole.mcap"_s),
                                              path(u"rest.mcap"_s), u"-o"_s, path(u"both.mcap"_s)});
        QVERIFY2(merged.exitCode == 0, merged.err.constData());
        QCOMPARE(recordsIn(u"both.mcap"_s), whole + rest);
        const Finished none = runEventflow({u"capture"_s, u"copy"_s, path(u"both.mcap"_s), u"--to"_s,
                                            u"2001-01-01T00:00:00Z"_s, u"-o"_s, path(u"none.mcap"_s)});
        QCOMPARE(none.exitCode, 0);
        QCOMPARE(recordsIn(u"none.mcap"_s), 0);
    }

    void aTornCaptureSaysWhatIsMissing() {
        QVERIFY(QFile::copy(path(u"all.mcap"_s), path(u"torn.mcap"_s)));
        QFile torn(path(u"torn.mcap"_s));
        QVERIFY(torn.resize(torn.size() - 40));
        const Finished info = runEventflow({u"capture"_s, u"info"_s, path(u"torn.mcap"_s)});
        QCOMPARE(info.exitCode, 0);
        QVERIFY2(info.out.contains("DAMAGED"), info.out.constData());
        QCOMPARE(runEventflow({u"capture"_s, u"verify"_s, path(u"torn.mcap"_s)}).exitCode, 1);
        const Finished copied =
            runEventflow({u"capture"_s, u"copy"_s, path(u"torn.mcap"_s), u"-o"_s, path(u"mended.mcap"_s)});
        QVERIFY2(copied.exitCode == 0, copied.err.constData());
        QCOMPARE(recordsIn(u"mended.mcap"_s), kRecords); // it is the index that was cut off
    }

    /// A broker answers with many records of one partition: what the others have is not late for that.
    void aBacklogReplaysWithoutLateRecords() {
        for (const char* topic : {"ingest.raw.agent", "events.raw.v1", "signals.log.v1"})
            QVERIFY(m_broker->createTopic(topic, 4).ok());
        const QString brokers = QString::fromStdString(m_broker->bootstrapServers());
        const Finished made = runEventflow(
            {u"generate"_s, u"--seed"_s, u"7"_s, u"--events"_s, u"60000"_s, u"--brokers"_s, brokers});
        QVERIFY2(made.exitCode == 0, made.err.constData());
        const Finished recorded =
            runEventflow({u"capture"_s, u"record"_s, u"ingest.raw.agent"_s, u"--brokers"_s, brokers, u"-o"_s,
                          path(u"backlog.mcap"_s), u"--json"_s});
        QVERIFY2(recorded.exitCode == 0, recorded.err.constData());
        const auto replay = [&](const QStringList& options) {
            return runEventflow(QStringList{u"replay"_s, path(u"backlog.mcap"_s), u"--json"_s} + options);
        };
        const Finished fast = replay({u"--alerts-out"_s, path(u"fast"_s)});
        QVERIFY2(fast.exitCode == 0, fast.err.constData());
        QCOMPARE(fast.number("read"), recorded.number("records"));
        QCOMPARE(fast.number("late"), 0);
        QVERIFY(conserved(fast));
        // In small batches, and by one worker.
        const Finished slow =
            replay({u"--speed"_s, u"2000"_s, u"--workers"_s, u"1"_s, u"--alerts-out"_s, path(u"slow"_s)});
        QCOMPARE(slow.number("late"), 0);
        QCOMPARE(contents(path(u"slow"_s)), contents(path(u"fast"_s)));
    }

    /// The same stream raises the same alerts, to the byte, whatever file it comes from.
    void aCopyReplaysAsItsOriginal() {
        const Finished made =
            runEventflow({u"generate"_s, u"--incident"_s, u"saturation"_s, u"--seed"_s, u"7"_s, u"--events"_s,
                          u"50000"_s, u"-o"_s, path(u"cap.ndjson.zst"_s)});
        QVERIFY2(made.exitCode == 0, made.err.constData());
        const Finished copied =
            runEventflow({u"capture"_s, u"copy"_s, path(u"cap.ndjson.zst"_s), u"-o"_s, path(u"cap.mcap"_s)});
        QVERIFY2(copied.exitCode == 0, copied.err.constData());
        const auto replay = [&](const QString& file, const QString& alerts) {
            return runEventflow({u"replay"_s, path(file), u"--json"_s, u"--alerts-out"_s, path(alerts)});
        };
        const Finished original = replay(u"cap.ndjson.zst"_s, u"a"_s);
        const Finished copy = replay(u"cap.mcap"_s, u"b"_s);
        QVERIFY2(original.exitCode == 0 && copy.exitCode == 0, copy.err.constData());
        QCOMPARE(copy.number("read"), original.number("read"));
        QCOMPARE(copy.number("duplicates"), original.number("duplicates"));
        QVERIFY(conserved(copy));
        QVERIFY(!contents(path(u"a"_s)).isEmpty());
        QCOMPARE(contents(path(u"b"_s)), contents(path(u"a"_s)));
    }
};

QTEST_GUILESS_MAIN(TestCapture)
#include "tst_capture.moc"
