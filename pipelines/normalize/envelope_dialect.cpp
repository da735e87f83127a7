#include "core/codec/json_text.h"
#include "core/codec/json_value.h"
#include "pipelines/normalize/dialect.h"

namespace eventflow::normalize {

namespace {

using codec::findMember;
using simdjson::dom::element;
using simdjson::dom::object;

bool readMetric(const FieldReader& read, const element& body, Event& event) {
    object metric;
    if (!read.object("body.metric", body, metric)) return false;
    const auto name = findMember(metric, "name");
    if (!name) return read.missing("body.metric.name");
    const auto value = findMember(metric, "value");
    if (!value) return read.missing("body.metric.value");
    const auto unit = findMember(metric, "unit");
    event.body = BodyKind::Metric;
    return read.text("body.metric.name", *name, event.metric) &&
           read.number("body.metric.value", *value, event.value) &&
           (!unit || read.text("body.metric.unit", *unit, event.unit));
}

bool readLog(const FieldReader& read, const element& body, Event& event) {
    object log;
    if (!read.object("body.log", body, log)) return false;
    const auto message = findMember(log, "message");
    if (!message) return read.missing("body.log.message");
    const auto severity = findMember(log, "severity");
    event.body = BodyKind::Log;
    return read.text("body.log.message", *message, event.text) &&
           (!severity || read.scalar("body.log.severity", *severity, event.severity));
}

/// The body is what its one known member says. Spans and generic bodies stay as they were written.
bool readBody(const DialectInput& input, const FieldReader& read, const element& value, Event& event) {
    object body;
    if (!read.object("body", value, body)) return false;
    std::size_t position = 0;
    for (const auto member : body) {
        if (member.key == "metric") return readMetric(read, member.value, event);
        if (member.key == "log") return readLog(read, member.value, event);
        if (member.key == "span" || member.key == "generic") {
            event.body = member.key == "span" ? BodyKind::Span : BodyKind::Generic;
            const std::string_view text = codec::memberText(input.json, input.fields.position(Key::Body));
            event.text = codec::memberText(text, position);
            return true;
        }
        ++position;
    }
    return input.why.refuse(RejectCode::MissingField,
                            "field \"body\" has no member \"metric\", \"log\", \"span\" or \"generic\"");
}

bool readSource(const FieldReader& read, const element& value, Event& event) {
    object source;
    if (!read.object("source", value, source)) return false;
    const auto type = findMember(source, "type");
    const auto id = findMember(source, "source_id");
    return (!type || read.text("source.type", *type, event.sourceType)) &&
           (!id || read.scalar("source.source_id", *id, event.sourceId));
}

bool readOptional(const DialectInput& input, const FieldReader& read, Event& event) {
    const FieldIndex& fields = input.fields;
    if (const auto* id = fields.find(Key::EventId); id != nullptr)
        if (!read.scalar(keyName(Key::EventId), *id, event.eventId)) return false;
    if (const auto* ingest = fields.find(Key::TsIngest); ingest != nullptr)
        if (!read.time(keyName(Key::TsIngest), *ingest, event.tsIngest)) return false;
    if (const auto* source = fields.find(Key::Source); source != nullptr)
        if (!readSource(read, *source, event)) return false;
    if (const auto* version = fields.find(Key::SchemaVersion); version != nullptr)
        if (!read.scalar(keyName(Key::SchemaVersion), *version, event.schemaVersion)) return false;
    if (const auto* attributes = fields.find(Key::Attributes); attributes != nullptr)
        if (!read.tags(keyName(Key::Attributes), *attributes, input.attributes)) return false;
    if (const auto* tags = fields.find(Key::Tags); tags != nullptr)
        if (!read.tags(keyName(Key::Tags), *tags, input.tags)) return false;
    event.attributes = input.attributes;
    event.tags = input.tags;
    return true;
}

/// The envelope itself, as written by us or by another instance: `monitoring.v1.Envelope` in JSON.
bool normalizeEnvelope(const DialectInput& input, Event& event) {
    const FieldReader read(input.arena, input.why);
    const FieldIndex& fields = input.fields;
    const auto* schema = fields.find(Key::SchemaName);
    if (schema == nullptr) return read.missing(keyName(Key::SchemaName));
    const auto* tenant = fields.find(Key::TenantId);
    if (tenant == nullptr) return read.missing(keyName(Key::TenantId));
    const auto* time = fields.find(Key::TsEvent);
    if (time == nullptr) return read.missing(keyName(Key::TsEvent));
    const auto* body = fields.find(Key::Body);
    if (body == nullptr) return read.missing(keyName(Key::Body));
    return read.text(keyName(Key::SchemaName), *schema, event.schemaName) &&
           read.text(keyName(Key::TenantId), *tenant, event.tenantId) &&
           read.time(keyName(Key::TsEvent), *time, event.tsEvent) && readOptional(input, read, event) &&
           readBody(input, read, *body, event);
}

} // namespace

constexpr Dialect kEnvelopeDialect{
    .name = "envelope",
    .markers = {keySet(Key::SchemaName), keySet(Key::Body)},
    .normalize = normalizeEnvelope,
};

} // namespace eventflow::normalize
