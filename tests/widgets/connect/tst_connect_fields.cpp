#include "core/config/connection_export.h"
#include "widgets/connect/field_checks.h"
#include "widgets/connect/security_choice.h"

#include <QTest>

using namespace eventflow;
using namespace eventflow::widgets;

namespace {

using Properties = std::map<std::string, std::string>;

config::Connection withProperties(Properties properties, std::set<std::string> secrets = {}) {
    config::Connection connection;
    connection.name = "c";
    connection.properties = std::move(properties);
    connection.secrets = std::move(secrets);
    return connection;
}

config::Connection withTokens(config::TokenConnection tokens) {
    auto connection = withProperties({{"security.protocol", "sasl_ssl"}, {"sasl.mechanism", "OAUTHBEARER"}});
    connection.tokens = std::move(tokens);
    return connection;
}

} // namespace

class TestConnectFields : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void entriesAreChecked_data() {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("valid");
        const auto row = [](const char* field, const char* text, bool valid) {
            QTest::addRow("%s: %s", field, text)
                << QString::fromLatin1(field) << QString::fromUtf8(text) << valid;
        };
        row("servers", "localhost:9092", true);
        row("servers", "a:1, b:65535", true);
        row("servers", "[::1]:9092", true);
        row("servers", "SASL_SSL://broker:9092", true);
        row("servers", "broker", true);
        row("servers", "", false);
        row("servers", "a:99999", false);
        row("servers", "a:0", false);
        row("servers", "a b:1", false);
        row("servers", "a:1,,b:1", false);
        row("topics", "", true);
        row("topics", "orders, payments.v1", true);
        row("topics", "or/ders", false);
        row("topics", "..", false);
        row("topics", std::string(250, 'x').c_str(), false);
        row("name", "prod", true);
        row("name", "  ", false);
        row("name", "taken", false);
        row("name", "tab\tname", false);
        row("address", "b-1.internal:9092", true);
        row("address", "b-1.internal", false);
        row("urls", "", true);
        row("urls", "https://a:8081, http://b", true);
        row("urls", "ftp://a", false);
        row("urls", "https://user:pass@a", false);
        row("urls", "https://", false);
        row("endpoint", "https://login.example.com/token", true);
        row("endpoint", "http://127.0.0.1:8080/token", true);
        row("endpoint", "http://login.example.com/token", false);
        row("endpoint", "", false);
        row("colour", "", true);
        row("colour", "#B34d00", true);
        row("colour", "red", false);
        row("property", "socket.timeout.ms", true);
        row("property", "sasl.password", false);
        row("property", "ssl.key.location", true);
        row("property", "bootstrap.servers", false);
        row("property", "a b", false);
    }
    void entriesAreChecked() {
        QFETCH(QString, field);
        QFETCH(QString, text);
        namespace checks = field_checks;
        QString problem;
        if (field == u"servers") problem = checks::ofServers(text);
        if (field == u"topics") problem = checks::ofTopics(text);
        if (field == u"name") problem = checks::ofName(text, {QStringLiteral("taken")});
        if (field == u"address") problem = checks::ofAddress(text);
        if (field == u"urls") problem = checks::ofRegistryUrls(text);
        if (field == u"endpoint") problem = checks::ofTokenEndpoint(text);
        if (field == u"colour") problem = checks::ofColour(text);
        if (field == u"property") problem = checks::ofProperty(text, QStringLiteral("1"));
        QTEST(problem.isEmpty(), "valid");
    }
    void whatConnectingWouldRefuseIsToldWhileTyping_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("said"); // empty: it is fine
        QTest::newRow("group") << "group.id"
                               << "billing"
                               << "never joins a consumer group";
        QTest::newRow("commit") << "enable.auto.commit"
                                << "true"
                                << "never commits";
        QTest::newRow("create") << "allow.auto.create.topics"
                                << "true"
                                << "no topic is created";
        QTest::newRow("program") << "plugin.library.paths"
                                 << "/tmp/x.so"
                                 << "load a library";
        QTest::newRow("producer") << "linger.ms"
                                  << "5"
                                  << "belongs to producers";
        QTest::newRow("start") << "auto.offset.reset"
                               << "latest"
                               << "where reading starts";
        QTest::newRow("shell") << "sasl.kerberos.principal"
                               << "me;rm -rf"
                               << "shell command";
        QTest::newRow("principal") << "sasl.kerberos.principal"
                                   << "me/host@REALM"
                                   << "";
        QTest::newRow("too large") << "queued.max.messages.kbytes"
                                   << "99999999"
                                   << "from 16384 to 1048576";
        QTest::newRow("no number") << "queued.max.messages.kbytes"
                                   << "much"
                                   << "from 16384 to 1048576";
        QTest::newRow("within") << "queued.max.messages.kbytes"
                                << "65536"
                                << "";
        QTest::newRow("tuning") << "fetch.wait.max.ms"
                                << "500"
                                << "";
    }
    void whatConnectingWouldRefuseIsToldWhileTyping() {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(QString, said);
        const QString problem = field_checks::ofProperty(name, value);
        QCOMPARE(problem.isEmpty(), said.isEmpty());
        QVERIFY2(problem.contains(said), qPrintable(problem));
        QVERIFY(said.isEmpty() || problem.contains(name));
    }
    void aPasswordInAnAddressIsNotRepeated() {
        QVERIFY(!field_checks::ofRegistryUrls(QStringLiteral("https://user:hunter2@a"))
                     .contains(QStringLiteral("hunter2")));
        QVERIFY(!field_checks::ofTokenEndpoint(QStringLiteral("https://user:hunter2@a"))
                     .contains(QStringLiteral("hunter2")));
    }

    void securityIsRecognisedAndWrittenBack_data() {
        QTest::addColumn<config::Connection>("connection");
        QTest::addColumn<SecurityKind>("kind");
        const auto row = [](const char* name, config::Connection connection, SecurityKind kind) {
            QTest::newRow(name) << std::move(connection) << kind;
        };
        row("none", withProperties({{"client.rack", "a"}}), SecurityKind::None);
        row("tls", withProperties({{"security.protocol", "ssl"}, {"ssl.ca.location", "/ca"}}),
            SecurityKind::Tls);
        row("unchecked",
            withProperties({{"security.protocol", "ssl"}, {"enable.ssl.certificate.verification", "false"}}),
            SecurityKind::Tls);
        row("mTLS",
            withProperties({{"security.protocol", "ssl"},
                            {"ssl.certificate.location", "/c"},
                            {"ssl.key.location", "/k"}},
                           {"ssl.key.password"}),
            SecurityKind::MutualTls);
        row("key store",
            withProperties({{"security.protocol", "ssl"}, {"ssl.keystore.location", "/s"}},
                           {"ssl.keystore.password"}),
            SecurityKind::MutualTls);
        row("PLAIN",
            withProperties({{"security.protocol", "sasl_plaintext"},
                            {"sasl.mechanism", "PLAIN"},
                            {"sasl.username", "alice"}},
                           {"sasl.password"}),
            SecurityKind::Plain);
        row("SCRAM with a certificate",
            withProperties({{"security.protocol", "sasl_ssl"},
                            {"sasl.mechanism", "SCRAM-SHA-512"},
                            {"sasl.username", "alice"},
                            {"ssl.certificate.location", "/c"},
                            {"ssl.key.location", "/k"}},
                           {"sasl.password"}),
            SecurityKind::Scram512);
        config::TokenConnection oauth;
        oauth.method = config::TokenConnection::Method::ClientCredentials;
        oauth.endpoint = "https://login/token";
        oauth.clientId = "eventflow";
        oauth.scope = "kafka";
        oauth.extensions = {{"logicalCluster", "lkc-1"}};
        auto bearer = withTokens(oauth);
        bearer.secrets = {"oauth.client.secret"};
        row("OAuth", bearer, SecurityKind::OauthBearer);
        config::TokenConnection aws;
        aws.method = config::TokenConnection::Method::AwsMskIam;
        aws.awsRegion = "eu-central-1";
        row("MSK", withTokens(aws), SecurityKind::AwsMskIam);
        aws.clientId = "AKIA";
        auto key = withTokens(aws);
        key.secrets = {"aws.secret.access.key", "aws.session.token"};
        row("MSK with a key", key, SecurityKind::AwsMskIam);
        row("Kerberos",
            withProperties({{"security.protocol", "sasl_ssl"},
                            {"sasl.mechanism", "GSSAPI"},
                            {"sasl.kerberos.principal", "p"}}),
            SecurityKind::Other);
    }
    void securityIsRecognisedAndWrittenBack() {
        QFETCH(config::Connection, connection);
        QFETCH(SecurityKind, kind);
        const SecurityChoice choice = securityOf(connection);
        QVERIFY(choice.kind == kind);
        config::Connection written = connection;
        applySecurity(choice, written);
        QCOMPARE(config::toYaml(written), config::toYaml(connection));
    }
    void anotherChoiceTakesTheOldOneAway() {
        auto connection = withProperties({{"security.protocol", "SASL_SSL"},
                                          {"sasl.mechanisms", "SCRAM-SHA-256"},
                                          {"sasl.username", "alice"},
                                          {"client.rack", "a"}},
                                         {"sasl.password", "registry.password"});
        SecurityChoice choice;
        choice.kind = SecurityKind::None;
        applySecurity(choice, connection);
        QVERIFY((connection.properties == Properties{{"client.rack", "a"}}));
        QVERIFY(connection.secrets == std::set<std::string>{"registry.password"});
    }
};

QTEST_GUILESS_MAIN(TestConnectFields)
#include "tst_connect_fields.moc"
