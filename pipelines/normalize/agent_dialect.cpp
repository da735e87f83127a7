#include "pipelines/normalize/dialect.h"

namespace eventflow::normalize {

namespace {

/// `{"tenant_id","host","metric","value","ts_event"}` with optional `unit`, `tags`, `event_id`: what our
/// agents send. Other keys are ignored.
bool normalizeAgent(const DialectInput& input, Event& event) {
    const FieldReader read(input.arena, input.why);
    const auto required = [&](Key key) {
        const auto* value = input.fields.find(key);
        if (value == nullptr) read.missing(keyName(key));
        return value;
    };
    const auto* tenant = required(Key::TenantId);
    if (tenant == nullptr || !read.text(keyName(Key::TenantId), *tenant, event.tenantId)) return false;
    const auto* host = required(Key::Host);
    if (host == nullptr || !read.text(keyName(Key::Host), *host, event.sourceId)) return false;
    const auto* metric = required(Key::Metric);
    if (metric == nullptr || !read.text(keyName(Key::Metric), *metric, event.metric)) return false;
    const auto* value = required(Key::Value);
    if (value == nullptr || !read.number(keyName(Key::Value), *value, event.value)) return false;
    const auto* time = required(Key::TsEvent);
    if (time == nullptr || !read.time(keyName(Key::TsEvent), *time, event.tsEvent)) return false;

    if (const auto* unit = input.fields.find(Key::Unit); unit != nullptr)
        if (!read.text(keyName(Key::Unit), *unit, event.unit)) return false;
    if (const auto* id = input.fields.find(Key::EventId); id != nullptr)
        if (!read.scalar(keyName(Key::EventId), *id, event.eventId)) return false;
    if (const auto* tags = input.fields.find(Key::Tags); tags != nullptr)
        if (!read.tags(keyName(Key::Tags), *tags, input.tags)) return false;

    event.tags = input.tags;
    event.body = BodyKind::Metric;
    event.sourceType = "agent";
    event.schemaName = "agent.metric";
    return true;
}

} // namespace

constexpr Dialect kAgentDialect{
    .name = "agent metric",
    .markers = {keySet(Key::TenantId, Key::TsEvent), keySet(Key::Metric, Key::Value)},
    .normalize = normalizeAgent,
};

} // namespace eventflow::normalize
