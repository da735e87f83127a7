#include "core/cel/event_environment.h"

#include "core/base/json_writer.h"
#include "core/cel/json_fields.h"
#include "core/cel/map.h"
#include "core/codec/json_decoder.h"
#include "core/model/labels.h"
#include "core/series/series_identity.h"

#include <cassert>

namespace eventflow::cel {

namespace {

/// In the order of the table below.
enum Slot : std::uint32_t {
    Topic,
    Partition,
    Offset,
    Key,
    Headers,
    Arrival,
    Raw,
    Payload,
    Id,
    Time,
    BodyName,
    Tenant,
    Source,
    Host,
    SourceType,
    Schema,
    SchemaVersion,
    Tags,
    Attributes,
    Metric,
    Unit,
    Reading,
    Severity,
    Message,
};

constexpr std::uint32_t bit(std::uint32_t slot) {
    return 1U << slot;
}
/// What the series says, once it is known.
constexpr std::uint32_t kOfSeries =
    bit(Metric) | bit(Tags) | bit(Tenant) | bit(Unit) | bit(Source) | bit(Host);

FieldTable makeTable() {
    constexpr KindSet kString = setOf(Kind::String);
    constexpr KindSet kMap = setOf(Kind::Map);
    constexpr KindSet kTime = setOf(Kind::Timestamp);
    // Bytes of a record are text where they are UTF-8.
    constexpr KindSet kRaw = setOf(Kind::String, Kind::Bytes, Kind::Null);
    FieldTable table;
    table.add("topic", kString);
    table.add("partition", setOf(Kind::Int));
    table.add("offset", setOf(Kind::Int));
    table.add("key", kRaw);
    table.add("headers", kMap, FieldShape::FlatMap, kRaw);
    table.add("arrival", kTime);
    table.add("raw", kRaw);
    table.add("payload", kAnyKind, FieldShape::Tree);
    table.add("id", kString);
    table.add("timestamp", kTime);
    table.add("kind", kString);
    table.add("tenant", kString);
    table.add("source", kString);
    table.add("host", kString);
    table.add("source_type", kString);
    table.add("schema", kString);
    table.add("schema_version", kString);
    table.add("tags", kMap, FieldShape::FlatMap, kString);
    table.add("attributes", kMap, FieldShape::FlatMap, kString);
    table.add("metric", kString);
    table.add("unit", kString);
    table.add("value", setOf(Kind::Double));
    table.add("severity", kString);
    [[maybe_unused]] const std::uint32_t last = table.add("message", kString);
    assert(last == Message);
    return table;
}

/// An empty name, label or tag is one that is not there.
Value text(std::string_view text) {
    return text.empty() ? Value::absent() : Value::string(text);
}

Value bytes(const NullableBytes& bytes) {
    if (!bytes) return Value::null();
    return isValidUtf8(*bytes) ? Value::string(*bytes) : Value::bytes(*bytes);
}

Value time(Timestamp time) {
    return time == kNoTime ? Value::absent() : Value::timestamp(time);
}

/// One member of a flat map, or with an empty path all of them as a map. `find` gives the member's value or
/// absent; `fill` puts all into a builder.
template <typename Find, typename Fill>
Value flatMap(std::span<const PathStep> path, std::size_t size, Heap& heap, const Find& find,
              const Fill& fill) {
    if (!path.empty()) {
        const Value found = find(path.front().key);
        return found.is(Kind::Absent) ? Value::absent(1) : found;
    }
    MapBuilder map(heap, size);
    fill(map);
    const Value built = map.finish();
    return built.isError() ? Value::absent() : built;
}

/// Of two headers with one name the last counts, as in Kafka's own clients.
Value headers(std::span<const Header> headers, std::span<const PathStep> path, Heap& heap) {
    const auto find = [&](std::string_view name) {
        for (std::size_t i = headers.size(); i-- > 0;)
            if (headers[i].name == name) return bytes(headers[i].value);
        return Value::absent();
    };
    return flatMap(path, headers.size(), heap, find, [&](MapBuilder& map) {
        for (std::size_t i = headers.size(); i-- > 0;)
            if (const Value name = Value::string(headers[i].name); !map.contains(name))
                map.insert(name, bytes(headers[i].value));
    });
}

Value tags(std::span<const Tag> tags, std::span<const PathStep> path, Heap& heap) {
    const auto find = [&](std::string_view name) {
        for (const Tag& tag : tags)
            if (tag.name == name) return text(tag.value);
        return Value::absent();
    };
    return flatMap(path, tags.size(), heap, find, [&](MapBuilder& map) {
        for (const Tag& tag : tags)
            if (const Value name = Value::string(tag.name); !tag.value.empty() && !map.contains(name))
                map.insert(name, Value::string(tag.value));
    });
}

constexpr std::string_view kTenantLabel = "tenant";
constexpr std::string_view kHostLabel = "host";

/// The labels of a series that are not tags.
bool isIdentity(std::string_view label) {
    return label == kMetricNameLabel || label == kTenantLabel || label == kHostLabel;
}

/// A tag named like one of those has become a label with `tag_` before it.
std::string_view tagLabel(std::string_view tag) {
    if (tag == kHostLabel) return "tag_host";
    return tag == kTenantLabel ? "tag_tenant" : tag;
}

Value labels(const Labels& labels, std::span<const PathStep> path, Heap& heap) {
    const auto find = [&](std::string_view name) { return text(labels.get(tagLabel(name))); };
    return flatMap(path, labels.size(), heap, find, [&](MapBuilder& map) {
        for (const Label& label : labels)
            if (!isIdentity(label.name)) map.insert(Value::string(label.name), Value::string(label.value));
    });
}

/// The fields that a series says for all of its events.
Value readSeries(const SeriesIdentity& series, std::uint32_t slot, std::span<const PathStep> path,
                 Heap& heap) {
    switch (slot) {
    case Metric:
        return text(series.labels().get(kMetricNameLabel));
    case Tags:
        return labels(series.labels(), path, heap);
    case Tenant:
        return text(series.labels().get(kTenantLabel));
    case Unit:
        return text(series.unit());
    default: // Source and Host
        return text(series.labels().get(kHostLabel));
    }
}

} // namespace

const FieldTable& eventFields() {
    static const FieldTable table = makeTable();
    return table;
}

Result<std::shared_ptr<const Program>> compileEventFilter(std::string_view text) {
    CompileOptions options;
    options.result = setOf(Kind::Bool);
    return Program::compile(text, eventFields(), options);
}

struct EventFields::Document {
    explicit Document(std::size_t maxBytes) : decoder(maxBytes) {}

    codec::JsonDecoder decoder;
    simdjson::dom::element root;
};

EventFields::EventFields(std::size_t maxJsonBytes) : m_document(std::make_unique<Document>(maxJsonBytes)) {}
EventFields::~EventFields() = default;

void EventFields::bind(const Record& record, const Event* event, const simdjson::dom::element* json) {
    m_record = &record;
    m_event = event;
    m_state = json != nullptr ? Json::Decoded : Json::Unread;
    if (json != nullptr) m_document->root = *json;
}

Value EventFields::read(std::uint32_t slot, std::span<const PathStep> path, Heap& heap) const {
    if (m_record == nullptr) return Value::absent();
    return slot <= Payload ? readRecord(slot, path, heap) : readEvent(slot, path, heap);
}

Value EventFields::readRecord(std::uint32_t slot, std::span<const PathStep> path, Heap& heap) const {
    const Record& record = *m_record;
    switch (slot) {
    case Topic:
        return record.stream != nullptr ? Value::string(record.stream->topic) : Value::absent();
    case Partition:
        return record.stream != nullptr ? Value::integer(record.stream->partition) : Value::absent();
    case Offset:
        return Value::integer(record.offset);
    case Key:
        return bytes(record.key);
    case Headers:
        return headers(record.headers, path, heap);
    case Arrival:
        return time(record.tsArrival);
    case Raw:
        return bytes(record.value);
    default:
        return payload(path, heap);
    }
}

Value EventFields::payload(std::span<const PathStep> path, Heap& heap) const {
    if (m_state == Json::Unread) {
        const bool decoded = m_record->value && m_document->decoder.decode(
                                                    *m_record->value, m_document->root) == simdjson::SUCCESS;
        m_state = decoded ? Json::Decoded : Json::None;
    }
    return m_state == Json::Decoded ? readJson(m_document->root, path, heap) : Value::absent();
}

Value EventFields::readEvent(std::uint32_t slot, std::span<const PathStep> path, Heap& heap) const {
    if (m_event == nullptr) return slot == Time ? time(m_record->tsArrival) : Value::absent();
    const Event& event = *m_event;
    if (event.series != nullptr && (bit(slot) & kOfSeries) != 0)
        return readSeries(*event.series, slot, path, heap);
    switch (slot) {
    case Id:
        return text(event.eventId);
    case Time:
        return time(event.tsEvent != kNoTime ? event.tsEvent : m_record->tsArrival);
    case BodyName:
        return Value::string(toString(event.body));
    case Tenant:
        return text(event.tenantId);
    case Source:
    case Host:
        return text(event.sourceId);
    case SourceType:
        return text(event.sourceType);
    case Schema:
        return text(event.schemaName);
    case SchemaVersion:
        return text(event.schemaVersion);
    case Tags:
        return tags(event.tags, path, heap);
    case Attributes:
        return tags(event.attributes, path, heap);
    case Metric:
        return text(event.metric);
    case Unit:
        return text(event.unit);
    case Reading:
        return event.body == BodyKind::Metric ? Value::real(event.value) : Value::absent();
    case Severity:
        return text(event.severity);
    default:
        return text(event.text);
    }
}

} // namespace eventflow::cel
