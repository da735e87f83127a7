#include "tests/widgets/support/fake_schema_registry.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>

namespace eventflow::testing {

namespace {

bool wanted(bool isDeleted, registry::Deleted deleted) {
    switch (deleted) {
    case registry::Deleted::Exclude:
        return !isDeleted;
    case registry::Deleted::Include:
        return true;
    case registry::Deleted::Only:
        return isDeleted;
    }
    return false;
}

std::string order(const std::string& fields) {
    return R"({"type":"record","name":"Order","namespace":"shop","doc":"An order as the shop took it.","fields":[)" +
           fields + "]}";
}

} // namespace

void FakeSchemaRegistry::add(const std::string& subject, codec::SchemaType type, std::string text,
                             std::vector<registry::SchemaReference> references) {
    auto& versions = subjectMap[subject];
    const int number = versions.empty() ? 1 : versions.back().number + 1;
    versions.push_back({number, m_nextId++, {type, std::move(text), std::move(references)}, false});
}

void FakeSchemaRegistry::fillWithSamples(FakeSchemaRegistry& registry) {
    using codec::SchemaType;
    const std::string id = R"({"name":"id","type":"string","doc":"Unique for ever."})";
    const std::string customer = R"({"name":"customer","type":"string"})";
    const std::string amount = R"({"name":"amount","type":"double","doc":"In euros."})";
    const std::string note = R"({"name":"note","type":["null","string"],"default":null})";
    const std::string lines =
        R"({"name":"lines","type":{"type":"array","items":{"type":"record","name":"Line","fields":[)"
        R"({"name":"sku","type":"string"},{"name":"count","type":"int","default":1}]}}})";
    registry.add("orders-value", SchemaType::Avro, order(id));
    registry.add("orders-value", SchemaType::Avro, order(id + "," + amount + "," + lines));
    registry.add("orders-value", SchemaType::Avro, order(id + "," + amount + "," + note + "," + lines));
    registry.add("orders-value", SchemaType::Avro,
                 order(id + "," + customer + R"(,{"name":"amount","type":"string"},)" + note + "," + lines));
    registry.subjectMap["orders-value"].front().deleted = true;
    registry.levels["orders-value"] = "FULL_TRANSITIVE";
    registry.add(
        "payments-value", SchemaType::Json,
        R"({"$schema":"http://json-schema.org/draft-07/schema#","type":"object",)"
        R"("properties":{"id":{"type":"string"},"amount":{"type":"number","minimum":0},)"
        R"("currency":{"enum":["EUR","USD"]}},"required":["id","amount"],"additionalProperties":false})");
    registry.add(
        "money-value", SchemaType::Protobuf,
        "syntax = \"proto3\";\npackage shop;\nmessage Money { string currency = 1; int64 cents = 2; }\n");
    registry.add("shipping-value", SchemaType::Protobuf,
                 "syntax = \"proto3\";\npackage shop;\nimport \"money.proto\";\n"
                 "message Shipment {\n  string id = 1;\n  Money fee = 2;\n}\n",
                 {{"money.proto", "money-value", 1}});
    registry.add(":.staging:orders-value", SchemaType::Avro, order(id));
    registry.add("legacy-value", SchemaType::Avro, order(id));
    registry.subjectMap["legacy-value"].front().deleted = true;
}

void FakeSchemaRegistry::fillWithMany(FakeSchemaRegistry& registry, int count) {
    for (int i = 0; i < count; ++i) {
        char name[64];
        std::snprintf(name, sizeof name, "team-%d.orders-%05d-value", i / 100, i);
        registry.add(name, codec::SchemaType::Avro, order(R"({"name":"id","type":"string"})"));
    }
}

Status FakeSchemaRegistry::enter() {
    ++calls;
    while (blocked)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (failure) return *failure;
    return {};
}

Result<std::vector<std::string>> FakeSchemaRegistry::subjects(registry::Deleted deleted) {
    if (Status status = enter(); !status) return status.error();
    std::vector<std::string> names;
    for (const auto& [subject, versions] : subjectMap) {
        const bool gone = std::ranges::all_of(versions, &Version::deleted);
        if (wanted(gone, deleted)) names.push_back(subject);
    }
    return names;
}

Result<std::vector<std::int32_t>> FakeSchemaRegistry::versions(const std::string& subject,
                                                               registry::Deleted deleted) {
    if (Status status = enter(); !status) return status.error();
    const auto found = subjectMap.find(subject);
    std::vector<std::int32_t> numbers;
    if (found != subjectMap.end())
        for (const Version& version : found->second)
            if (wanted(version.deleted, deleted)) numbers.push_back(version.number);
    if (numbers.empty()) return Error{ErrorCode::NotFound, "subject '" + subject + "' not found"};
    return numbers;
}

Result<registry::SubjectSchema> FakeSchemaRegistry::schema(const std::string& subject,
                                                           registry::VersionSelector version,
                                                           registry::Deleted deleted) {
    if (Status status = enter(); !status) return status.error();
    const auto found = subjectMap.find(subject);
    if (found != subjectMap.end())
        for (auto it = found->second.rbegin(); it != found->second.rend(); ++it)
            if (wanted(it->deleted, deleted) &&
                (version.text() == "latest" || version.text() == std::to_string(it->number)))
                return registry::SubjectSchema{subject, it->number, it->id, it->schema};
    return Error{ErrorCode::NotFound, "version " + version.text() + " not found"};
}

Result<std::vector<codec::ReferencedSchema>>
FakeSchemaRegistry::references(const registry::SchemaDefinition& schema) {
    if (Status status = enter(); !status) return status.error();
    std::vector<codec::ReferencedSchema> needed;
    for (const auto& reference : schema.references) {
        const auto found = subjectMap.find(reference.subject);
        if (found == subjectMap.end())
            return Error{ErrorCode::NotFound, "subject '" + reference.subject + "' not found"};
        needed.push_back({reference.name, reference.subject, reference.version,
                          found->second[static_cast<std::size_t>(reference.version) - 1].schema.text});
    }
    return needed;
}

Result<std::vector<std::int32_t>> FakeSchemaRegistry::referencedBy(const std::string& subject, int version) {
    if (Status status = enter(); !status) return status.error();
    std::vector<std::int32_t> ids;
    for (const auto& [name, versions] : subjectMap)
        for (const Version& one : versions)
            if (std::ranges::any_of(one.schema.references, [&](const auto& reference) {
                    return reference.subject == subject && reference.version == version;
                }))
                ids.push_back(one.id);
    return ids;
}

Result<std::vector<registry::SubjectVersion>> FakeSchemaRegistry::versionsOf(std::int32_t id) {
    if (Status status = enter(); !status) return status.error();
    std::vector<registry::SubjectVersion> uses;
    for (const auto& [name, versions] : subjectMap)
        for (const Version& one : versions)
            if (one.id == id) uses.push_back({name, one.number});
    return uses;
}

Result<registry::RegistryConfig> FakeSchemaRegistry::config(const std::string& subject) {
    if (Status status = enter(); !status) return status.error();
    if (configFailure) return *configFailure;
    const auto own = levels.find(subject);
    return registry::RegistryConfig{own != levels.end() ? own->second : level, {}};
}

Result<std::string> FakeSchemaRegistry::mode(const std::string&) {
    if (Status status = enter(); !status) return status.error();
    if (configFailure) return *configFailure;
    return modeAnswer;
}

Result<registry::CompatibilityAnswer>
FakeSchemaRegistry::testCompatibility(const std::string&, const registry::SchemaDefinition&) {
    if (Status status = enter(); !status) return status.error();
    return compatibilityAnswer;
}

Status FakeSchemaRegistry::mayWrite(const std::string& subject, const std::string& confirmation) const {
    if (readOnly) return Error{ErrorCode::PermissionDenied, "the connection is read-only"};
    const std::string target = subject.empty() ? name() : subject;
    if (production && confirmation != target)
        return Error{ErrorCode::InvalidArgument, "type " + target + " to confirm"};
    return {};
}

Result<std::int32_t> FakeSchemaRegistry::registerSchema(const std::string& subject,
                                                        const registry::SchemaDefinition& schema,
                                                        const std::string& confirmation) {
    if (Status status = enter(); !status) return status.error();
    if (Status status = mayWrite(subject, confirmation); !status) return status.error();
    const std::lock_guard lock(mutex);
    registered.emplace_back(subject, schema);
    confirmations.push_back(confirmation);
    add(subject, schema.type, schema.text, schema.references);
    return m_nextId - 1;
}

Status FakeSchemaRegistry::setCompatibility(const std::string& subject, const std::string& newLevel,
                                            const std::string& confirmation) {
    if (Status status = enter(); !status) return status;
    if (Status status = mayWrite(subject, confirmation); !status) return status;
    const std::lock_guard lock(mutex);
    (subject.empty() ? level : levels[subject]) = newLevel;
    confirmations.push_back(confirmation);
    return {};
}

} // namespace eventflow::testing
