#include "app/session/schema_lookup.h"

#include "core/codec/schema_files.h"
#include "core/config/secret_names.h"
#include "pipelines/registry/cached_schema_lookup.h"
#include "pipelines/runtime/system_clock.h"

#include <cstdlib>
#include <filesystem>
#include <utility>

namespace eventflow::app {

namespace {

std::filesystem::path cacheFolder() {
    const char* cache = std::getenv("XDG_CACHE_HOME");
    const char* home = std::getenv("HOME");
    const std::filesystem::path base = cache && *cache == '/'
                                           ? std::filesystem::path(cache)
                                           : std::filesystem::path(home ? home : "/tmp") / ".cache";
    return base / "eventflow" / "schemas";
}

std::string secretOf(const auth::Secrets& secrets, std::string_view name) {
    const auto found = secrets.find(name);
    return found == secrets.end() ? std::string() : found->second;
}

/// The registry's own token, or what opens the cluster.
Result<std::function<Result<std::string>()>> tokenSource(const config::Connection& connection,
                                                         const auth::Secrets& secrets) {
    const std::string fixed = secretOf(secrets, config::kRegistryToken);
    if (!fixed.empty())
        return std::function<Result<std::string>()>([fixed] { return Result<std::string>(fixed); });
    auto tokens = auth::makeTokenProvider(connection.tokens, secrets);
    if (!tokens) return tokens.error();
    if (!*tokens)
        return Error{ErrorCode::NotFound, "the registry wants a bearer token: store the secret \"" +
                                              std::string(config::kRegistryToken) +
                                              "\", or write \"tokens\""};
    return std::function<Result<std::string>()>([provider = std::move(*tokens)]() -> Result<std::string> {
        auto token = provider->fetch();
        if (!token) return token.error();
        return std::move(token->value);
    });
}

Result<registry::RegistryOptions> registryOptions(const config::Connection& connection,
                                                  const auth::Secrets& secrets) {
    const config::RegistryConnection& from = connection.registry;
    registry::RegistryOptions options;
    options.urls = from.urls;
    options.user = from.user;
    options.password = secretOf(secrets, config::kRegistryPassword);
    options.caFile = from.caFile;
    options.clientCertificateFile = from.certificateFile;
    options.clientKeyFile = from.keyFile;
    options.clientKeyPassphrase = secretOf(secrets, config::kRegistryKeyPassword);
    if (!from.bearerToken) return options;
    auto token = tokenSource(connection, secrets);
    if (!token) return token.error();
    options.bearerToken = std::move(*token);
    return options;
}

/// The lookup with the clock it goes by.
struct OwnedLookup {
    OwnedLookup(registry::RegistryReader reader, std::unique_ptr<registry::SchemaCacheFolder> folder)
        : lookup(std::move(reader), clock, std::move(folder)) {}

    runtime::SystemClock clock;
    registry::CachedSchemaLookup lookup;
};

std::shared_ptr<codec::SchemaLookup> registryLookup(std::shared_ptr<registry::RegistryConnection> registry) {
    registry::RegistryReader reader(std::move(registry));
    // Without a folder schemas are asked for again after a restart, and that is all.
    auto folder = registry::SchemaCacheFolder::open(cacheFolder(), reader.name());
    const auto owned = std::make_shared<OwnedLookup>(
        std::move(reader), folder ? std::move(*folder) : std::unique_ptr<registry::SchemaCacheFolder>());
    return {owned, &owned->lookup};
}

codec::SchemaFile toSchemaFile(const config::SchemaFileChoice& from, const std::filesystem::path& folder) {
    using Choice = config::SchemaFileChoice;
    codec::SchemaFile file;
    file.topics = from.topics;
    file.part = from.part == Choice::Part::Key ? codec::RecordPart::Key : codec::RecordPart::Value;
    file.format =
        from.format == Choice::Format::Protobuf ? codec::PayloadFormat::Protobuf : codec::PayloadFormat::Avro;
    file.path = folder / from.path;
    file.message = from.message;
    return file;
}

} // namespace

Result<std::shared_ptr<registry::RegistryConnection>> openRegistry(const config::Connection& connection,
                                                                   const auth::Secrets& secrets,
                                                                   std::chrono::milliseconds timeout) {
    if (connection.registry.urls.empty()) return std::shared_ptr<registry::RegistryConnection>();
    auto options = registryOptions(connection, secrets);
    if (!options) return options.error();
    options->requestTimeout = timeout;
    return registry::RegistryConnection::create(std::move(*options));
}

std::shared_ptr<codec::SchemaLookup>
makeSchemaLookup(const config::Connection& connection,
                 std::shared_ptr<registry::RegistryConnection> registry) {
    auto lookup = registry ? registryLookup(std::move(registry)) : nullptr;
    if (connection.schemaFiles.empty()) return lookup;
    std::vector<codec::SchemaFile> files;
    for (const config::SchemaFileChoice& file : connection.schemaFiles)
        files.push_back(toSchemaFile(file, connection.folder));
    return std::make_shared<codec::SchemaFiles>(std::move(files), std::move(lookup));
}

Result<std::shared_ptr<codec::SchemaLookup>> openSchemaLookup(const config::Connection& connection,
                                                              const auth::Secrets& secrets) {
    auto registry = openRegistry(connection, secrets);
    if (!registry) return registry.error();
    return makeSchemaLookup(connection, std::move(*registry));
}

} // namespace eventflow::app
