#include "widgets/viewmodels/schema_versions.h"

#include <algorithm>

namespace eventflow::viewmodels {

Result<SubjectFacts> loadSubjectFacts(feed::SchemaRegistry& registry, const std::string& subject) {
    auto all = registry.versions(subject, registry::Deleted::Include);
    if (!all) return all.error();
    const auto kept = registry.versions(subject, registry::Deleted::Exclude);
    // A subject that is deleted as a whole has none that are kept.
    if (!kept && kept.error().code != ErrorCode::NotFound) return kept.error();
    SubjectFacts facts;
    for (const std::int32_t version : *all)
        facts.versions.push_back({version, !kept || std::ranges::find(*kept, version) == kept->end()});
    std::ranges::sort(facts.versions, std::greater(), &SubjectVersionMark::version);
    const auto config = registry.config(subject);
    if (config)
        facts.level = config->compatibility;
    else
        facts.level = config.error();
    facts.mode = registry.mode(subject);
    return facts;
}

OpenedSchema openSchema(feed::SchemaRegistry& registry, const std::string& subject, int version) {
    OpenedSchema opened;
    opened.registered = {subject, version, 0, {}};
    auto registered = registry.schema(subject, version, registry::Deleted::Include);
    if (!registered) {
        opened.error = registered.error();
        return opened;
    }
    opened.registered = std::move(*registered);
    auto references = registry.references(opened.registered.schema);
    if (!references) {
        opened.error = references.error();
        return opened;
    }
    opened.references = std::move(*references);
    const registry::SchemaDefinition& definition = opened.registered.schema;
    auto parsed = schema::ParsedSchema::parse(
        {opened.registered.id, definition.type, definition.text, opened.references});
    if (!parsed) {
        opened.error = parsed.error();
        return opened;
    }
    opened.tree = std::make_shared<const schema::SchemaTree>(parsed->tree());
    opened.parsed = std::move(*parsed);
    return opened;
}

} // namespace eventflow::viewmodels
