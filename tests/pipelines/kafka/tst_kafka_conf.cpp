#include "pipelines/kafka/kafka_conf.h"

#include <QTest>

#include <array>

using namespace eventflow;
using namespace eventflow::kafka;

namespace {

std::string valueOf(const ConfPtr& conf, const char* name) {
    std::array<char, 256> value{};
    std::size_t size = value.size();
    if (rd_kafka_conf_get(conf.get(), name, value.data(), &size) != RD_KAFKA_CONF_OK) return "(unknown)";
    return value.data();
}

} // namespace

class TestKafkaConf : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readerIsSafe_data();
    void readerIsSafe();
    void readersHaveNoGroup();
    void refusesProperty_data();
    void refusesProperty();
    void acceptsProperty_data();
    void acceptsProperty();
    void neverRepeatsASecret();
    void refusesEmptyAddresses();
    void writerIsIdempotentAndCreatesTopicsOnlyOnDemand();
};

void TestKafkaConf::readerIsSafe_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    const std::pair<const char*, const char*> rows[] = {
        {"enable.auto.commit", "false"},   {"enable.auto.offset.store", "false"},
        {"auto.offset.reset", "error"},    {"allow.auto.create.topics", "false"},
        {"enable.partition.eof", "true"},  {"queued.max.messages.kbytes", "65536"},
        {"fetch.wait.max.ms", "100"},      {"isolation.level", "read_committed"},
        {"bootstrap.servers", "host:9092"}};
    for (const auto& [name, value] : rows)
        QTest::newRow(name) << QByteArray(name) << QByteArray(value);
}

void TestKafkaConf::readerIsSafe() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    const auto conf = makeReaderConf("host:9092", {});
    QVERIFY(conf.has_value());
    QCOMPARE(QByteArray::fromStdString(valueOf(*conf, name.constData())), value);
}

void TestKafkaConf::readersHaveNoGroup() {
    const auto conf = makeReaderConf("host:9092", {});
    QVERIFY(conf.has_value());
    QCOMPARE(valueOf(*conf, "group.id"), std::string("(unknown)"));
}

void TestKafkaConf::refusesProperty_data() {
    QTest::addColumn<bool>("reader");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char* name, bool reader, const char* value, const char* reason) {
        QTest::newRow(name) << reader << QByteArray(value) << QByteArray(reason);
    };
    row("group.id", true, "billing", "never joins a consumer group");
    row("group.instance.id", true, "a", "never joins a consumer group");
    row("enable.auto.commit", true, "true", "never commits");
    row("auto.commit.interval.ms", true, "1000", "never commits");
    row("allow.auto.create.topics", true, "true", "create a topic");
    row("auto.offset.reset", true, "latest", "chosen per source");
    row("bootstrap.servers", true, "other:9092", "bootstrap servers");
    row("acks", true, "0", "never writes");
    row("transactional.id", true, "x", "transactions");
    row("compression.type", true, "lz4", "never writes");
    row("linger.ms", true, "5", "never writes");
    row("plugin.library.paths", true, "/tmp/evil.so", "load a library");
    row("ssl.engine.location", true, "/tmp/evil.so", "load a library");
    row("sasl.kerberos.kinit.cmd", true, "rm -rf /", "run a program");
    row("sasl.kerberos.principal", true, "x; rm -rf /", "shell command");
    row("sasl.kerberos.keytab", true, "$(id)", "shell command");
    row("test.mock.num.brokers", true, "3", "embedded broker");
    row("enable.idempotence", false, "false", "sets it itself");
    row("fetch.wait.max", true, "100", "unknown to librdkafka");
    row("fetch.wait.max.ms", true, "soon", "fetch.wait.max.ms");
    row("queued.max.messages.kbytes", true, "64", "from 16384 to");
    row("security.protocol", true, "carrier-pigeon", "security.protocol");
}

void TestKafkaConf::refusesProperty() {
    QFETCH(bool, reader);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, reason);
    const std::string name = QTest::currentDataTag();
    const Properties properties{{name, value.toStdString()}};
    const auto conf = reader ? makeReaderConf("h:1", properties) : makeWriterConf("h:1", properties, false);
    QVERIFY(!conf.has_value());
    const QByteArray detail = QByteArray::fromStdString(conf.error().detail);
    QVERIFY2(detail.contains("property \"" + QByteArray::fromStdString(name) + '"'), detail.constData());
    QVERIFY2(detail.contains(reason), detail.constData());
}

void TestKafkaConf::acceptsProperty_data() {
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("security.protocol") << QByteArray("sasl_ssl");
    QTest::newRow("sasl.mechanism") << QByteArray("SCRAM-SHA-512");
    QTest::newRow("sasl.kerberos.principal") << QByteArray("svc/host.example@EXAMPLE.ORG");
    QTest::newRow("fetch.max.bytes") << QByteArray("52428800");
    QTest::newRow("isolation.level") << QByteArray("read_uncommitted");
    QTest::newRow("client.rack") << QByteArray("eu-1a");
}

void TestKafkaConf::acceptsProperty() {
    QFETCH(QByteArray, value);
    const std::string name = QTest::currentDataTag();
    const auto conf = makeReaderConf("host:9092", {{name, value.toStdString()}});
    QVERIFY2(conf.has_value(), conf ? "" : conf.error().detail.c_str());
    QCOMPARE(QByteArray::fromStdString(valueOf(*conf, name.c_str())), value);
}

void TestKafkaConf::neverRepeatsASecret() {
    const auto conf = makeReaderConf(
        "host:9092", {{"ssl.key.pem", "BEGIN hunter2"}, {"sasl.password", std::string("hunter2\0", 8)}});
    QVERIFY(!conf.has_value());
    QVERIFY(conf.error().detail.find("hunter2") == std::string::npos);
}

void TestKafkaConf::refusesEmptyAddresses() {
    for (const char* servers : {"", " ", ",,"}) {
        const auto conf = makeReaderConf(servers, {});
        QVERIFY(!conf.has_value());
        QCOMPARE(conf.error().code, ErrorCode::InvalidArgument);
    }
}

void TestKafkaConf::writerIsIdempotentAndCreatesTopicsOnlyOnDemand() {
    const auto conf = makeWriterConf("host:9092", {{"acks", "all"}}, false);
    QVERIFY(conf.has_value());
    QCOMPARE(valueOf(*conf, "enable.idempotence"), std::string("true"));
    QCOMPARE(valueOf(*conf, "allow.auto.create.topics"), std::string("false"));
    const auto creating = makeWriterConf("host:9092", {}, true);
    QCOMPARE(valueOf(*creating, "allow.auto.create.topics"), std::string("true"));
}

QTEST_GUILESS_MAIN(TestKafkaConf)
#include "tst_kafka_conf.moc"
