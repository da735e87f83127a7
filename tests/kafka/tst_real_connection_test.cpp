#include "pipelines/kafka/connection_test.h"
#include "tests/kafka/real_cluster.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace eventflow::kafka::test {

using namespace std::chrono_literals;

/// What the stepwise test of a connection says when one thing is wrong, on a real broker with ACLs.
class TestRealConnectionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void namesTheStepThatFails_data();
    void namesTheStepThatFails();
    void showsTheChain();
    void warnsOfAnAdvertisedAddressThatCannotBeReached();
    void namesWhatALoginMayNotDo();
    void passesWhereEverythingIsAllowed();
    void stopsWhenAsked();

private:
    [[nodiscard]] ClusterAccess access(Listener listener) const;
    [[nodiscard]] ClusterAccess login(const char* user, const char* password) const;
    static admin::ConnectionReport test(const ClusterAccess& access,
                                        const std::vector<std::string>& topics = {});

    std::unique_ptr<RealCluster> m_cluster;
};

void TestRealConnectionTest::initTestCase() {
    if (const QString why = RealCluster::whyUnavailable(); !why.isEmpty()) QSKIP(qPrintable(why));
    m_cluster = RealCluster::start();
    QVERIFY(m_cluster != nullptr);
    m_cluster->createTopic(u"orders"_s, 2);
    m_cluster->createTopic(u"payments"_s, 2);
    m_cluster->allow(u"reader"_s, u"Read"_s, {u"--topic"_s, u"orders"_s});
    m_cluster->allow(u"reader"_s, u"Describe"_s, {u"--topic"_s, u"payments"_s});
}

ClusterAccess TestRealConnectionTest::access(Listener listener) const {
    ClusterAccess access;
    access.bootstrapServers = m_cluster->bootstrapServers(listener);
    access.properties = m_cluster->properties(listener);
    return access;
}

ClusterAccess TestRealConnectionTest::login(const char* user, const char* password) const {
    ClusterAccess access = this->access(Listener::Sasl);
    access.properties["sasl.mechanism"] = "SCRAM-SHA-256";
    access.properties["sasl.username"] = user;
    access.properties["sasl.password"] = password;
    return access;
}

admin::ConnectionReport TestRealConnectionTest::test(const ClusterAccess& access,
                                                     const std::vector<std::string>& topics) {
    ConnectionTestOptions options;
    options.timeout = 3s;
    options.topics = topics;
    return testConnection(access, options);
}

using Change = void (*)(ClusterAccess&, const RealCluster&);

void TestRealConnectionTest::namesTheStepThatFails_data() {
    QTest::addColumn<int>("listener");
    QTest::addColumn<void*>("change");
    QTest::addColumn<int>("step");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char* name, Listener listener, Change change, admin::CheckStep step,
                        const char* reason) {
        QTest::newRow(name) << static_cast<int>(listener) << reinterpret_cast<void*>(change)
                            << static_cast<int>(step) << QByteArray(reason);
    };
    row(
        "unknown name", Listener::Plain,
        [](auto& a, auto&) { a.bootstrapServers = "no-such-host.invalid:9092"; }, admin::CheckStep::Addresses,
        "0 of 1 addresses");
    row(
        "no port", Listener::Plain, [](auto& a, auto&) { a.bootstrapServers = "localhost"; },
        admin::CheckStep::Addresses, "0 of 1 addresses");
    row(
        "nothing listens", Listener::Plain, [](auto& a, auto&) { a.bootstrapServers = "127.0.0.1:1"; },
        admin::CheckStep::Network, "0 of 1 bootstrap");
    row(
        "TLS to a plain port", Listener::Tls,
        [](auto& a, auto& cluster) { a.bootstrapServers = cluster.bootstrapServers(Listener::Plain); },
        admin::CheckStep::Tls, "does not speak TLS");
    row(
        "plain to a TLS port", Listener::Plain,
        [](auto& a, auto& cluster) { a.bootstrapServers = cluster.bootstrapServers(Listener::Tls); },
        admin::CheckStep::Login, "set security.protocol to ssl");
    row(
        "unknown authority", Listener::Tls, [](auto& a, auto&) { a.properties.erase("ssl.ca.location"); },
        admin::CheckStep::Tls, "set ssl.ca.location");
    row(
        "CA file is none", Listener::Tls,
        [](auto& a, auto& cluster) { a.properties["ssl.ca.location"] = cluster.clientKey(); },
        admin::CheckStep::Tls, "expected certificates as PEM");
    row(
        "no client certificate", Listener::MutualTls,
        [](auto& a, auto&) {
            a.properties.erase("ssl.certificate.location");
            a.properties.erase("ssl.key.location");
        },
        admin::CheckStep::Tls, "wants a certificate");
    row(
        "key of another certificate", Listener::MutualTls,
        [](auto& a, auto& cluster) { a.properties["ssl.certificate.location"] = cluster.caFile(); },
        admin::CheckStep::Tls, "key");
    row(
        "wrong password", Listener::Sasl,
        [](auto& a, auto&) {
            a.properties["sasl.mechanism"] = "PLAIN";
            a.properties["sasl.username"] = "alice";
            a.properties["sasl.password"] = "canary-5150";
        },
        admin::CheckStep::Login, "Invalid username or password");
    row(
        "mechanism that is off", Listener::Sasl,
        [](auto& a, auto&) {
            a.properties["sasl.mechanism"] = "OAUTHBEARER";
            a.properties["enable.sasl.oauthbearer.unsecure.jwt"] = "true";
            a.properties["sasl.oauthbearer.config"] = "principal=alice";
        },
        admin::CheckStep::Login, "Unsupported SASL mechanism");
    row(
        "name not in the certificate", Listener::Tls,
        [](auto& a, auto& cluster) {
            a.bootstrapServers = "broker.internal:9093";
            a.addresses = {{"broker.internal:9093", cluster.bootstrapServers(Listener::Tls)}};
        },
        admin::CheckStep::Tls, "not for broker.internal");
}

void TestRealConnectionTest::namesTheStepThatFails() {
    QFETCH(int, listener);
    QFETCH(void*, change);
    QFETCH(int, step);
    QFETCH(QByteArray, reason);
    ClusterAccess access = this->access(static_cast<Listener>(listener));
    reinterpret_cast<Change>(change)(access, *m_cluster);
    const admin::ConnectionReport report = test(access);
    QCOMPARE(report.steps.size(), 6u);
    QVERIFY(!report.connected());
    for (const admin::CheckResult& result : report.steps) {
        const QByteArray text = QByteArray::fromStdString(result.summary);
        QVERIFY2(!text.contains("canary-5150"), text);
        if (static_cast<int>(result.step) < step)
            QVERIFY2(result.state != admin::CheckState::Failed, toString(result.step) + (": " + text));
        else if (static_cast<int>(result.step) == step)
            QVERIFY2(result.state == admin::CheckState::Failed && text.contains(reason), text);
        else
            QVERIFY2(result.state == admin::CheckState::Skipped, text);
    }
}

void TestRealConnectionTest::showsTheChain() {
    const admin::ConnectionReport report = test(access(Listener::MutualTls));
    const admin::CheckResult& tls = report.steps[static_cast<std::size_t>(admin::CheckStep::Tls)];
    // The certificates of this test live for two days.
    QCOMPARE(QByteArray(toString(tls.state)), "warning"_ba);
    QVERIFY2(tls.summary.find("TLSv1.3") != std::string::npos, tls.summary.c_str());
    QVERIFY(!tls.details.empty());
    QVERIFY2(tls.details.front().find("CN=server, issued by CN=Test CA") != std::string::npos,
             tls.details.front().c_str());
}

void TestRealConnectionTest::warnsOfAnAdvertisedAddressThatCannotBeReached() {
    // The bootstrap address works through the tunnel; the way to what the broker advertises leads nowhere.
    ClusterAccess access = this->access(Listener::Plain);
    const std::string real = access.bootstrapServers;
    access.bootstrapServers = "tunnel.internal:9092";
    access.addresses = {{"tunnel.internal:9092", real}, {real, "127.0.0.1:1"}};
    const admin::ConnectionReport report = test(access);
    const admin::CheckResult& metadata = report.steps[static_cast<std::size_t>(admin::CheckStep::Metadata)];
    QCOMPARE(QByteArray(toString(metadata.state)), "warning"_ba);
    QVERIFY2(metadata.summary.find("\"addresses\"") != std::string::npos, metadata.summary.c_str());
}

void TestRealConnectionTest::namesWhatALoginMayNotDo() {
    const admin::ConnectionReport report =
        test(login("reader", "reader-secret"), {"orders", "payments", "hidden"});
    QVERIFY(report.connected());
    QStringList found;
    for (const admin::Capability& capability : report.capabilities)
        found << QString::fromStdString(capability.name) +
                     (capability.access == admin::Access::Allowed  ? u": yes"_s
                      : capability.access == admin::Access::Denied ? u": no"_s
                                                                   : u": unknown"_s);
    const QStringList expected{
        u"Read topic \"orders\": yes"_s,  u"Describe the configuration of \"orders\": no"_s,
        u"Read topic \"payments\": no"_s, u"Describe the configuration of \"payments\": no"_s,
        u"List consumer groups: yes"_s,   u"List access rules: unknown"_s,
        u"See topic \"hidden\": no"_s};
    QCOMPARE(found, expected);
}

void TestRealConnectionTest::passesWhereEverythingIsAllowed() {
    const admin::ConnectionReport report = test(login("alice", "alice-secret"));
    QVERIFY(report.connected());
    for (const admin::CheckResult& result : report.steps)
        QVERIFY2(result.state == admin::CheckState::Passed || result.step == admin::CheckStep::Tls,
                 result.summary.c_str());
    QVERIFY(std::ranges::all_of(report.capabilities, [](const admin::Capability& capability) {
        return capability.access == admin::Access::Allowed;
    }));
}

void TestRealConnectionTest::stopsWhenAsked() {
    std::stop_source stop;
    ConnectionTestOptions options;
    options.stop = stop.get_token();
    options.onStep = [&](const admin::CheckResult& result) {
        if (result.step == admin::CheckStep::Network) stop.request_stop();
    };
    const admin::ConnectionReport report = testConnection(access(Listener::Plain), options);
    QCOMPARE(report.steps.size(), 6u);
    QCOMPARE(QByteArray::fromStdString(report.steps.back().summary), "cancelled"_ba);
}

} // namespace eventflow::kafka::test

QTEST_GUILESS_MAIN(eventflow::kafka::test::TestRealConnectionTest)
#include "tst_real_connection_test.moc"
