#include "app/cli/schema_input.h"

#include "app/cli/command.h"
#include "core/base/text_file.h"
#include "pipelines/registry/reference_resolver.h"

#include <CLI/CLI.hpp>

#include <array>
#include <charconv>
#include <cstdlib>
#include <filesystem>

namespace eventflow::app {

namespace {

constexpr std::size_t kMaxSchemaFileBytes = 16 * 1024 * 1024;
constexpr const char* kPasswordVariable = "EVENTFLOW_REGISTRY_PASSWORD";
constexpr const char* kTokenVariable = "EVENTFLOW_REGISTRY_TOKEN";
constexpr const char* kKeyPassphraseVariable = "EVENTFLOW_REGISTRY_KEY_PASSPHRASE";

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : std::string();
}

std::string placeOf(const registry::SubjectSchema& schema) {
    return schema.subject + " version " + std::to_string(schema.version);
}

} // namespace

void SchemaInput::addOptions(CLI::App& parser, ClusterChoice::Use use) {
    auto* address = parser.add_option(
        "--registry", m_options.urls,
        "Address of a schema registry, as often as it has addresses; its Confluent API, for Apicurio below "
        "/apis/ccompat/v7");
    m_cluster.addWorkspaceOptions(parser)->excludes(address);
    if (use == ClusterChoice::Use::Writes)
        parser.add_flag("--allow-writes", m_allowWrites, "Let the registry of --registry be changed")
            ->needs(address);
    parser.add_option("--registry-user", m_options.user, "User of the registry");
    parser.add_option("--registry-ca", m_options.caFile,
                      "PEM file of the authority that its certificate is of");
    parser.add_option("--registry-cert", m_options.clientCertificateFile, "PEM file of our certificate");
    parser.add_option("--registry-key", m_options.clientKeyFile, "PEM file of its key");
    parser.add_option("--timeout", m_timeoutSeconds, "Seconds to wait for an answer of the registry")
        ->capture_default_str()
        ->check(CLI::Range(1, 600));
    parser.add_option("--type", m_type, "What schema files are, whatever they are called")
        ->check(CLI::IsMember({"avro", "json", "protobuf"}));
    parser.add_option("--reference", m_references,
                      "A schema that schema files refer to, by the name that they use: NAME=FILE or "
                      "NAME=SUBJECT@VERSION; what others need comes first");
}

std::string SchemaInput::helpOfSecrets() {
    return std::string("\nThe registry is that of a workspace's connection, with its stored secrets, or "
                       "--registry: its\npassword is taken from ") +
           kPasswordVariable + ", a bearer token from " + kTokenVariable +
           ",\nthe passphrase of --registry-key from " + kKeyPassphraseVariable + '.';
}

Result<std::shared_ptr<registry::RegistryConnection>> SchemaInput::connect() {
    if (m_connection) return m_connection;
    if (!hasRegistry())
        return Error{ErrorCode::InvalidArgument,
                     "give the address of a registry, --registry URL, or --workspace with a connection that "
                     "has one"};
    auto connection = m_cluster.hasWorkspace() ? m_cluster.registry(std::chrono::seconds(m_timeoutSeconds))
                                               : connectToAddress();
    if (connection) m_connection = *connection;
    return connection;
}

Result<std::shared_ptr<registry::RegistryConnection>> SchemaInput::connectToAddress() const {
    registry::RegistryOptions options = m_options;
    options.requestTimeout = std::chrono::seconds(m_timeoutSeconds);
    options.clientKeyPassphrase = environment(kKeyPassphraseVariable);
    if (!options.user.empty()) options.password = environment(kPasswordVariable);
    if (std::string token = environment(kTokenVariable); !token.empty() && options.user.empty())
        options.bearerToken = [token = std::move(token)]() -> Result<std::string> { return token; };
    return registry::RegistryConnection::create(std::move(options));
}

Result<config::WritePermit> SchemaInput::permit() const {
    if (m_cluster.hasWorkspace()) return m_cluster.permit();
    if (!m_allowWrites)
        return Error{ErrorCode::PermissionDenied,
                     "the registry of --registry is only read; to change it, say --allow-writes"};
    return config::WritePermit::forConnection(namedByAddress(m_options.urls.front(), false));
}

Result<codec::SchemaType> SchemaInput::typeOf(const std::string& path) const {
    struct Known {
        const char* type;
        const char* extension;
        codec::SchemaType value;
    };
    constexpr std::array known = {Known{"avro", ".avsc", codec::SchemaType::Avro},
                                  Known{"json", ".json", codec::SchemaType::Json},
                                  Known{"protobuf", ".proto", codec::SchemaType::Protobuf}};
    const std::string extension = std::filesystem::path(path).extension().string();
    for (const Known& one : known)
        if (m_type.empty() ? extension == one.extension : m_type == one.type) return one.value;
    return Error{ErrorCode::InvalidArgument,
                 path + ": not called .avsc, .json or .proto; say with --type what it is"};
}

Status SchemaInput::addReference(const std::string& text, registry::SchemaDefinition& definition,
                                 std::vector<codec::ReferencedSchema>& files) const {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
        return Error{ErrorCode::InvalidArgument,
                     "--reference " + text + ": NAME=FILE or NAME=SUBJECT@VERSION"};
    const std::string name = text.substr(0, equals);
    const std::string target = text.substr(equals + 1);
    if (std::filesystem::exists(target)) {
        auto content = readTextFile(target, kMaxSchemaFileBytes);
        if (!content) return content.error();
        files.push_back({name, {}, 0, std::move(*content)});
        return {};
    }
    const std::size_t at = target.rfind('@');
    int version = 0;
    if (at != std::string::npos)
        std::from_chars(target.data() + at + 1, target.data() + target.size(), version);
    if (version < 1)
        return Error{ErrorCode::NotFound,
                     "--reference " + text + ": neither a file nor a subject with its version (SUBJECT@1)"};
    definition.references.push_back({name, target.substr(0, at), version});
    return {};
}

Result<LoadedSchema> SchemaInput::parse(std::string name, registry::SchemaDefinition definition,
                                        std::vector<codec::ReferencedSchema> files) {
    codec::RegisteredSchema schema;
    schema.type = definition.type;
    schema.text = definition.text;
    if (!definition.references.empty()) {
        const auto connection = connect();
        if (!connection) return connection.error();
        const registry::RegistryReader reader(*connection);
        auto resolved = registry::resolveReferences(
            definition,
            [&](const registry::SchemaReference& reference) -> Result<registry::SchemaDefinition> {
                auto found = reader.schema(reference.subject, reference.version, registry::Deleted::Include);
                if (!found) return found.error();
                return std::move(found->schema);
            });
        if (!resolved) return resolved.error().at(name);
        schema.references = std::move(*resolved);
    }
    for (codec::ReferencedSchema& file : files)
        schema.references.push_back(std::move(file));
    auto parsed = schema::ParsedSchema::parse(schema);
    if (!parsed) return parsed.error().at(name);
    return LoadedSchema{std::move(name), 0, std::move(definition), std::move(*parsed)};
}

Result<LoadedSchema> SchemaInput::load(std::string name, registry::SchemaDefinition definition) {
    return parse(std::move(name), std::move(definition), {});
}

Result<LoadedSchema> SchemaInput::file(const std::string& path) {
    const auto type = typeOf(path);
    if (!type) return type.error();
    auto text = readTextFile(path, kMaxSchemaFileBytes);
    if (!text) return text.error();
    registry::SchemaDefinition definition{*type, std::move(*text), {}};
    std::vector<codec::ReferencedSchema> files;
    for (const std::string& reference : m_references)
        if (const Status status = addReference(reference, definition, files); !status) return status.error();
    return parse(path, std::move(definition), std::move(files));
}

Result<LoadedSchema> SchemaInput::version(std::string_view subject, registry::VersionSelector version) {
    const auto connection = connect();
    if (!connection) return connection.error();
    auto found = registry::RegistryReader(*connection).schema(subject, version);
    if (!found) return found.error();
    auto loaded = load(placeOf(*found), std::move(found->schema));
    if (loaded) loaded->version = found->version;
    return loaded;
}

Result<std::vector<LoadedSchema>> SchemaInput::versions(std::string_view subject) {
    const auto connection = connect();
    if (!connection) return connection.error();
    auto numbers = registry::RegistryReader(*connection).versions(subject);
    if (!numbers && numbers.error().code == ErrorCode::NotFound) return std::vector<LoadedSchema>();
    if (!numbers) return numbers.error();
    std::ranges::sort(*numbers);
    std::vector<LoadedSchema> out;
    for (const std::int32_t number : *numbers) {
        auto one = version(subject, number);
        if (!one) return one.error();
        out.push_back(std::move(*one));
    }
    return out;
}

Result<LoadedSchema> SchemaInput::fileOrSubject(const std::string& text) {
    if (!hasRegistry() || std::filesystem::exists(text)) return file(text);
    const auto subject = parseSubjectAndVersion(text);
    if (!subject)
        return Error{ErrorCode::InvalidArgument,
                     text + ": neither a file nor a subject, SUBJECT or SUBJECT@3"};
    return version(subject->subject, subject->version);
}

std::optional<SubjectAndVersion> parseSubjectAndVersion(const std::string& text) {
    const std::size_t at = text.rfind('@');
    SubjectAndVersion out;
    out.subject = text.substr(0, at);
    if (out.subject.empty()) return std::nullopt;
    if (at == std::string::npos || text.substr(at + 1) == "latest") return out;
    int number = 0;
    const auto [end, error] = std::from_chars(text.data() + at + 1, text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 1) return std::nullopt;
    out.version = number;
    return out;
}

int reportSchemaError(const Error& error, bool json) {
    reportError(error, json);
    return kUsage;
}

schema::CompatibilityReport checkAgainst(schema::CompatibilityMode mode, const LoadedSchema& next,
                                         const std::vector<LoadedSchema>& old) {
    std::vector<schema::SchemaVersion<schema::ParsedSchema>> versions;
    int place = 0;
    for (const LoadedSchema& one : old) {
        ++place;
        versions.push_back({one.version > 0 ? one.version : place, &one.parsed});
    }
    return schema::checkCompatibility(
        mode, next.parsed, std::span<const schema::SchemaVersion<schema::ParsedSchema>>(versions),
        [](const schema::ParsedSchema& reader, const schema::ParsedSchema& writer) {
            return schema::canRead(reader, writer);
        });
}

namespace {

/// The name of what a check was made against.
std::string nameOf(const schema::VersionCheck& check, const std::vector<LoadedSchema>& old) {
    int place = 0;
    for (const LoadedSchema& one : old) {
        ++place;
        if ((one.version > 0 ? one.version : place) == check.version) return one.name;
    }
    return "version " + std::to_string(check.version);
}

void writeFinding(JsonWriter& json, const schema::Incompatibility& finding) {
    json.beginObject().key("kind").string(finding.kind);
    json.key("reader_path").string(finding.readerPath).key("writer_path").string(finding.writerPath);
    json.key("message").string(finding.message).endObject();
}

void printReportJson(const schema::CompatibilityReport& report, const std::vector<LoadedSchema>& old) {
    JsonWriter json;
    json.beginObject().key("compatible").boolean(report.compatible());
    json.key("mode").string(toString(report.mode)).key("checks").beginArray();
    for (const schema::VersionCheck& check : report.checks) {
        json.beginObject().key("against").string(nameOf(check, old)).key("version").number(check.version);
        json.key("direction").string(toString(check.direction));
        json.key("compatible").boolean(check.check.compatible());
        json.key("incompatibilities").beginArray();
        for (const schema::Incompatibility& finding : check.check.incompatibilities)
            writeFinding(json, finding);
        json.endArray().key("omitted").number(static_cast<std::uint64_t>(check.check.omitted));
        json.key("warnings").beginArray();
        for (const schema::Incompatibility& finding : check.check.warnings)
            writeFinding(json, finding);
        json.endArray().endObject();
    }
    json.endArray().endObject();
    printLine(json.text());
}

} // namespace

void printReport(const schema::CompatibilityReport& report, const std::vector<LoadedSchema>& old, bool json) {
    if (json) {
        printReportJson(report, old);
        return;
    }
    for (const schema::VersionCheck& check : report.checks) {
        const bool isBackward = check.direction == schema::ReadDirection::NewReadsOld;
        const std::string against = nameOf(check, old);
        const std::string who = isBackward ? "the new schema cannot read data of " + against
                                           : against + " cannot read data of the new schema";
        const auto place = [](const schema::Incompatibility& finding) {
            return finding.readerPath.empty() ? std::string("the top") : finding.readerPath;
        };
        for (const schema::Incompatibility& finding : check.check.incompatibilities)
            printLine(std::string(finding.kind) + " at " + place(finding) + ": " + finding.message + " (" +
                      who + ')');
        if (check.check.omitted > 0)
            printLine("… and " + std::to_string(check.check.omitted) + " more (" + who + ')');
        for (const schema::Incompatibility& finding : check.check.warnings)
            printNote("note: " + place(finding) + ": " + finding.message);
    }
    const std::string mode = toString(report.mode);
    printLine(report.compatible()
                  ? "compatible: " + mode + ", " + std::to_string(report.checks.size()) + " checks"
                  : "not compatible: " + mode);
}

} // namespace eventflow::app
