#include "pipelines/normalize/event_copy.h"

#include <algorithm>
#include <memory>

namespace eventflow::normalize {

namespace {

std::span<Tag> copyTags(std::span<const Tag> tags, Arena& arena) {
    if (tags.empty()) return {};
    auto* const copies = reinterpret_cast<Tag*>(arena.allocate(tags.size_bytes(), alignof(Tag)));
    std::size_t count = 0;
    for (const Tag& tag : tags) {
        const std::span<const Tag> before(copies, count);
        if (std::ranges::find(before, tag.name, &Tag::name) != before.end()) continue;
        std::construct_at(copies + count, Tag{arena.copy(tag.name), arena.copy(tag.value)});
        ++count;
    }
    return {copies, count};
}

} // namespace

void copyInto(Event& event, Arena& arena) {
    for (std::string_view* text : {&event.eventId, &event.tenantId, &event.sourceType, &event.sourceId,
                                   &event.schemaName, &event.schemaVersion, &event.severity})
        *text = arena.copy(*text);
    if (event.body == BodyKind::Log) event.text = arena.copy(event.text);
    event.attributes = copyTags(event.attributes, arena);
    event.tags = copyTags(event.tags, arena);
}

void keepOnlyReading(Event& event, Arena& arena) {
    event.eventId = arena.copy(event.eventId);
    event.tenantId = event.sourceType = event.sourceId = event.schemaName = event.schemaVersion = {};
    event.metric = event.unit = {};
    event.tags = event.attributes = {};
}

} // namespace eventflow::normalize
