#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace eventflow::config {

/// What a cluster is used for: how loudly the desktop says so, and what a change has to be confirmed with.
enum class Environment : std::uint8_t { Development, Test, Production };
const char* toString(Environment environment);

/// A Confluent-compatible schema registry. Secrets come from the secret store.
struct RegistryConnection {
    std::vector<std::string> urls; ///< tried in order
    std::string user;              ///< HTTP basic; its password is the secret `registry.password`
    bool bearerToken = false;      ///< the secret `registry.token`, or the connection's own OAuth token
    std::string caFile;            ///< PEM; empty: the system's
    std::string certificateFile;
    std::string keyFile; ///< its passphrase is the secret `registry.key.password`
};

/// Where SASL OAUTHBEARER tokens come from. The client's secret is the secret `oauth.client.secret`.
struct TokenConnection {
    enum class Method : std::uint8_t {
        None,
        ClientCredentials, ///< OpenID Connect, RFC 6749 §4.4
        AwsMskIam,         ///< a presigned request of AWS's kafka-cluster:Connect
    } method = Method::None;
    std::string endpoint; ///< https://…/token
    std::string clientId;
    std::string scope;
    std::map<std::string, std::string> extensions; ///< RFC 7628 §3.1, `logicalCluster`, `identityPoolId`
    std::string caFile;
    std::string awsRegion;
};

/// A schema in files that payloads of some topics are read with, because nothing in them says which it is.
struct SchemaFileChoice {
    enum class Part : std::uint8_t { Key, Value };
    enum class Format : std::uint8_t { Avro, Protobuf };

    std::string topics; ///< a name, or a pattern with `*` and `?`
    Part part = Part::Value;
    Format format = Format::Avro;
    std::string path;    ///< an .avsc file; a .proto file, a folder of them, or a descriptor set
    std::string message; ///< Protobuf's; empty where the files define just one
};

/// A cluster to read from, as workspace.yaml holds it. Never holds a secret: `secrets` names what must be
/// asked from the secret store before connecting.
struct Connection {
    std::string name;
    std::string bootstrapServers;
    std::vector<std::string> topics; ///< empty: every topic that is not internal
    std::map<std::string, std::string>
        properties; ///< librdkafka properties; secrets are refused when loading
    Environment environment = Environment::Production;
    bool readOnly = true;
    std::string colour;            ///< `#rrggbb`; empty: the environment's
    std::set<std::string> secrets; ///< librdkafka properties and the names above: `sasl.password`
    /// Advertised address → where it is reached from here, as through a tunnel: `b-1.internal:9092` →
    /// `127.0.0.1:19092`.
    std::map<std::string, std::string> addresses;
    RegistryConnection registry;
    TokenConnection tokens;
    std::vector<SchemaFileChoice> schemaFiles; ///< the first that fits a topic counts
    std::string folder;                        ///< where their relative paths begin: the workspace
};

/// The right to change one cluster. Whatever writes takes one, so that on a read-only connection no such code
/// can even be reached: there is no other way to get one than a connection that allows writing.
class WritePermit {
public:
    /// PermissionDenied when the connection is read-only.
    static Result<WritePermit> forConnection(const Connection& connection);

    [[nodiscard]] const std::string& connection() const { return m_connection; }
    [[nodiscard]] Environment environment() const { return m_environment; }

private:
    WritePermit(std::string connection, Environment environment)
        : m_connection(std::move(connection)), m_environment(environment) {}

    std::string m_connection;
    Environment m_environment;
};

} // namespace eventflow::config
