#include "tests/kafka/real_cluster.h"

#include "tests/kafka/java_process.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <signal.h>

#include <algorithm>

namespace eventflow::kafka::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int kStartTimeoutMs = 60'000;
constexpr std::size_t kControllerPort = kListenerCount;
constexpr auto kClusterId = "EventFlowTestCluster01";
constexpr const char* kListenerNames[kListenerCount] = {"PLAIN", "TLS", "MTLS", "SASL", "SASLTLS"};
constexpr const char* kProtocols[kListenerCount] = {"PLAINTEXT", "SSL", "SSL", "SASL_PLAINTEXT", "SASL_SSL"};

/// Ports that are free now. All are held until the last is found, so that none is given twice.
std::vector<quint16> freePorts(std::size_t count) {
    std::vector<std::unique_ptr<QTcpServer>> held;
    std::vector<quint16> ports;
    for (std::size_t i = 0; i < count; ++i) {
        held.push_back(std::make_unique<QTcpServer>());
        if (held.back()->listen(QHostAddress::LocalHost)) ports.push_back(held.back()->serverPort());
    }
    return ports;
}

bool runOpenssl(const QString& folder, const QString& arguments) {
    QProcess openssl;
    openssl.setWorkingDirectory(folder);
    openssl.start(u"openssl"_s, QProcess::splitCommand(arguments));
    if (openssl.waitForFinished(30'000) && openssl.exitCode() == 0) return true;
    qWarning("openssl %s: %s", qPrintable(arguments), openssl.readAllStandardError().constData());
    return false;
}

bool writeFile(const QString& path, const QByteArray& content) {
    QFile out(path);
    return out.open(QIODevice::WriteOnly) && out.write(content) == content.size();
}

QByteArray readFile(const QString& path) {
    QFile in(path);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

QByteArray address(quint16 port) {
    return "127.0.0.1:" + QByteArray::number(port);
}

QByteArray loginModules(const QString& tokenKeysUrl) {
    QByteArray text;
    for (const QByteArray listener : {"sasl", "sasltls"}) {
        const QByteArray prefix = "listener.name." + listener + '.';
        const QByteArray mechanisms = "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512";
        text += prefix + "sasl.enabled.mechanisms=" + mechanisms +
                (tokenKeysUrl.isEmpty() ? QByteArray() : QByteArray(",OAUTHBEARER")) + '\n';
        text += prefix +
                "plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required "
                "user_alice=\"alice-secret\" user_reader=\"reader-secret\";\n";
        for (const QByteArray mechanism : {"scram-sha-256", "scram-sha-512"})
            text += prefix + mechanism +
                    ".sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;\n";
        if (tokenKeysUrl.isEmpty()) continue;
        text += prefix + "oauthbearer.sasl.jaas.config="
                         "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;\n";
        text += prefix + "oauthbearer.sasl.server.callback.handler.class="
                         "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler\n";
        text += prefix + "oauthbearer.sasl.oauthbearer.jwks.endpoint.url=" + tokenKeysUrl.toUtf8() + '\n';
        text += prefix + "oauthbearer.sasl.oauthbearer.expected.audience=kafka\n";
    }
    return text;
}

} // namespace

QString RealCluster::whyUnavailable() {
    return whyNoJava(QString::fromUtf8(EVENTFLOW_KAFKA_JARS));
}

RealCluster::RealCluster(const ClusterOptions& options) : m_options(options) {
    for (int i = 0; i < options.nodes; ++i)
        m_nodes.push_back(
            {i + 1, freePorts(kListenerCount + 1), m_folder.filePath(u"node%1"_s.arg(i + 1)), {}});
}

RealCluster::~RealCluster() {
    for (Node& node : m_nodes)
        if (node.process) node.process->kill();
    for (Node& node : m_nodes)
        if (node.process) node.process->waitForFinished(10'000);
}

std::unique_ptr<RealCluster> RealCluster::start(const ClusterOptions& options) {
    std::unique_ptr<RealCluster> cluster(new RealCluster(options));
    if (!cluster->makeCertificates()) return nullptr;
    for (Node& node : cluster->m_nodes)
        if (!cluster->format(node) || !cluster->launch(node)) return nullptr;
    for (Node& node : cluster->m_nodes)
        if (!cluster->awaitReady(node)) return nullptr;
    return cluster;
}

std::string RealCluster::file(const char* name) const {
    return m_folder.filePath(QString::fromUtf8(name)).toStdString();
}

bool RealCluster::makeCertificates() {
    const QString folder = m_folder.path();
    const bool names = writeFile(folder + u"/names.cnf"_s, "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
    if (!names || !runOpenssl(folder, u"req -x509 -newkey rsa:2048 -nodes -days 2 -subj \"/CN=Test CA\" "
                                      "-keyout ca.key -out ca.crt"_s))
        return false;
    for (const QString& name : {u"server"_s, u"client"_s}) {
        if (!runOpenssl(folder,
                        u"req -newkey rsa:2048 -nodes -subj /CN=%1 -keyout %1.key -out %1.csr"_s.arg(name)) ||
            !runOpenssl(folder, u"x509 -req -in %1.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 "
                                "-extfile names.cnf -out %1.crt"_s.arg(name)))
            return false;
    }
    return writeFile(folder + u"/server.pem"_s, readFile(folder + u"/server.key"_s) +
                                                    readFile(folder + u"/server.crt"_s) +
                                                    readFile(folder + u"/ca.crt"_s));
}

QByteArray RealCluster::serverProperties(const Node& node) const {
    QByteArrayList listeners;
    QByteArrayList protocols{"CONTROLLER:PLAINTEXT"};
    for (std::size_t i = 0; i < kListenerCount; ++i) {
        listeners << QByteArray(kListenerNames[i]) + "://" + address(node.ports[i]);
        protocols << QByteArray(kListenerNames[i]) + ':' + kProtocols[i];
    }
    QByteArrayList voters;
    for (const Node& other : m_nodes)
        voters << QByteArray::number(other.id) + '@' + address(other.ports[kControllerPort]);
    const QByteArray replicas = QByteArray::number(nodes());
    QByteArray text =
        "process.roles=broker,controller\nnode.id=" + QByteArray::number(node.id) +
        "\ncontroller.quorum.voters=" + voters.join(',') + "\nlisteners=" + listeners.join(',') +
        ",CONTROLLER://" + address(node.ports[kControllerPort]) +
        "\nadvertised.listeners=" + listeners.join(',') +
        "\nlistener.security.protocol.map=" + protocols.join(',') +
        "\ncontroller.listener.names=CONTROLLER\ninter.broker.listener.name=PLAIN\nlog.dirs=" +
        node.folder.toUtf8() + "/data\noffsets.topic.replication.factor=" + replicas +
        "\ntransaction.state.log.replication.factor=" + replicas +
        "\ntransaction.state.log.min.isr=1\noffsets.topic.num.partitions=4\n"
        "transaction.state.log.num.partitions=2\ngroup.initial.rebalance.delay.ms=0\n"
        "auto.create.topics.enable=true\nnum.partitions=1\nlog.retention.check.interval.ms=1000\n"
        "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer\n"
        "super.users=User:ANONYMOUS;User:alice\nallow.everyone.if.no.acl.found=false\n";
    const QByteArray folder = m_folder.path().toUtf8();
    text += "ssl.keystore.type=PEM\nssl.keystore.location=" + folder +
            "/server.pem\nssl.truststore.type=PEM\nssl.truststore.location=" + folder +
            "/ca.crt\nlistener.name.mtls.ssl.client.auth=required\n";
    text += loginModules(m_options.tokenKeysUrl);
    text += m_options.properties.join(u'\n').toUtf8() + '\n';
    return text;
}

bool RealCluster::format(Node& node) {
    const QString properties = node.folder + u"/server.properties"_s;
    if (!QDir().mkpath(node.folder) || !writeFile(properties, serverProperties(node))) return false;
    if (!writeFile(node.folder + u"/log4j.properties"_s,
                   "log4j.rootLogger=WARN, file\nlog4j.appender.file=org.apache.log4j.FileAppender\n"
                   "log4j.appender.file.File=" +
                       node.folder.toUtf8() +
                       "/server.log\nlog4j.appender.file.layout=org.apache.log4j.PatternLayout\n"
                       "log4j.appender.file.layout.ConversionPattern=%d %p %c: %m%n\n"))
        return false;
    QStringList arguments{u"format"_s, u"--cluster-id"_s, QString::fromUtf8(kClusterId), u"--config"_s,
                          properties};
    for (const QString& user : {u"alice"_s, u"reader"_s})
        for (const QString& mechanism : {u"SCRAM-SHA-256"_s, u"SCRAM-SHA-512"_s})
            arguments << u"--add-scram"_s << u"%1=[name=%2,password=%2-secret]"_s.arg(mechanism, user);
    QProcess process;
    startJava(process, QString::fromUtf8(EVENTFLOW_KAFKA_JARS), {}, u"kafka.tools.StorageTool"_s, arguments);
    if (process.waitForFinished(kStartTimeoutMs) && process.exitCode() == 0) return true;
    qWarning("%s%s", process.readAllStandardOutput().constData(), process.readAllStandardError().constData());
    return false;
}

bool RealCluster::launch(Node& node) {
    node.process = std::make_unique<QProcess>();
    node.process->setStandardOutputFile(node.folder + u"/stdout.log"_s);
    node.process->setStandardErrorFile(node.folder + u"/stderr.log"_s);
    QStringList options{u"-Dlog4j.configuration=file:%1/log4j.properties"_s.arg(node.folder)};
    if (!m_options.tokenKeysUrl.isEmpty())
        options << u"-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls="_s + m_options.tokenKeysUrl;
    startJava(*node.process, QString::fromUtf8(EVENTFLOW_KAFKA_JARS), options, u"kafka.Kafka"_s,
              {node.folder + u"/server.properties"_s});
    return node.process->waitForStarted();
}

bool RealCluster::awaitReady(Node& node) {
    // The broker opens its listeners last.
    QElapsedTimer waited;
    waited.start();
    while (node.process->state() == QProcess::Running && waited.elapsed() < kStartTimeoutMs) {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, node.ports[0]);
        if (socket.waitForConnected(200)) return true;
        QTest::qWait(50);
    }
    qWarning("The broker does not answer:\n%s\n%s", readFile(node.folder + u"/stderr.log"_s).constData(),
             readFile(node.folder + u"/server.log"_s).right(4000).constData());
    return false;
}

std::string RealCluster::bootstrapServers(Listener listener) const {
    QByteArrayList all;
    for (const Node& node : m_nodes)
        all << address(node.ports[static_cast<std::size_t>(listener)]);
    return all.join(',').toStdString();
}

std::map<std::string, std::string> RealCluster::properties(Listener listener) const {
    switch (listener) {
    case Listener::Plain:
        return {};
    case Listener::Sasl:
        return {{"security.protocol", "sasl_plaintext"}};
    case Listener::Tls:
        return {{"security.protocol", "ssl"}, {"ssl.ca.location", caFile()}};
    case Listener::SaslTls:
        return {{"security.protocol", "sasl_ssl"}, {"ssl.ca.location", caFile()}};
    case Listener::MutualTls:
        return {{"security.protocol", "ssl"},
                {"ssl.ca.location", caFile()},
                {"ssl.certificate.location", clientCertificate()},
                {"ssl.key.location", clientKey()}};
    }
    return {};
}

void RealCluster::killNode(int index) {
    QProcess& process = *m_nodes[static_cast<std::size_t>(index)].process;
    process.kill();
    process.waitForFinished(10'000);
}

void RealCluster::stopNode(int index) {
    QProcess& process = *m_nodes[static_cast<std::size_t>(index)].process;
    process.terminate();
    if (!process.waitForFinished(30'000)) killNode(index);
}

bool RealCluster::startNode(int index) {
    Node& node = m_nodes[static_cast<std::size_t>(index)];
    return launch(node) && awaitReady(node);
}

bool RealCluster::startDeadNodes() {
    std::vector<Node*> dead;
    for (Node& node : m_nodes)
        if (node.process->state() == QProcess::NotRunning) dead.push_back(&node);
    for (Node* node : dead)
        if (!launch(*node)) return false;
    return std::all_of(dead.begin(), dead.end(), [this](Node* node) { return awaitReady(*node); });
}

void RealCluster::pauseNode(int index) {
    ::kill(static_cast<pid_t>(m_nodes[static_cast<std::size_t>(index)].process->processId()), SIGSTOP);
}

void RealCluster::resumeNode(int index) {
    ::kill(static_cast<pid_t>(m_nodes[static_cast<std::size_t>(index)].process->processId()), SIGCONT);
}

QByteArray RealCluster::run(const QString& mainClass, const QStringList& arguments) {
    QProcess process;
    startJava(process, QString::fromUtf8(EVENTFLOW_KAFKA_JARS), {}, mainClass,
              QStringList{u"--bootstrap-server"_s, QString::fromStdString(bootstrapServers())} + arguments);
    if (!process.waitForFinished(kStartTimeoutMs) || process.exitCode() != 0)
        QTest::qFail(QByteArray(mainClass.toUtf8() + ": " + process.readAllStandardOutput() +
                                process.readAllStandardError())
                         .constData(),
                     __FILE__, __LINE__);
    return process.readAllStandardOutput();
}

void RealCluster::createTopic(const QString& name, int partitions, int replicas, const QStringList& configs) {
    QStringList arguments{u"--create"_s,
                          u"--topic"_s,
                          name,
                          u"--partitions"_s,
                          QString::number(partitions),
                          u"--replication-factor"_s,
                          QString::number(replicas)};
    for (const QString& config : configs)
        arguments << u"--config"_s << config;
    run(u"org.apache.kafka.tools.TopicCommand"_s, arguments);
}

void RealCluster::allow(const QString& principal, const QString& operation, const QStringList& resource) {
    run(u"kafka.admin.AclCommand"_s,
        QStringList{u"--add"_s, u"--allow-principal"_s, u"User:"_s + principal, u"--operation"_s, operation} +
            resource);
}

} // namespace eventflow::kafka::test
