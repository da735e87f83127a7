#include "core/config/connection_import.h"

#include "core/config/jaas_text.h"
#include "core/config/properties_text.h"
#include "core/config/secret_names.h"

#include <algorithm>
#include <utility>

namespace eventflow::config {

namespace {

/// What reading may need besides the families of takeRest().
constexpr std::string_view kTaken[] = {"connections.max.idle.ms", "client.rack"};

/// Of consumers, producers and Java itself: nothing that reading needs.
constexpr std::string_view kLeftOut[] = {
    "group.",
    "auto.",
    "enable.auto",
    "key.",
    "value.",
    "max.poll",
    "session.",
    "heartbeat.",
    "acks",
    "retries",
    "batch.",
    "linger.",
    "buffer.",
    "compression.",
    "interceptor.",
    "partition.assignment",
    "transactional.",
    "delivery.",
    "request.timeout",
    "default.api",
    "reconnect.",
    "retry.",
    "metric",
    "client.dns",
    "ssl.provider",
    "ssl.protocol",
    "ssl.enabled",
    "ssl.keymanager",
    "ssl.trustmanager",
    "ssl.secure",
    "ssl.engine",
    "sasl.login",
    "sasl.client",
    "specific.",
    "use.",
    "topic",
    "client.id",
    "bootstrap.controllers",
    "schema.registry.ssl",
    "queue.buffering",
    "statistics",
    "enable.idempotence",
    "isolation.level",
    "fetch.",
    "max.partition",
};

class PropertiesImport {
public:
    explicit PropertiesImport(const std::string& name) { m_result.connection.name = name; }

    Result<ImportedConnection> run(std::string_view text);

private:
    bool takeAddress(const PropertyLine& line);
    bool takeSecurity(const PropertyLine& line);
    bool takeStore(const PropertyLine& line);
    bool takeRegistry(const PropertyLine& line);
    void takeJaas(const PropertyLine& line);
    void takeRest(const PropertyLine& line);
    void secret(std::string_view name, std::string value);
    void note(std::string text) { m_result.notes.push_back(std::move(text)); }

    [[nodiscard]] std::map<std::string, std::string>& properties() { return m_result.connection.properties; }

    ImportedConnection m_result;
    std::map<std::string, std::string> m_all;
};

void PropertiesImport::secret(std::string_view name, std::string value) {
    m_result.connection.secrets.emplace(name);
    m_result.secrets[std::string(name)] = std::move(value);
}

bool PropertiesImport::takeAddress(const PropertyLine& line) {
    if (line.name != "bootstrap.servers" && line.name != "metadata.broker.list") return false;
    m_result.connection.bootstrapServers = line.value;
    return true;
}

bool PropertiesImport::takeSecurity(const PropertyLine& line) {
    if (line.name == "sasl.jaas.config") {
        takeJaas(line);
        return true;
    }
    if (line.name == "ssl.endpoint.identification.algorithm") {
        // Java's empty value is librdkafka's "none".
        properties()[line.name] = line.value.empty() ? "none" : line.value;
        return true;
    }
    TokenConnection& tokens = m_result.connection.tokens;
    if (line.name == "sasl.oauthbearer.token.endpoint.url") {
        tokens.method = TokenConnection::Method::ClientCredentials;
        tokens.endpoint = line.value;
        return true;
    }
    if (line.name == "sasl.oauthbearer.client.id") {
        tokens.clientId = line.value;
        return true;
    }
    if (line.name == "sasl.oauthbearer.client.secret") {
        secret(kOauthClientSecret, line.value);
        return true;
    }
    if (line.name == "sasl.oauthbearer.scope") {
        tokens.scope = line.value;
        return true;
    }
    if (line.name == "sasl.oauthbearer.method") return true;
    if (line.name == "sasl.mechanism" && line.value == "AWS_MSK_IAM") {
        tokens.method = TokenConnection::Method::AwsMskIam;
        note("AWS_MSK_IAM becomes an OAUTHBEARER login with signed tokens; write the \"region\" under "
             "\"tokens\".");
        return true;
    }
    return false;
}

void PropertiesImport::takeJaas(const PropertyLine& line) {
    auto entry = parseJaas(line.value);
    if (!entry) {
        note("Line " + std::to_string(line.line) +
             ": sasl.jaas.config could not be read and was left out; its form is: module required "
             "name=\"value\";");
        return;
    }
    if (entry->module == "PlainLoginModule" || entry->module == "ScramLoginModule") {
        properties()["sasl.username"] = entry->options["username"];
        secret("sasl.password", entry->options["password"]);
    } else if (entry->module == "OAuthBearerLoginModule") {
        TokenConnection& tokens = m_result.connection.tokens;
        tokens.clientId = entry->options["clientId"];
        tokens.scope = entry->options["scope"];
        if (entry->options.contains("clientSecret"))
            secret(kOauthClientSecret, entry->options["clientSecret"]);
        for (const auto& [name, value] : entry->options)
            if (name.starts_with("extension_")) tokens.extensions[name.substr(10)] = value;
    } else if (entry->module == "IAMLoginModule") {
        m_result.connection.tokens.method = TokenConnection::Method::AwsMskIam;
    } else if (entry->module == "Krb5LoginModule") {
        if (entry->options.contains("keyTab"))
            properties()["sasl.kerberos.keytab"] = entry->options["keyTab"];
        if (entry->options.contains("principal"))
            properties()["sasl.kerberos.principal"] = entry->options["principal"];
    } else {
        note("The login module " + entry->module + " has no counterpart here and was left out.");
    }
}

/// Java keeps keys and authorities in stores of three kinds.
bool PropertiesImport::takeStore(const PropertyLine& line) {
    const bool trust = line.name.starts_with("ssl.truststore.");
    if (!trust && !line.name.starts_with("ssl.keystore.")) return false;
    const std::string kind = m_all[trust ? "ssl.truststore.type" : "ssl.keystore.type"];
    const bool location = line.name.ends_with(".location");
    const bool jks = kind == "JKS" || (kind.empty() && line.value.ends_with(".jks"));
    if (location && jks)
        note(line.value + " is a Java key store, which librdkafka does not read. " +
             (trust ? "Export its certificates with keytool -exportcert -rfc and set ssl.ca.location."
                    : "Convert it with keytool -importkeystore -deststoretype PKCS12 and set "
                      "ssl.keystore.location."));
    else if (location && trust && kind != "PEM")
        note(line.value +
             " is a PKCS#12 store; librdkafka wants authorities as PEM: export them with openssl pkcs12 "
             "-nokeys and set ssl.ca.location.");
    else if (location && trust)
        properties()["ssl.ca.location"] = line.value;
    else if (location && kind == "PEM")
        properties().insert({{"ssl.certificate.location", line.value}, {"ssl.key.location", line.value}});
    else if (location)
        properties()["ssl.keystore.location"] = line.value;
    else if (line.name == "ssl.keystore.password" && !jks)
        secret("ssl.keystore.password", line.value);
    else if (line.name == "ssl.keystore.key")
        secret("ssl.key.pem", line.value);
    else if (line.name == "ssl.keystore.certificate.chain")
        properties()["ssl.certificate.pem"] = line.value;
    else if (line.name == "ssl.truststore.certificates")
        properties()["ssl.ca.pem"] = line.value;
    return true;
}

bool PropertiesImport::takeRegistry(const PropertyLine& line) {
    RegistryConnection& registry = m_result.connection.registry;
    if (line.name == "schema.registry.url") {
        std::string_view rest = line.value;
        while (!rest.empty()) {
            const std::size_t comma = std::min(rest.find(','), rest.size());
            registry.urls.emplace_back(rest.substr(0, comma));
            rest.remove_prefix(std::min(comma + 1, rest.size()));
        }
        return true;
    }
    if (line.name == "basic.auth.user.info" || line.name == "schema.registry.basic.auth.user.info") {
        const std::size_t colon = line.value.find(':');
        registry.user = line.value.substr(0, colon);
        if (colon != std::string::npos) secret(kRegistryPassword, line.value.substr(colon + 1));
        return true;
    }
    return line.name == "basic.auth.credentials.source" ||
           line.name == "schema.registry.basic.auth.credentials.source";
}

void PropertiesImport::takeRest(const PropertyLine& line) {
    const std::string& name = line.name;
    if (isSecretName(name)) return secret(name, line.value);
    const bool known = name.starts_with("sasl.") || name.starts_with("ssl.") ||
                       name.starts_with("security.") || name.starts_with("enable.ssl") ||
                       name.starts_with("enable.sasl") || name.starts_with("socket.") ||
                       name.starts_with("broker.") || std::ranges::find(kTaken, name) != std::end(kTaken);
    const bool leftOut =
        std::ranges::any_of(kLeftOut, [&](std::string_view prefix) { return name.starts_with(prefix); });
    if (known && !leftOut)
        properties()[name] = line.value;
    else
        note("\"" + name + "\" was left out: reading does not need it.");
}

Result<ImportedConnection> PropertiesImport::run(std::string_view text) {
    const auto lines = parseProperties(text);
    if (!lines) return lines.error();
    for (const PropertyLine& line : *lines)
        m_all[line.name] = line.value;
    for (const PropertyLine& line : *lines)
        if (!takeAddress(line) && !takeRegistry(line) && !takeStore(line) && !takeSecurity(line))
            takeRest(line);
    if (m_result.connection.bootstrapServers.empty())
        return Error{ErrorCode::NotFound, "no bootstrap.servers: this is no configuration of a Kafka client"};
    return std::move(m_result);
}

} // namespace

Result<ImportedConnection> importProperties(std::string_view text, const std::string& name) {
    return PropertiesImport(name).run(text);
}

Result<std::vector<ImportedConnection>> importConnections(std::string_view text, const std::string& name) {
    // Only rpk's is YAML; `kafka_api` is in all of its versions since profiles came.
    if (text.find("kafka_api:") != std::string_view::npos) return importRpk(text, name);
    auto one = importProperties(text, name);
    if (!one) return one.error();
    return std::vector<ImportedConnection>{std::move(*one)};
}

} // namespace eventflow::config
