#include "pipelines/kafka/metadata.h"
#include "tests/kafka/real_cluster.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace eventflow::kafka::test {

using namespace std::chrono_literals;

class TestRealSecurity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (const QString why = RealCluster::whyUnavailable(); !why.isEmpty()) QSKIP(qPrintable(why));
        m_cluster = RealCluster::start();
        QVERIFY(m_cluster != nullptr);
        m_cluster->createTopic(u"orders"_s, 3);
    }

    void everyListenerListsTopics_data() {
        QTest::addColumn<int>("listener");
        QTest::addColumn<QByteArray>("mechanism");
        const auto row = [](const char* name, Listener listener, const char* mechanism) {
            QTest::newRow(name) << static_cast<int>(listener) << QByteArray(mechanism);
        };
        row("plain", Listener::Plain, "");
        row("TLS", Listener::Tls, "");
        row("mTLS", Listener::MutualTls, "");
        row("PLAIN", Listener::Sasl, "PLAIN");
        row("SCRAM-SHA-256", Listener::Sasl, "SCRAM-SHA-256");
        row("SCRAM-SHA-512", Listener::Sasl, "SCRAM-SHA-512");
        row("PLAIN over TLS", Listener::SaslTls, "PLAIN");
        row("SCRAM-SHA-512 over TLS", Listener::SaslTls, "SCRAM-SHA-512");
    }

    void everyListenerListsTopics() {
        QFETCH(int, listener);
        QFETCH(QByteArray, mechanism);
        auto properties = m_cluster->properties(static_cast<Listener>(listener));
        if (!mechanism.isEmpty()) {
            properties["sasl.mechanism"] = mechanism.toStdString();
            properties["sasl.username"] = "alice";
            properties["sasl.password"] = "alice-secret";
        }
        const auto topics =
            listTopics(m_cluster->bootstrapServers(static_cast<Listener>(listener)), properties, 10s);
        QVERIFY2(topics.has_value(), topics ? "" : topics.error().detail.c_str());
        // Over TLS without a login nobody is anybody: the broker shows no topic then.
        if (mechanism.isEmpty() && listener != static_cast<int>(Listener::Plain)) return;
        QCOMPARE(topics->size(), 1u);
        QCOMPARE(topics->front().partitions.size(), 3u);
    }

private:
    std::unique_ptr<RealCluster> m_cluster;
};

} // namespace eventflow::kafka::test

QTEST_GUILESS_MAIN(eventflow::kafka::test::TestRealSecurity)
#include "tst_real_security.moc"
