#include "pipelines/kafka/embedded_broker.h"
#include "tests/app/e2e/program.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace eventflow::testing;
using namespace Qt::StringLiterals;

/// `eventflow consume` as scripts use it, on a broker of this process.
class TestConsume : public QObject {
    Q_OBJECT
private:
    static constexpr int kRecords = 120;
    std::unique_ptr<eventflow::kafka::EmbeddedBroker> m_broker;

    [[nodiscard]] Finished consume(const QStringList& options) const {
        return runEventflow(QStringList{u"consume"_s, u"orders"_s, u"--brokers"_s,
                                        QString::fromStdString(m_broker->bootstrapServers())} +
                            options);
    }

private Q_SLOTS:
    void initTestCase() {
        auto broker = eventflow::kafka::EmbeddedBroker::start();
        QVERIFY(broker.has_value());
        m_broker = std::move(*broker);
        QVERIFY(m_broker->createTopic("orders", 3).ok());
        const auto producer = m_broker->makeProducer();
        QVERIFY(producer.has_value());
        constexpr auto start = eventflow::timestampFromNs(1'781'956'800'000'000'000);
        for (int i = 0; i < kRecords; ++i) {
            const std::string key = "key-" + std::to_string(i % 6);
            const std::string value = R"({"n":)" + std::to_string(i) + '}';
            QVERIFY((*producer)->produce("orders", key, value, {}, start + std::chrono::seconds(i), {}).ok());
        }
        QVERIFY((*producer)->flush(std::chrono::seconds(30)).ok());
    }

    void newestComeFirst() {
        const Finished run = consume({u"--newest"_s, u"-n"_s, u"3"_s, u"--format"_s, u"raw"_s});
        QCOMPARE(run.exitCode, 0);
        QCOMPARE(run.out, R"({"n":119})"
                          "\n"
                          R"({"n":118})"
                          "\n"
                          R"({"n":117})"
                          "\n"_ba);
        QVERIFY2(run.err.contains("3 of "), run.err.constData());
    }

    void everythingIsReadOnce() {
        const Finished run = consume({u"--sorted"_s, u"--format"_s, u"raw"_s, u"-q"_s});
        QByteArray expected;
        for (int i = 0; i < kRecords; ++i)
            expected += "{\"n\":" + QByteArray::number(i) + "}\n";
        QCOMPARE(run.out, expected);
        QCOMPARE(run.err, QByteArray());
    }

    void aFilterTakesWhatMatches() {
        const Finished run = consume({u"--filter"_s, u"payload.n >= 117 || key == \"nobody\""_s,
                                      u"--sorted"_s, u"--format"_s, u"raw"_s});
        QCOMPARE(run.out.count('\n'), 3);
        const Finished wrong = consume({u"--filter"_s, u"payload.n >="_s});
        QVERIFY(wrong.exitCode != 0);
        QVERIFY2(wrong.err.contains("1:"), wrong.err.constData());
    }

    void aKeyIsFoundInItsPartitionAlone() {
        const Finished run = consume({u"--key"_s, u"key-2"_s, u"--format"_s, u"kcat"_s});
        QCOMPARE(run.out.count('\n'), kRecords / 6);
        QCOMPARE(run.out.count("\"key\":\"key-2\""), kRecords / 6);
        // Two of six keys share a partition on average; all three would be 120 records.
        QVERIFY2(!run.err.contains("of 120 records"), run.err.constData());
    }

    void anEstimateReadsSamplesOnly() {
        const Finished run = consume({u"--estimate"_s});
        QCOMPARE(run.exitCode, 0);
        QVERIFY2(run.out.contains("3 partitions") && run.out.contains("offset span 120"),
                 run.out.constData());
        QVERIFY2(run.out.contains("about 120 records"), run.out.constData());
    }

    void payloadsAreDecodedForPeopleAndScripts() {
        const auto producer = m_broker->makeProducer();
        QVERIFY(m_broker->createTopic("people", 1).ok());
        // Avro of the schema below: id 7, note "hi".
        QVERIFY((*producer)->produce("people", "k", "\x0e\x04hi", {}, eventflow::kNoTime, {}).ok());
        QVERIFY((*producer)->flush(std::chrono::seconds(30)).ok());
        QTemporaryDir folder;
        QFile schema(folder.filePath(u"order.avsc"_s));
        QVERIFY(schema.open(QIODevice::WriteOnly));
        schema.write(R"({"type":"record","name":"Order","fields":[{"name":"id","type":"long"},)"
                     R"({"name":"note","type":"string"}]})");
        schema.close();
        const auto people = [&](const QStringList& options) {
            return runEventflow(QStringList{u"consume"_s, u"people"_s, u"-q"_s, u"--brokers"_s,
                                            QString::fromStdString(m_broker->bootstrapServers()), u"--avro"_s,
                                            schema.fileName()} +
                                options);
        };
        const Finished json = people({});
        QVERIFY2(json.out.contains(R"("value":{"id":7,"note":"hi"},"value_format":"avro")"),
                 json.out.constData());
        QCOMPARE(people({u"--filter"_s, u"payload.note == 'hi'"_s}).out, json.out);
        QCOMPARE(people({u"--filter"_s, u"payload.note == 'ho'"_s}).out, QByteArray());
        QCOMPARE(people({u"--format"_s, u"raw"_s}).out, "\x0e\x04hi\n"_ba);
        QVERIFY(!people({u"--as-bytes"_s}).out.contains("value_format"));
    }

    void limitsEndIt() {
        const Finished run = consume({u"--max-bytes"_s, u"100"_s, u"--format"_s, u"raw"_s});
        QCOMPARE(run.exitCode, 0);
        QVERIFY(run.out.count('\n') < kRecords);
    }

    void aTopicThatIsNotThereIsNamed() {
        const Finished run = runEventflow({u"consume"_s, u"absent"_s, u"--brokers"_s,
                                           QString::fromStdString(m_broker->bootstrapServers())});
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.err.contains("absent"), run.err.constData());
    }
};

QTEST_GUILESS_MAIN(TestConsume)
#include "tst_consume.moc"
