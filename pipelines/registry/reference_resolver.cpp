#include "pipelines/registry/reference_resolver.h"

#include "pipelines/registry/registry_responses.h"

#include <algorithm>

namespace eventflow::registry {

namespace {

constexpr std::size_t kMaxLevels = 32;
constexpr std::size_t kMaxTextBytes = 32 * 1024 * 1024;

class Resolver {
public:
    explicit Resolver(const FetchReference& fetch) : m_fetch(fetch) {}

    Status visitAll(const std::vector<SchemaReference>& references) {
        for (const SchemaReference& reference : references)
            if (Status status = visit(reference); !status) return status;
        return {};
    }
    std::vector<codec::ReferencedSchema> take() { return std::move(m_done); }

private:
    static std::string place(const SchemaReference& reference) {
        return reference.subject + " version " + std::to_string(reference.version);
    }

    Status visit(const SchemaReference& reference) {
        const auto isSamePlace = [&](const auto& other) {
            return other.subject == reference.subject && other.version == reference.version;
        };
        if (std::ranges::any_of(m_path, isSamePlace))
            return Error{ErrorCode::Corrupt, "schemas refer to each other in a circle"}.at(place(reference));
        const auto known = std::ranges::find_if(m_done, isSamePlace);
        if (known != m_done.end()) {
            if (known->name != reference.name && !isListed(reference))
                return add({reference.name, reference.subject, reference.version, known->text});
            return {};
        }
        if (m_path.size() >= kMaxLevels)
            return Error{ErrorCode::LimitExceeded, "references are nested deeper than 32 levels"};
        auto definition = m_fetch(reference);
        if (!definition)
            return definition.error().at("reference \"" + reference.name + "\" to " + place(reference));
        m_path.push_back(reference);
        if (Status status = visitAll(definition->references); !status) return status;
        m_path.pop_back();
        return add({reference.name, reference.subject, reference.version, std::move(definition->text)});
    }

    /// One schema may be imported by two names.
    bool isListed(const SchemaReference& reference) const {
        return std::ranges::any_of(m_done, [&](const codec::ReferencedSchema& other) {
            return other.name == reference.name && other.subject == reference.subject &&
                   other.version == reference.version;
        });
    }

    Status add(codec::ReferencedSchema schema) {
        m_bytes += schema.text.size();
        if (m_done.size() >= kMaxReferences)
            return Error{ErrorCode::LimitExceeded, "the schema needs more than 256 others"};
        if (m_bytes > kMaxTextBytes)
            return Error{ErrorCode::LimitExceeded, "the schema and what it needs are larger than 32 MiB"};
        m_done.push_back(std::move(schema));
        return {};
    }

    const FetchReference& m_fetch;
    std::vector<SchemaReference> m_path;
    std::vector<codec::ReferencedSchema> m_done;
    std::size_t m_bytes = 0;
};

} // namespace

Result<std::vector<codec::ReferencedSchema>> resolveReferences(const SchemaDefinition& schema,
                                                               const FetchReference& fetch) {
    Resolver resolver(fetch);
    if (const Status status = resolver.visitAll(schema.references); !status) return status.error();
    return resolver.take();
}

} // namespace eventflow::registry
