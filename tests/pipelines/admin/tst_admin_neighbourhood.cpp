#include "pipelines/admin/neighbourhood.h"
#include "tests/pipelines/kafka/kafka_test_support.h"

namespace eventflow::admin::test {

using kafka::test::produceNumbers;
using kafka::test::startBroker;
using kafka::test::text;

/// The record that a stuck consumer is at, with what stands around it.
class TestNeighbourhood : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void showsTheRecordAndItsNeighbours_data();
    void showsTheRecordAndItsNeighbours();
    void keepsNullApartFromEmpty();
    void tellsWhatIsNotThere();

private:
    std::unique_ptr<kafka::EmbeddedBroker> m_broker;
    std::optional<AdminClient> m_client;
};

void TestNeighbourhood::initTestCase() {
    m_broker = startBroker();
    QVERIFY(m_broker != nullptr);
    QVERIFY(m_broker->createTopic("orders", 1).ok());
    QVERIFY(m_broker->createTopic("empty", 1).ok());
    QCOMPARE(text(produceNumbers(*m_broker, "orders", 0, 20)), "ok");
    kafka::ClusterAccess access;
    access.bootstrapServers = m_broker->bootstrapServers();
    auto client = AdminClient::open(access);
    QVERIFY(client.has_value());
    m_client.emplace(std::move(*client));
}

void TestNeighbourhood::showsTheRecordAndItsNeighbours_data() {
    QTest::addColumn<qint64>("offset");
    QTest::addColumn<qint64>("around");
    QTest::addColumn<qint64>("first");
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("suspect");
    QTest::newRow("in the middle") << qint64(10) << qint64(2) << qint64(8) << 5 << 2;
    QTest::newRow("alone") << qint64(10) << qint64(0) << qint64(10) << 1 << 0;
    QTest::newRow("at the beginning") << qint64(0) << qint64(3) << qint64(0) << 4 << 0;
    QTest::newRow("at the end") << qint64(19) << qint64(3) << qint64(16) << 4 << 3;
    QTest::newRow("behind the end: none yet") << qint64(20) << qint64(2) << qint64(18) << 2 << 2;
    QTest::newRow("far behind the end") << qint64(500) << qint64(2) << qint64(18) << 2 << 2;
    QTest::newRow("before the beginning") << qint64(-5) << qint64(2) << qint64(0) << 3 << 0;
    QTest::newRow("a width that makes no sense") << qint64(3) << qint64(-4) << qint64(3) << 1 << 0;
    QTest::newRow("all") << qint64(3) << qint64(1'000'000) << qint64(0) << 20 << 3;
}

void TestNeighbourhood::showsTheRecordAndItsNeighbours() {
    QFETCH(qint64, offset);
    QFETCH(qint64, around);
    QFETCH(qint64, first);
    QFETCH(int, count);
    QFETCH(int, suspect);
    const auto found = fetchNeighbourhood(*m_client, {"orders", 0}, offset, around);
    QVERIFY2(found.has_value(), found ? "" : found.error().detail.c_str());
    QCOMPARE(static_cast<int>(found->records.size()), count);
    QCOMPARE(static_cast<qint64>(found->records.front().offset), first);
    QCOMPARE(static_cast<int>(found->suspect), suspect);
    for (const OwnedRecord& record : found->records)
        QCOMPARE(record.value, std::optional(std::to_string(record.offset)));
}

void TestNeighbourhood::keepsNullApartFromEmpty() {
    QVERIFY(m_broker->createTopic("nulls", 1).ok());
    const auto producer = kafka::test::makeProducer(*m_broker);
    QVERIFY(producer->produce("nulls", "k", std::nullopt, {}, kNoTime, {}).ok());
    QVERIFY(producer->produce("nulls", std::nullopt, std::string(), {}, kNoTime, {}).ok());
    QVERIFY(producer->flush(std::chrono::seconds(10)).ok());
    const auto found = fetchNeighbourhood(*m_client, {"nulls", 0}, 0, 5);
    QVERIFY(found.has_value());
    QCOMPARE(found->records.size(), 2u);
    QCOMPARE(found->records[0].value, std::optional<std::string>());
    QCOMPARE(found->records[1].value, std::optional(std::string()));
    QCOMPARE(found->records[1].key, std::optional<std::string>());
    // As others read it: views of the same.
    const RecordView view(found->records[0]);
    QCOMPARE(view.record().stream->topic, std::string("nulls"));
    QVERIFY(!view.record().value);
    QCOMPARE(view.record().key, NullableBytes("k"));
    QCOMPARE(placeOf(found->records[1]), std::string("nulls[0] offset 1"));
}

void TestNeighbourhood::tellsWhatIsNotThere() {
    const auto nothing = fetchNeighbourhood(*m_client, {"empty", 0}, 0, 5);
    QVERIFY(nothing.has_value());
    QVERIFY(nothing->records.empty());
    QCOMPARE(nothing->suspect, std::size_t(0));
    const auto absent = fetchNeighbourhood(*m_client, {"orders", 7}, 0, 5);
    QVERIFY(!absent);
    QVERIFY2(absent.error().detail.find("orders[7]") != std::string::npos, absent.error().detail.c_str());
}

} // namespace eventflow::admin::test

QTEST_GUILESS_MAIN(eventflow::admin::test::TestNeighbourhood)
#include "tst_admin_neighbourhood.moc"
