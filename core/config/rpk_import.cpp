#include "core/config/connection_import.h"
#include "core/config/yaml_reader.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace eventflow::config {

namespace {

class RpkImport {
public:
    explicit RpkImport(const YamlDocument& document) : m_yaml(document) {}

    void readProfile(const YamlNode& profile, const std::string& fallbackName);
    [[nodiscard]] std::vector<ImportedConnection> take() { return std::move(m_all); }

private:
    void readTls(const YamlNode& tls, ImportedConnection& result);
    void readSasl(const YamlNode& sasl, ImportedConnection& result);
    void readRegistry(const YamlNode& api, ImportedConnection& result);

    YamlReader m_yaml;
    std::vector<ImportedConnection> m_all;
};

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts)
        all += (all.empty() ? "" : ",") + text;
    return all;
}

void RpkImport::readTls(const YamlNode& tls, ImportedConnection& result) {
    auto& properties = result.connection.properties;
    if (tls.kind != YamlNode::Kind::Mapping) return;
    for (const auto& [key, property] :
         {std::pair{"ca_file", "ssl.ca.location"}, std::pair{"truststore_file", "ssl.ca.location"},
          std::pair{"cert_file", "ssl.certificate.location"}, std::pair{"key_file", "ssl.key.location"}})
        if (const std::string file = m_yaml.optionalText(tls, key, "tls"); !file.empty())
            properties[property] = file;
    if (m_yaml.optionalText(tls, "insecure_skip_verify", "tls") == "true") {
        properties["enable.ssl.certificate.verification"] = "false";
        result.notes.emplace_back(
            "insecure_skip_verify was taken over: the broker's certificate is not checked.");
    }
}

void RpkImport::readSasl(const YamlNode& sasl, ImportedConnection& result) {
    auto& properties = result.connection.properties;
    std::string mechanism = m_yaml.optionalText(sasl, "mechanism", "sasl");
    std::ranges::transform(mechanism, mechanism.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    if (!mechanism.empty()) properties["sasl.mechanism"] = mechanism;
    std::string user = m_yaml.optionalText(sasl, "user", "sasl");
    if (user.empty()) user = m_yaml.optionalText(sasl, "username", "sasl");
    if (!user.empty()) properties["sasl.username"] = user;
    if (std::string password = m_yaml.optionalText(sasl, "password", "sasl"); !password.empty()) {
        result.connection.secrets.insert("sasl.password");
        result.secrets["sasl.password"] = std::move(password);
    }
}

void RpkImport::readRegistry(const YamlNode& api, ImportedConnection& result) {
    const YamlNode* addresses = api.find("addresses");
    if (addresses == nullptr || addresses->kind != YamlNode::Kind::Sequence) return;
    const bool tls = api.find("tls") != nullptr;
    for (const std::string& address : m_yaml.texts(*addresses, "addresses"))
        result.connection.registry.urls.push_back(
            address.starts_with("http") ? address : (tls ? "https://" : "http://") + address);
}

void RpkImport::readProfile(const YamlNode& profile, const std::string& fallbackName) {
    const YamlNode* api = profile.find("kafka_api");
    if (api == nullptr || api->kind != YamlNode::Kind::Mapping) return;
    ImportedConnection result;
    result.connection.name = m_yaml.optionalText(profile, "name", "a profile");
    if (result.connection.name.empty()) result.connection.name = fallbackName;
    if (const YamlNode* brokers = api->find("brokers"); brokers && brokers->kind == YamlNode::Kind::Sequence)
        result.connection.bootstrapServers = joined(m_yaml.texts(*brokers, "brokers"));
    if (result.connection.bootstrapServers.empty()) return;
    const YamlNode* tls = api->find("tls");
    const YamlNode* sasl = api->find("sasl");
    if (tls) readTls(*tls, result);
    if (sasl && sasl->kind == YamlNode::Kind::Mapping) readSasl(*sasl, result);
    if (tls || sasl)
        result.connection.properties["security.protocol"] =
            sasl ? (tls ? "sasl_ssl" : "sasl_plaintext") : "ssl";
    for (const char* key : {"schema_registry", "schema_registry_api"})
        if (const YamlNode* registry = profile.find(key);
            registry && registry->kind == YamlNode::Kind::Mapping)
            readRegistry(*registry, result);
    m_all.push_back(std::move(result));
}

} // namespace

Result<std::vector<ImportedConnection>> importRpk(std::string_view text, const std::string& name) {
    YamlProblem problem;
    YamlLimits limits;
    limits.maxBytes = 1024 * 1024;
    const auto document = YamlDocument::parse(text, limits, problem);
    if (!document)
        return Error{ErrorCode::ParseError, "line " + std::to_string(problem.position.line) + ", column " +
                                                std::to_string(problem.position.column) + ": " +
                                                problem.message};
    RpkImport import(*document);
    const YamlNode& root = document->root();
    if (const YamlNode* profiles = root.find("profiles");
        profiles && profiles->kind == YamlNode::Kind::Sequence)
        for (const YamlNodePtr& profile : profiles->items)
            import.readProfile(*profile, name);
    else
        import.readProfile(root.find("rpk") ? *root.find("rpk") : root, name);
    auto all = import.take();
    if (all.empty()) return Error{ErrorCode::NotFound, "no profile with kafka_api and brokers"};
    return all;
}

} // namespace eventflow::config
