#include "core/browse/key_partition.h"

#include <QTest>

namespace eventflow::browse::test {

class TestKeyPartition : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hashesAsTheJavaClient_data();
    void hashesAsTheJavaClient();
    void hashesAsLibrdkafka();
    void staysWithinThePartitions();
};

/// The values that the Java client's own test expects.
void TestKeyPartition::hashesAsTheJavaClient_data() {
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<int>("hash");
    QTest::newRow("21") << QByteArray("21") << -973932308;
    QTest::newRow("foobar") << QByteArray("foobar") << -790332482;
    QTest::newRow("a little longer") << QByteArray("a-little-bit-long-string") << -985981536;
    QTest::newRow("longer") << QByteArray("a-little-bit-longer-string") << -1486304829;
    QTest::newRow("long") << QByteArray("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8") << -58897971;
    QTest::newRow("abc") << QByteArray("abc") << 479470107;
}

void TestKeyPartition::hashesAsTheJavaClient() {
    QFETCH(QByteArray, key);
    QFETCH(int, hash);
    QCOMPARE(
        static_cast<int>(murmur2(std::string_view(key.constData(), static_cast<std::size_t>(key.size())))),
        hash);
}

void TestKeyPartition::hashesAsLibrdkafka() {
    // The check values of CRC-32 and FNV-1a.
    QCOMPARE(crc32("123456789"), 0xCBF43926U);
    QCOMPARE(crc32(""), 0U);
    QCOMPARE(fnv1a(""), 0x811C9DC5U);
    QCOMPARE(fnv1a("a"), 0xE40C292CU);
    QCOMPARE(fnv1a("foobar"), 0xBF9CF968U);
}

void TestKeyPartition::staysWithinThePartitions() {
    for (const Partitioner partitioner : {Partitioner::Murmur2, Partitioner::Crc32, Partitioner::Fnv1a})
        for (int i = 0; i < 2000; ++i) {
            const int count = i % 17 + 1;
            const int partition = partitionOf(partitioner, "key-" + std::to_string(i), count);
            QVERIFY(partition >= 0 && partition < count);
        }
}

} // namespace eventflow::browse::test

QTEST_GUILESS_MAIN(eventflow::browse::test::TestKeyPartition)
#include "tst_browse_key_partition.moc"
