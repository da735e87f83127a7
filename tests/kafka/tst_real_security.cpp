#include "pipelines/kafka/metadata.h"
#include "tests/kafka/real_cluster.h"
#include "tests/support/token_issuer.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace eventflow::kafka::test {

using namespace std::chrono_literals;
using eventflow::test::TokenIssuer;

class TestRealSecurity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (const QString why = RealCluster::whyUnavailable(); !why.isEmpty()) QSKIP(qPrintable(why));
        ClusterOptions options;
        options.tokenKeysUrl = QString::fromStdString(m_issuer.keysUrl());
        m_cluster = RealCluster::start(options);
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
        ClusterAccess access;
        access.bootstrapServers = m_cluster->bootstrapServers(static_cast<Listener>(listener));
        access.properties = properties;
        const auto topics = listTopics(access, 10s);
        QVERIFY2(topics.has_value(), topics ? "" : topics.error().detail.c_str());
        // Over TLS without a login nobody is anybody: the broker shows no topic then.
        if (mechanism.isEmpty() && listener != static_cast<int>(Listener::Plain)) return;
        QCOMPARE(topics->size(), 1u);
        QCOMPARE(topics->front().partitions.size(), 3u);
    }

    void tokensOpenTheDoor_data() {
        QTest::addColumn<int>("listener");
        QTest::newRow("OAUTHBEARER") << static_cast<int>(Listener::Sasl);
        QTest::newRow("OAUTHBEARER over TLS") << static_cast<int>(Listener::SaslTls);
    }

    void tokensOpenTheDoor() {
        QFETCH(int, listener);
        const auto access = withTokens(static_cast<Listener>(listener), TokenIssuer::kClientSecret);
        QVERIFY2(access.has_value(), access ? "" : access.error().detail.c_str());
        const auto topics = listTopics(*access, 10s);
        QVERIFY2(topics.has_value(), topics ? "" : topics.error().detail.c_str());
        // The token's subject is allowed nothing, so that the login is all there is to see.
        QVERIFY(topics->empty());
    }

    void aRefusedLoginSaysWhy_data() {
        QTest::addColumn<QByteArray>("mechanism");
        QTest::addColumn<QByteArray>("reason");
        QTest::newRow("PLAIN") << QByteArray("PLAIN") << QByteArray("Invalid username or password");
        QTest::newRow("SCRAM") << QByteArray("SCRAM-SHA-256") << QByteArray("invalid credentials");
        QTest::newRow("not offered") << QByteArray("GSSAPI") << QByteArray("");
    }

    void aRefusedLoginSaysWhy() {
        QFETCH(QByteArray, mechanism);
        QFETCH(QByteArray, reason);
        ClusterAccess access;
        access.bootstrapServers = m_cluster->bootstrapServers(Listener::Sasl);
        access.properties = m_cluster->properties(Listener::Sasl);
        access.properties["sasl.mechanism"] = mechanism.toStdString();
        access.properties["sasl.username"] = "alice";
        access.properties["sasl.password"] = "canary-1f2e3d";
        const auto topics = listTopics(access, 5s);
        QVERIFY(!topics);
        const auto detail = QByteArray::fromStdString(topics.error().detail);
        QVERIFY2(detail.contains(reason), detail);
        QVERIFY2(!detail.contains("canary-1f2e3d"), detail);
    }

    void aRefusedTokenSaysWhy() {
        const auto access = withTokens(Listener::Sasl, "wrong");
        QVERIFY(access.has_value());
        const auto topics = listTopics(*access, 5s);
        QVERIFY(!topics);
        QVERIFY2(topics.error().detail.find("invalid_client") != std::string::npos,
                 topics.error().detail.c_str());
    }

    void anExpiringTokenIsRenewed() {
        m_issuer.setLifetime(4s);
        const auto access = withTokens(Listener::Sasl, TokenIssuer::kClientSecret);
        const auto handle = openReader(*access);
        QVERIFY(handle.has_value());
        const int before = m_issuer.tokensIssued();
        // Renewed at 80 % of its life, without anybody polling the client.
        QTRY_VERIFY_WITH_TIMEOUT(m_issuer.tokensIssued() >= before + 2, 15'000);
        m_issuer.setLifetime(3600s);
    }

    void aTunnelKeepsTheCertificatesName_data() {
        QTest::addColumn<bool>("named");
        QTest::newRow("the certificate names the address") << true;
        QTest::newRow("it does not") << false;
    }

    void aTunnelKeepsTheCertificatesName() {
        QFETCH(bool, named);
        const std::string real = m_cluster->bootstrapServers(Listener::Tls);
        const std::string advertised = named ? "localhost:9099" : "kafka.internal:9099";
        ClusterAccess access;
        access.bootstrapServers = advertised;
        access.properties = m_cluster->properties(Listener::Tls);
        access.addresses = {{advertised, real}};
        const auto topics = listTopics(access, 5s);
        QCOMPARE(topics.has_value(), named);
    }

private:
    /// A connection whose tokens come from the issuer.
    [[nodiscard]] Result<ClusterAccess> withTokens(Listener listener, const char* secret) const {
        config::Connection connection;
        connection.name = "tokens";
        connection.bootstrapServers = m_cluster->bootstrapServers(listener);
        connection.properties = m_cluster->properties(listener);
        connection.tokens.method = config::TokenConnection::Method::ClientCredentials;
        connection.tokens.endpoint = m_issuer.tokenUrl();
        connection.tokens.clientId = TokenIssuer::kClientId;
        return makeClusterAccess(connection, {{"oauth.client.secret", secret}});
    }

    TokenIssuer m_issuer;
    std::unique_ptr<RealCluster> m_cluster;
};

} // namespace eventflow::kafka::test

QTEST_GUILESS_MAIN(eventflow::kafka::test::TestRealSecurity)
#include "tst_real_security.moc"
