#include "core/config/connection_reader.h"

#include "core/config/secret_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

namespace eventflow::config {

namespace {

using Keys = std::initializer_list<std::string_view>;

void checkKeys(YamlReader& yaml, const YamlNode& node, const Keys& keys, std::string_view what) {
    yaml.checkKeys(node, {keys.begin(), keys.size()}, what);
}

bool isColour(std::string_view text) {
    return text.size() == 7 && text.front() == '#' &&
           std::ranges::all_of(text.substr(1), [](unsigned char c) { return std::isxdigit(c) != 0; });
}

std::optional<Environment> environmentOf(std::string_view text) {
    for (const auto& [name, environment] :
         {std::pair{"development", Environment::Development}, std::pair{"dev", Environment::Development},
          std::pair{"test", Environment::Test}, std::pair{"production", Environment::Production},
          std::pair{"prod", Environment::Production}})
        if (text == name) return environment;
    return std::nullopt;
}

void readSafety(YamlReader& yaml, const YamlNode& node, Connection& connection) {
    if (const YamlNode* environment = node.find("environment"))
        if (const auto text = yaml.text(*environment, "environment of a connection")) {
            if (const auto known = environmentOf(*text))
                connection.environment = *known;
            else
                yaml.fail(*environment, "environment must be development, test or production");
        }
    if (const YamlNode* readOnly = node.find("read_only"))
        if (const auto value = yaml.boolean(*readOnly, "read_only")) connection.readOnly = *value;
    if (const YamlNode* colour = node.find("colour"))
        if (const auto text = yaml.text(*colour, "colour of a connection")) {
            if (isColour(*text))
                connection.colour = *text;
            else
                yaml.fail(*colour, "colour must be written as \"#rrggbb\"");
        }
}

void readProperties(YamlReader& yaml, const YamlNode& node, Connection& connection) {
    if (!yaml.isMapping(node, "properties")) return;
    for (const YamlEntry& entry : node.entries) {
        const std::string& key = entry.key->scalar;
        if (isSecretName(key)) {
            // The value itself must not appear in a message.
            yaml.fail(*entry.key,
                      "\"" + key +
                          "\" is a secret, and a workspace is a folder that is shared and kept in git; "
                          "remove it here, name it under \"secrets\" of the connection, and store its "
                          "value with `eventflow connections secret`");
        } else if (key == "bootstrap.servers" || key == "metadata.broker.list") {
            yaml.fail(*entry.key, "set bootstrap_servers of the connection instead of \"" + key + '"');
        } else if (auto value = yaml.text(*entry.value, "property \"" + key + '"')) {
            connection.properties.emplace(key, std::move(*value));
        }
    }
}

void readSecrets(YamlReader& yaml, const YamlNode& node, Connection& connection) {
    if (!yaml.isList(node, "secrets")) return;
    for (const YamlNodePtr& item : node.items) {
        const auto name = yaml.name(*item, "a name under secrets");
        if (!name) continue;
        if (isSecretName(*name))
            connection.secrets.insert(*name);
        else
            yaml.fail(*item, "\"" + *name + "\" holds no secret; write it under \"properties\"");
    }
}

/// `host:port`, with an IPv6 host in brackets.
bool isAddress(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size() || text.size() - colon > 6)
        return false;
    const std::string_view port = text.substr(colon + 1);
    return std::ranges::all_of(port, [](unsigned char c) { return std::isdigit(c) != 0; }) &&
           (text.front() != '[' || text[colon - 1] == ']');
}

void readAddresses(YamlReader& yaml, const YamlNode& node, Connection& connection) {
    if (!yaml.isMapping(node, "addresses")) return;
    for (const YamlEntry& entry : node.entries) {
        const auto local = yaml.name(*entry.value, "address of \"" + entry.key->scalar + '"');
        if (!local) continue;
        if (isAddress(entry.key->scalar) && isAddress(*local))
            connection.addresses.emplace(entry.key->scalar, *local);
        else
            yaml.fail(*entry.key, "addresses are written as host:port, the advertised one first: "
                                  "\"b-1.internal:9092\": \"127.0.0.1:19092\"");
    }
}

void readRegistry(YamlReader& yaml, const YamlNode& node, Connection& connection) {
    if (!yaml.isMapping(node, "registry")) return;
    checkKeys(yaml, node, {"urls", "user", "bearer_token", "ca_file", "certificate_file", "key_file"},
              "registry");
    RegistryConnection& registry = connection.registry;
    if (const YamlNode* urls = node.find("urls")) registry.urls = yaml.texts(*urls, "urls of registry");
    if (registry.urls.empty()) yaml.fail(node, "a registry needs \"urls\"");
    for (const std::string& url : registry.urls) {
        if (!url.starts_with("http://") && !url.starts_with("https://"))
            yaml.fail(node, "urls of registry must begin with http:// or https://");
        else if (url.find('@') != std::string::npos)
            yaml.fail(node, "urls of registry must hold no user and password; write the user under \"user\"");
    }
    registry.user = yaml.optionalText(node, "user", "registry");
    if (const YamlNode* bearer = node.find("bearer_token"))
        registry.bearerToken = yaml.boolean(*bearer, "bearer_token").value_or(false);
    registry.caFile = yaml.optionalText(node, "ca_file", "registry");
    registry.certificateFile = yaml.optionalText(node, "certificate_file", "registry");
    registry.keyFile = yaml.optionalText(node, "key_file", "registry");
}

void readTokens(YamlReader& yaml, const YamlNode& node, Connection& connection) {
    if (!yaml.isMapping(node, "tokens")) return;
    checkKeys(yaml, node, {"method", "endpoint", "client_id", "scope", "extensions", "ca_file", "region"},
              "tokens");
    TokenConnection& tokens = connection.tokens;
    const std::string method = yaml.requiredText(node, "method", "tokens");
    if (method == "client_credentials") {
        tokens.method = TokenConnection::Method::ClientCredentials;
        tokens.endpoint = yaml.requiredText(node, "endpoint", "tokens");
        tokens.clientId = yaml.requiredText(node, "client_id", "tokens");
    } else if (method == "aws_msk_iam") {
        tokens.method = TokenConnection::Method::AwsMskIam;
        tokens.awsRegion = yaml.requiredText(node, "region", "tokens");
        tokens.clientId = yaml.optionalText(node, "client_id", "tokens");
    } else if (!method.empty()) {
        yaml.fail(node, "method of tokens must be client_credentials or aws_msk_iam");
    }
    tokens.scope = yaml.optionalText(node, "scope", "tokens");
    tokens.caFile = yaml.optionalText(node, "ca_file", "tokens");
    if (const YamlNode* extensions = node.find("extensions");
        extensions && yaml.isMapping(*extensions, "extensions"))
        for (const YamlEntry& entry : extensions->entries)
            if (auto value = yaml.text(*entry.value, "extension \"" + entry.key->scalar + '"'))
                tokens.extensions.emplace(entry.key->scalar, std::move(*value));
}

SchemaFileChoice readSchemaFile(YamlReader& yaml, const YamlNode& node) {
    SchemaFileChoice file;
    if (!yaml.isMapping(node, "an item of schema_files")) return file;
    checkKeys(yaml, node, {"topics", "part", "avro", "protobuf", "message"}, "an item of schema_files");
    file.topics = yaml.requiredText(node, "topics", "an item of schema_files");
    const std::string part = yaml.optionalText(node, "part", "an item of schema_files");
    if (part == "key")
        file.part = SchemaFileChoice::Part::Key;
    else if (!part.empty() && part != "value")
        yaml.fail(node, "part of an item of schema_files must be key or value");
    const bool isProtobuf = node.find("protobuf") != nullptr;
    if (isProtobuf == (node.find("avro") != nullptr)) {
        yaml.fail(node, "an item of schema_files names either \"avro\" or \"protobuf\", and there the path");
        return file;
    }
    file.format = isProtobuf ? SchemaFileChoice::Format::Protobuf : SchemaFileChoice::Format::Avro;
    file.path = yaml.requiredText(node, isProtobuf ? "protobuf" : "avro", "an item of schema_files");
    file.message = yaml.optionalText(node, "message", "an item of schema_files");
    if (!isProtobuf && !file.message.empty())
        yaml.fail(node, "\"message\" belongs to \"protobuf\": an Avro file holds one schema");
    return file;
}

void readSchemaFiles(YamlReader& yaml, const YamlNode& node, Connection& connection) {
    if (!yaml.isList(node, "schema_files")) return;
    for (const YamlNodePtr& item : node.items)
        connection.schemaFiles.push_back(readSchemaFile(yaml, *item));
}

Connection readConnection(YamlReader& yaml, const YamlNode& node) {
    Connection connection;
    if (!yaml.isMapping(node, "a connection")) return connection;
    checkKeys(yaml, node,
              {"name", "bootstrap_servers", "topics", "properties", "environment", "read_only", "colour",
               "secrets", "addresses", "registry", "tokens", "schema_files"},
              "a connection");
    connection.name = yaml.requiredText(node, "name", "a connection");
    connection.bootstrapServers = yaml.requiredText(node, "bootstrap_servers", "a connection");
    if (const YamlNode* topics = node.find("topics")) connection.topics = yaml.texts(*topics, "topics");
    if (const YamlNode* properties = node.find("properties")) readProperties(yaml, *properties, connection);
    readSafety(yaml, node, connection);
    if (const YamlNode* secrets = node.find("secrets")) readSecrets(yaml, *secrets, connection);
    if (const YamlNode* addresses = node.find("addresses")) readAddresses(yaml, *addresses, connection);
    if (const YamlNode* registry = node.find("registry")) readRegistry(yaml, *registry, connection);
    if (const YamlNode* tokens = node.find("tokens")) readTokens(yaml, *tokens, connection);
    if (const YamlNode* files = node.find("schema_files")) readSchemaFiles(yaml, *files, connection);
    return connection;
}

} // namespace

std::vector<Connection> readConnections(YamlReader& yaml, const YamlNode& list) {
    std::vector<Connection> connections;
    if (!yaml.isList(list, "connections")) return connections;
    std::set<std::string> names;
    for (const YamlNodePtr& item : list.items) {
        Connection connection = readConnection(yaml, *item);
        if (!connection.name.empty() && !names.insert(connection.name).second)
            yaml.fail(*item, "two connections are named \"" + connection.name + "\"; rename one");
        connections.push_back(std::move(connection));
    }
    return connections;
}

} // namespace eventflow::config
