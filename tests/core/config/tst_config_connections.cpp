#include "core/config/connection_export.h"
#include "core/config/connection_import.h"
#include "core/config/jaas_text.h"
#include "core/config/properties_text.h"
#include "core/config/workspace.h"

#include <QTest>

using namespace eventflow;
using namespace eventflow::config;

namespace {

QByteArray detail(const Error& error) {
    return QByteArray::fromStdString(error.detail);
}

ImportedConnection imported(const char* text) {
    auto all = importConnections(text, "pasted");
    return all && !all->empty() ? std::move(all->front()) : ImportedConnection();
}

Connection full() {
    Connection connection;
    connection.name = "prod \"eu\" #1";
    connection.bootstrapServers = "a:9092,b:9092";
    connection.topics = {"orders", "- odd: name"};
    connection.properties = {{"security.protocol", "sasl_ssl"}, {"client.rack", "a\\b\x01"}};
    connection.environment = Environment::Test;
    connection.readOnly = false;
    connection.colour = "#a1b2c3";
    connection.secrets = {"sasl.password"};
    connection.addresses = {{"b-1.internal:9092", "127.0.0.1:19092"}};
    connection.registry = {{"https://r1", "https://r2"}, "me", true, "/ca", "/crt", "/key"};
    connection.schemaFiles = {
        {"orders.*", SchemaFileChoice::Part::Value, SchemaFileChoice::Format::Protobuf, "schemas",
         "shop.Order"},
        {"*", SchemaFileChoice::Part::Key, SchemaFileChoice::Format::Avro, "key \"1\".avsc", ""}};
    connection.tokens = {TokenConnection::Method::ClientCredentials,
                         "https://login/token",
                         "id",
                         "scope",
                         {{"logicalCluster", "lkc"}},
                         "/ca2",
                         {}};
    return connection;
}

Connection named(const char* name) {
    Connection connection;
    connection.name = name;
    connection.bootstrapServers = "new:9092";
    return connection;
}

} // namespace

class TestConnections : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsPropertiesAsJavaDoes_data();
    void readsPropertiesAsJavaDoes();
    void refusesABrokenEscape();
    void readsLoginModules();
    void importsAJavaClient();
    void importsTokens();
    void explainsStoresItCannotRead();
    void importsKcat();
    void importsProfilesOfRpk();
    void keepsSecretsOutOfNotesAndConnections();
    void refusesWhatIsNoConfiguration_data();
    void refusesWhatIsNoConfiguration();
    void writesAConnectionAsItReadsIt();
    void exportsPropertiesWithoutSecrets();
    void editsOnlyTheConnection_data();
    void editsOnlyTheConnection();
    void removesOnlyTheConnection();
    void refusesListsInBrackets();
    void refusesSchemaFilesThatAreUnclear_data();
    void refusesSchemaFilesThatAreUnclear();
    void pathsOfSchemaFilesBeginAtTheWorkspace();
};

void TestConnections::readsPropertiesAsJavaDoes_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char* text, const char* name, const char* value) {
        QTest::newRow(text) << QByteArray(name) << QByteArray(value);
    };
    row("a=b", "a", "b");
    row("  a : b = c ", "a", "b = c ");
    row("a b", "a", "b");
    row("a", "a", "");
    row("a\\ b=c", "a b", "c");
    row("a=b\\\n   c", "a", "bc");
    row("a=\\u00e4\\n\\\\", "a", "\xC3\xA4\n\\");
    row("# x=y\n! z\n\r\na=1\r\n", "a", "1");
    row("\xEF\xBB\xBF"
        "a=1",
        "a", "1");
    row("a=1\na=2", "a", "2");
}

void TestConnections::readsPropertiesAsJavaDoes() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    const auto lines = parseProperties(QTest::currentDataTag());
    QVERIFY2(lines.has_value(), lines ? "" : detail(lines.error()));
    QCOMPARE(lines->size(), 1u);
    QCOMPARE(QByteArray::fromStdString(lines->front().name), name);
    QCOMPARE(QByteArray::fromStdString(lines->front().value), value);
}

void TestConnections::refusesABrokenEscape() {
    for (const char* text : {"ok=1\na=\\u12", "ok=1\na=\\u12zz", "ok=1\n=b"}) {
        const auto lines = parseProperties(text);
        QVERIFY2(!lines, text);
        QVERIFY2(detail(lines.error()).startsWith("line 2:"), detail(lines.error()));
    }
}

void TestConnections::readsLoginModules() {
    const auto entry =
        parseJaas("org.apache.kafka.common.security.scram.ScramLoginModule required username=\"a\\\"b\" "
                  "password='x' ;");
    QVERIFY(entry.has_value());
    QCOMPARE(entry->module, std::string("ScramLoginModule"));
    QCOMPARE(entry->options.at("username"), std::string("a\"b"));
    for (const char* bad : {"", "Module", "Module required a", "Module required a=\"b"})
        QVERIFY2(!parseJaas(bad), bad);
}

void TestConnections::importsAJavaClient() {
    const ImportedConnection result =
        imported("bootstrap.servers=a:9093\nsecurity.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\n"
                 "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\\n"
                 "  username=\"me\" password=\"canary-9\";\n"
                 "ssl.truststore.type=PEM\nssl.truststore.location=/ca.pem\n"
                 "ssl.endpoint.identification.algorithm=\nkey.deserializer=x\ngroup.id=billing\n"
                 "schema.registry.url=https://r1,https://r2\nbasic.auth.user.info=u:canary-10\n");
    QCOMPARE(result.connection.bootstrapServers, std::string("a:9093"));
    const std::map<std::string, std::string> expected{{"security.protocol", "SASL_SSL"},
                                                      {"sasl.mechanism", "SCRAM-SHA-512"},
                                                      {"sasl.username", "me"},
                                                      {"ssl.ca.location", "/ca.pem"},
                                                      {"ssl.endpoint.identification.algorithm", "none"}};
    QVERIFY(result.connection.properties == expected);
    QCOMPARE(result.secrets.at("sasl.password"), std::string("canary-9"));
    QCOMPARE(result.secrets.at("registry.password"), std::string("canary-10"));
    QCOMPARE(result.connection.registry.urls.size(), 2u);
    QCOMPARE(result.connection.registry.user, std::string("u"));
    QVERIFY(result.connection.readOnly);
    QCOMPARE(result.notes.size(), 2u);
}

void TestConnections::importsTokens() {
    const ImportedConnection oidc = imported(
        "bootstrap.servers=a:1\nsasl.mechanism=OAUTHBEARER\nsasl.oauthbearer.token.endpoint.url=https://"
        "login/token\n"
        "sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required "
        "clientId=\"id\" clientSecret=\"s\" scope=\"sc\" extension_logicalCluster=\"lkc\";");
    QCOMPARE(oidc.connection.tokens.clientId, std::string("id"));
    QCOMPARE(oidc.connection.tokens.endpoint, std::string("https://login/token"));
    QCOMPARE(oidc.connection.tokens.extensions.at("logicalCluster"), std::string("lkc"));
    QCOMPARE(oidc.secrets.at("oauth.client.secret"), std::string("s"));
    const ImportedConnection aws =
        imported("bootstrap.servers=a:1\nsasl.mechanism=AWS_MSK_IAM\n"
                 "sasl.jaas.config=software.amazon.msk.auth.iam.IAMLoginModule required;\n"
                 "sasl.client.callback.handler.class=software.amazon.msk.auth.iam.IAMClientCallbackHandler");
    QVERIFY(aws.connection.tokens.method == TokenConnection::Method::AwsMskIam);
}

void TestConnections::explainsStoresItCannotRead() {
    const ImportedConnection result = imported("bootstrap.servers=a:1\nssl.truststore.location=/t.jks\n"
                                               "ssl.keystore.location=/k.jks\nssl.keystore.password=x\n");
    QCOMPARE(result.notes.size(), 2u);
    QVERIFY(result.notes[0].find("ssl.ca.location") != std::string::npos ||
            result.notes[1].find("ssl.ca.location") != std::string::npos);
    QVERIFY(!result.connection.properties.contains("ssl.keystore.location"));
}

void TestConnections::importsKcat() {
    const ImportedConnection result =
        imported("# kcat.conf\nmetadata.broker.list=a:1,b:2\nsecurity.protocol=ssl\n"
                 "ssl.key.location=/k\nssl.key.password=canary-11\n");
    QCOMPARE(result.connection.bootstrapServers, std::string("a:1,b:2"));
    QCOMPARE(result.connection.properties.at("ssl.key.location"), std::string("/k"));
    QCOMPARE(result.secrets.at("ssl.key.password"), std::string("canary-11"));
}

void TestConnections::importsProfilesOfRpk() {
    const auto all =
        importConnections("version: 7\ncurrent_profile: b\nprofiles:\n"
                          "  - name: a\n    kafka_api:\n      brokers: [a:1, b:2]\n"
                          "  - name: b\n    kafka_api:\n      brokers:\n        - c:3\n"
                          "      tls: {ca_file: /ca, insecure_skip_verify: true}\n"
                          "      sasl: {user: me, password: canary-12, mechanism: scram-sha-256}\n"
                          "    schema_registry:\n      addresses: [r:8081]\n",
                          "rpk");
    QVERIFY2(all.has_value(), all ? "" : detail(all.error()));
    QCOMPARE(all->size(), 2u);
    QCOMPARE((*all)[0].connection.bootstrapServers, std::string("a:1,b:2"));
    const Connection& b = (*all)[1].connection;
    QCOMPARE(b.properties.at("security.protocol"), std::string("sasl_ssl"));
    QCOMPARE(b.properties.at("sasl.mechanism"), std::string("SCRAM-SHA-256"));
    QCOMPARE(b.registry.urls.front(), std::string("http://r:8081"));
    QCOMPARE((*all)[1].secrets.at("sasl.password"), std::string("canary-12"));
    QCOMPARE((*all)[1].notes.size(), 1u);
}

void TestConnections::keepsSecretsOutOfNotesAndConnections() {
    const ImportedConnection result =
        imported("bootstrap.servers=a:1\nsasl.jaas.config=Broken canary-13\nssl.keystore.key=canary-14\n"
                 "some.unknown.password=canary-15\nsasl.oauthbearer.client.secret=canary-16\n");
    QByteArray all = QByteArray::fromStdString(toYaml(result.connection) + toProperties(result.connection));
    for (const std::string& note : result.notes)
        all += QByteArray::fromStdString(note);
    QVERIFY2(!all.contains("canary"), all);
}

void TestConnections::refusesWhatIsNoConfiguration_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("prose") << QByteArray("Dear all,\nplease find attached");
    QTest::newRow("rpk without brokers") << QByteArray("kafka_api: {}\n");
    QTest::newRow("broken YAML") << QByteArray("kafka_api: [\n");
    QTest::newRow("large") << QByteArray(2'000'000, 'a');
}

void TestConnections::refusesWhatIsNoConfiguration() {
    QFETCH(QByteArray, text);
    QVERIFY(!importConnections(text.toStdString(), "x"));
}

void TestConnections::writesAConnectionAsItReadsIt() {
    const auto yaml = withConnection("", full());
    QVERIFY2(yaml.has_value(), yaml ? "" : detail(yaml.error()));
    const auto workspace = parseWorkspace(*yaml, ".");
    QVERIFY2(workspace.has_value(), workspace ? "" : detail(workspace.error()));
    QCOMPARE(toYaml(workspace->connections.front()), toYaml(full()));
    QCOMPARE(workspace->connections.front().properties.at("client.rack"),
             full().properties.at("client.rack"));
    QCOMPARE(workspace->connections.front().topics, full().topics);
}

void TestConnections::refusesSchemaFilesThatAreUnclear_data() {
    QTest::addColumn<QByteArray>("item");
    QTest::addColumn<QByteArray>("problem");
    QTest::newRow("neither") << QByteArray("topics: a") << QByteArray("either \"avro\" or \"protobuf\"");
    QTest::newRow("both") << QByteArray("topics: a\n        avro: a\n        protobuf: b")
                          << QByteArray("either \"avro\" or \"protobuf\"");
    QTest::newRow("no topics") << QByteArray("avro: a.avsc") << QByteArray("topics");
    QTest::newRow("part") << QByteArray("topics: a\n        avro: a\n        part: body")
                          << QByteArray("must be key or value");
    QTest::newRow("message of Avro") << QByteArray("topics: a\n        avro: a\n        message: M")
                                     << QByteArray("\"message\" belongs to \"protobuf\"");
    QTest::newRow("unknown key") << QByteArray("topics: a\n        avro: a\n        path: b")
                                 << QByteArray("path");
}

void TestConnections::refusesSchemaFilesThatAreUnclear() {
    QFETCH(QByteArray, item);
    QFETCH(QByteArray, problem);
    const std::string yaml =
        "connections:\n  - name: c\n    bootstrap_servers: a:1\n    schema_files:\n      - " +
        item.toStdString() + "\n";
    const auto workspace = parseWorkspace(yaml, ".");
    QVERIFY(!workspace);
    QVERIFY2(QByteArray(detail(workspace.error())).contains(problem), detail(workspace.error()));
}

void TestConnections::pathsOfSchemaFilesBeginAtTheWorkspace() {
    const auto workspace = parseWorkspace(*withConnection("", full()), "/home/sre/shop");
    QCOMPARE(workspace->connections.front().folder, std::string("/home/sre/shop"));
}

void TestConnections::exportsPropertiesWithoutSecrets() {
    const auto text = QByteArray::fromStdString(toProperties(full()));
    QVERIFY(text.contains("bootstrap.servers=a:9092,b:9092\n"));
    QVERIFY(text.contains("\n# a secret: sasl.password=\n"));
}

void TestConnections::editsOnlyTheConnection_data() {
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("after");
    const QByteArray item =
        "  - name: \"%1\"\n    bootstrap_servers: \"new:9092\"\n    environment: production\n"
        "    read_only: true\n";
    const auto itemOf = [&](const char* name) { return QByteArray(item).replace("%1", name); };
    QTest::newRow("empty file") << QByteArray() << QByteArray("n") << "connections:\n" + itemOf("n");
    QTest::newRow("no newline at the end")
        << QByteArray("name: w") << QByteArray("n") << "name: w\nconnections:\n" + itemOf("n");
    const QByteArray head = "# top\nconnections:\n  # first\n  - name: a # here\n    bootstrap_servers: x\n";
    const QByteArray tail = "\n# what follows\nname: w # kept\n";
    QTest::newRow("appended") << head + tail << QByteArray("n") << head + itemOf("n") + tail;
    QTest::newRow("replaced") << head + tail << QByteArray("a")
                              << "# top\nconnections:\n  # first\n" + itemOf("a") + tail;
    QTest::newRow("replaced, another behind")
        << head + "  - name: b\n    bootstrap_servers: y\n"
        << QByteArray("a")
        << "# top\nconnections:\n  # first\n" + itemOf("a") + "  - name: b\n    bootstrap_servers: y\n";
    QTest::newRow("dash in the first column")
        << QByteArray("connections:\n- name: a\n  bootstrap_servers: x\nname: w\n") << QByteArray("n")
        << QByteArray(
               "connections:\n- name: a\n  bootstrap_servers: x\n- name: \"n\"\n"
               "  bootstrap_servers: \"new:9092\"\n  environment: production\n  read_only: true\nname: w\n");
}

void TestConnections::editsOnlyTheConnection() {
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, after);
    const auto edited = withConnection(before.toStdString(), named(name));
    QVERIFY2(edited.has_value(), edited ? "" : detail(edited.error()));
    QCOMPARE(QByteArray::fromStdString(*edited), after);
}

void TestConnections::removesOnlyTheConnection() {
    const std::string one = "# top\nconnections:\n  - name: a\n    bootstrap_servers: x\n# end\nname: w\n";
    const std::string two =
        "connections:\n  - name: b\n    bootstrap_servers: y\n  - name: a\n    bootstrap_servers: x\n";
    QCOMPARE(withoutConnection(one, "a").value_or(""), std::string("# top\n# end\nname: w\n"));
    QCOMPARE(withoutConnection(two, "a").value_or(""),
             std::string("connections:\n  - name: b\n    bootstrap_servers: y\n"));
    QVERIFY(!withoutConnection(one, "c"));
}

void TestConnections::refusesListsInBrackets() {
    const std::string yaml = "connections: [{name: a, bootstrap_servers: x}]\n";
    QVERIFY(!withConnection(yaml, named("n")));
    QVERIFY(!withoutConnection(yaml, "a"));
}

QTEST_GUILESS_MAIN(TestConnections)
#include "tst_config_connections.moc"
