#include "kafka_test_support.h"

#include <QProcess>
#include <QStandardPaths>

using namespace eventflow;
using namespace eventflow::kafka;
using namespace eventflow::kafka::test;

namespace {

struct Run {
    int exitCode = -1;
    QByteArray out;
    QByteArray err;
};

Run kcat(const EmbeddedBroker& broker, QStringList arguments, const QByteArray& input = {}) {
    QProcess process;
    process.setProgram(QStringLiteral("kcat"));
    process.setArguments(
        QStringList{QStringLiteral("-b"), QString::fromStdString(broker.bootstrapServers())} + arguments);
    process.start();
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(20000)) {
        process.kill();
        process.waitForFinished();
        return {};
    }
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

/// An independent client in a process of its own works with the embedded broker.
class TestKafkaKcat : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (QStandardPaths::findExecutable(QStringLiteral("kcat")).isEmpty())
            QSKIP("kcat is not installed; packaging/dependencies.txt names it");
        QVERIFY(m_broker = startBroker());
    }
    void listsTopics();
    void producesWhatTheSourceReads();
    void readsWhatTheProducerWrote();

private:
    std::unique_ptr<EmbeddedBroker> m_broker;
};

void TestKafkaKcat::listsTopics() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("orders", 3).ok());
    const Run run = kcat(*broker, {QStringLiteral("-L")});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    QVERIFY2(run.out.contains("topic \"orders\" with 3 partitions"), run.out.constData());
}

void TestKafkaKcat::producesWhatTheSourceReads() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("in", 1).ok());
    const Run run = kcat(*broker,
                         {QStringLiteral("-P"), QStringLiteral("-t"), QStringLiteral("in"),
                          QStringLiteral("-K:"), QStringLiteral("-H"), QStringLiteral("source=kcat")},
                         "k1:one\nk2:two\n");
    QVERIFY2(run.exitCode == 0, run.err.constData());
    auto options = sourceOptions(*broker, {"in"});
    options.stopAtEnd = true;
    const auto source = makeKafkaSource(options);
    QCOMPARE(text(source->open({})), "ok");
    RecordBatch batch;
    while (!batch.endOfInput)
        QVERIFY(source->read(batch, milliseconds(100), {}).has_value());
    QCOMPARE(batch.records.size(), std::size_t(2));
    QVERIFY(batch.records[0].key == "k1" && batch.records[0].value == "one");
    QVERIFY(batch.records[1].key == "k2" && batch.records[1].value == "two");
    QCOMPARE(batch.records[0].headers.size(), std::size_t(1));
    QVERIFY(batch.records[0].headers[0].name == "source" && batch.records[0].headers[0].value == "kcat");
    QVERIFY(batch.records[0].tsArrival != kNoTime);
}

void TestKafkaKcat::readsWhatTheProducerWrote() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("out", 1).ok());
    QCOMPARE(text(produceNumbers(*broker, "out", 0, 3)), "ok");
    const Run run =
        kcat(*broker, {QStringLiteral("-C"), QStringLiteral("-t"), QStringLiteral("out"),
                       QStringLiteral("-e"), QStringLiteral("-q"), QStringLiteral("-f%o %k=%s\\n")});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    QCOMPARE(run.out, QByteArray("0 0=0\n1 1=1\n2 2=2\n"));
}

QTEST_GUILESS_MAIN(TestKafkaKcat)
#include "tst_kafka_kcat.moc"
