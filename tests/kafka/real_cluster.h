#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace eventflow::kafka::test {

/// Each node listens on all of them, on ports of its own on the loopback interface.
enum class Listener {
    Plain,     ///< no login: the principal ANONYMOUS, a super user
    Tls,       ///< the server's certificate only
    MutualTls, ///< the client's certificate too; the principal is CN=client
    Sasl,      ///< PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER without TLS
    SaslTls,   ///< the same with TLS
};
inline constexpr int kListenerCount = 5;

struct ClusterOptions {
    int nodes = 1;
    /// The key set that signs OAUTHBEARER tokens, `http://127.0.0.1:…/jwks`; empty: the mechanism is off.
    QString tokenKeysUrl;
    /// Lines for every node's server.properties.
    QStringList properties;
};

/// Apache Kafka in KRaft mode, as the jars that tests/kafka/fetch brought, in one folder that goes with it.
/// Users of PLAIN and SCRAM: `alice`, a super user, and `reader`, who may do what ACLs allow; the password of
/// each is
/// `<name>-secret`. Authorization is on for everyone who logs in.
/// Thread: GUI of the test. Nodes die with the test, also when it crashes.
class RealCluster {
public:
    /// Why the broker can't run here; empty when it can.
    static QString whyUnavailable();
    /// Starts all nodes and waits until each answers; nullptr when one does not, with its log in the test's
    /// output.
    static std::unique_ptr<RealCluster> start(const ClusterOptions& options = {});

    RealCluster(const RealCluster&) = delete;
    RealCluster& operator=(const RealCluster&) = delete;
    ~RealCluster();

    /// `127.0.0.1:…` of every node.
    [[nodiscard]] std::string bootstrapServers(Listener listener = Listener::Plain) const;
    [[nodiscard]] int nodes() const { return static_cast<int>(m_nodes.size()); }

    // PEM files. The server's certificate names localhost and 127.0.0.1.
    [[nodiscard]] std::string caFile() const { return file("ca.crt"); }
    [[nodiscard]] std::string clientCertificate() const { return file("client.crt"); }
    [[nodiscard]] std::string clientKey() const { return file("client.key"); }
    /// librdkafka's properties for a listener that needs no user.
    [[nodiscard]] std::map<std::string, std::string> properties(Listener listener) const;

    /// As a crash: SIGKILL.
    void killNode(int index);
    /// As an administrator does; waits for its end.
    void stopNode(int index);
    /// Starts it again on its old ports and waits until it answers.
    bool startNode(int index);
    /// The same of every node that is dead, at once: most of them are needed before any answers.
    bool startDeadNodes();
    /// Freezes it, as a long garbage collection or a lost line does.
    void pauseNode(int index);
    void resumeNode(int index);

    /// Runs a tool of Kafka's own (`org.apache.kafka.tools.TopicCommand`) on the plain listener; gives what
    /// it printed to standard output. On failure the test fails.
    QByteArray run(const QString& mainClass, const QStringList& arguments);
    /// `--topic NAME --partitions N …` of kafka-topics --create.
    void createTopic(const QString& name, int partitions, int replicas = 1, const QStringList& configs = {});
    /// Lets a user do an operation on a resource: `--topic`, `orders`, `Read`.
    void allow(const QString& principal, const QString& operation, const QStringList& resource);

private:
    struct Node {
        int id = 0;
        std::vector<quint16> ports; ///< by Listener, then the controller's
        QString folder;
        std::unique_ptr<QProcess> process;
    };

    explicit RealCluster(const ClusterOptions& options);
    [[nodiscard]] std::string file(const char* name) const;
    bool makeCertificates();
    bool format(Node& node);
    [[nodiscard]] QByteArray serverProperties(const Node& node) const;
    bool launch(Node& node);
    bool awaitReady(Node& node);

    ClusterOptions m_options;
    QTemporaryDir m_folder;
    std::vector<Node> m_nodes;
};

} // namespace eventflow::kafka::test
