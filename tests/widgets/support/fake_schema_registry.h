#pragma once

#include "core/feed/schema_registry.h"

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace eventflow::testing {

/// A schema registry for the desktop's tests, in memory. Fill it before it is shared. Thread: as
/// feed::SchemaRegistry.
class FakeSchemaRegistry final : public feed::SchemaRegistry {
public:
    struct Version {
        int number = 0;
        std::int32_t id = 0;
        registry::SchemaDefinition schema;
        bool deleted = false;
    };

    /// Five subjects: `orders-value` has four Avro versions, of which the first is deleted and the last
    /// breaks old data; `payments-value` is JSON Schema, `shipping-value` Protobuf; one is in a context, one
    /// deleted.
    static void fillWithSamples(FakeSchemaRegistry& registry);
    /// `count` subjects `team-3.orders-00042-value` of one version each.
    static void fillWithMany(FakeSchemaRegistry& registry, int count);
    void add(const std::string& subject, codec::SchemaType type, std::string text,
             std::vector<registry::SchemaReference> references = {});

    // What it answers.
    std::map<std::string, std::vector<Version>> subjectMap;
    std::map<std::string, std::string> levels; ///< of subjects that have their own
    std::string level = "BACKWARD";
    std::string modeAnswer = "READWRITE";
    registry::CompatibilityAnswer compatibilityAnswer{true, {}};
    std::optional<Error> failure;       ///< of every call
    std::optional<Error> configFailure; ///< of config() and mode() alone
    std::atomic<bool> blocked = false;  ///< while true, calls wait
    bool production = true;
    bool readOnly = false;

    // What was asked for. Guarded by `mutex` while calls are under way.
    std::mutex mutex;
    std::vector<std::pair<std::string, registry::SchemaDefinition>> registered;
    std::vector<std::string> confirmations;
    std::atomic<int> calls = 0;

    [[nodiscard]] std::string name() const override { return "https://registry.example:8081"; }
    Result<std::vector<std::string>> subjects(registry::Deleted deleted) override;
    Result<std::vector<std::int32_t>> versions(const std::string& subject,
                                               registry::Deleted deleted) override;
    Result<registry::SubjectSchema> schema(const std::string& subject, registry::VersionSelector version,
                                           registry::Deleted deleted) override;
    Result<std::vector<codec::ReferencedSchema>>
    references(const registry::SchemaDefinition& schema) override;
    Result<std::vector<std::int32_t>> referencedBy(const std::string& subject, int version) override;
    Result<std::vector<registry::SubjectVersion>> versionsOf(std::int32_t id) override;
    Result<registry::RegistryConfig> config(const std::string& subject) override;
    Result<std::string> mode(const std::string& subject) override;
    Result<registry::CompatibilityAnswer>
    testCompatibility(const std::string& subject, const registry::SchemaDefinition& schema) override;
    Result<std::int32_t> registerSchema(const std::string& subject, const registry::SchemaDefinition& schema,
                                        const std::string& confirmation) override;
    Status setCompatibility(const std::string& subject, const std::string& level,
                            const std::string& confirmation) override;

private:
    /// Counts the call, waits while blocked; the failure if there is one.
    Status enter();
    Status mayWrite(const std::string& subject, const std::string& confirmation) const;

    std::int32_t m_nextId = 101;
};

} // namespace eventflow::testing
