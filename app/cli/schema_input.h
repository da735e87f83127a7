#pragma once

#include "app/cli/cluster_choice.h"
#include "core/base/result.h"
#include "core/codec/registered_schema.h"
#include "core/schema/compatibility.h"
#include "core/schema/parsed_schema.h"
#include "pipelines/registry/registry_reader.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI { // NOLINT(readability-identifier-naming): the library's
class App;
}

namespace eventflow::app {

/// A schema of a command's arguments, as text and parsed.
struct LoadedSchema {
    std::string name; ///< file, or `subject version 3`
    int version = 0;  ///< of a subject; 0 for files
    registry::SchemaDefinition definition;
    schema::ParsedSchema parsed;
};

/// Where the schema commands get schemas: files, and the subjects of a registry that the options name: that
/// of a workspace's connection, with the connection's secrets, or one by its address. Password, token and
/// passphrase of the latter come from the environment, so that no list of processes shows them.
class SchemaInput {
public:
    void addOptions(CLI::App& parser, ClusterChoice::Use use = ClusterChoice::Use::Reads);
    /// Text to end a command's help with.
    static std::string helpOfSecrets();

    [[nodiscard]] bool hasRegistry() const { return !m_options.urls.empty() || m_cluster.hasWorkspace(); }
    Result<std::shared_ptr<registry::RegistryConnection>> connect();
    /// To change the registry: the connection says whether it may be, of an address --allow-writes.
    [[nodiscard]] Result<config::WritePermit> permit() const;
    /// Where changes are written down.
    [[nodiscard]] ChangeTrail trail() const { return m_cluster.trail(); }

    /// The type is that of the name, `.avsc`, `.json` or `.proto`, unless --type says another.
    Result<LoadedSchema> file(const std::string& path);
    Result<LoadedSchema> version(std::string_view subject, registry::VersionSelector version);
    /// All that are not deleted, oldest first; none when there is no such subject.
    Result<std::vector<LoadedSchema>> versions(std::string_view subject);
    /// A file where there is one, else `SUBJECT` or `SUBJECT@VERSION`.
    Result<LoadedSchema> fileOrSubject(const std::string& text);

    Result<LoadedSchema> load(std::string name, registry::SchemaDefinition definition);

private:
    [[nodiscard]] Result<std::shared_ptr<registry::RegistryConnection>> connectToAddress() const;
    Result<codec::SchemaType> typeOf(const std::string& path) const;
    /// Of --reference: `NAME=FILE`, or `NAME=SUBJECT@VERSION`.
    Status addReference(const std::string& text, registry::SchemaDefinition& definition,
                        std::vector<codec::ReferencedSchema>& files) const;
    Result<LoadedSchema> parse(std::string name, registry::SchemaDefinition definition,
                               std::vector<codec::ReferencedSchema> files);

    ClusterChoice m_cluster;
    registry::RegistryOptions m_options;
    bool m_allowWrites = false;
    int m_timeoutSeconds = 15;
    std::string m_type;
    std::vector<std::string> m_references;
    std::shared_ptr<registry::RegistryConnection> m_connection;
};

/// `SUBJECT@VERSION`, `SUBJECT@latest`, or `SUBJECT` alone.
struct SubjectAndVersion {
    std::string subject;
    registry::VersionSelector version = registry::VersionSelector::latest();
};
std::optional<SubjectAndVersion> parseSubjectAndVersion(const std::string& text);

/// Prints the error; returns kUsage, since 1 says that schemas do not fit.
int reportSchemaError(const Error& error, bool json);

/// Each schema against the new one.
schema::CompatibilityReport checkAgainst(schema::CompatibilityMode mode, const LoadedSchema& next,
                                         const std::vector<LoadedSchema>& old);
/// What a report says, a line for each finding; or as JSON on one line.
void printReport(const schema::CompatibilityReport& report, const std::vector<LoadedSchema>& old, bool json);

} // namespace eventflow::app
