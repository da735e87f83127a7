#include "pipelines/store/pending_rows.h"

#include "core/base/json_writer.h"
#include "pipelines/store/label_text.h"

namespace eventflow::store {

namespace {

constexpr std::size_t kKeptTextBytes = 4 * 1024 * 1024;

/// A metric whose series was refused is kept as an event: nothing it said is lost.
std::string metricText(const Event& event) {
    JsonWriter json;
    json.beginObject();
    json.key("metric").string(event.metric);
    json.key("unit").string(event.unit);
    json.key("value").number(event.value);
    json.endObject();
    return std::move(json).take();
}

} // namespace

TextSlice PendingRows::add(std::string_view bytes) {
    const TextSlice slice{text.size(), bytes.size()};
    text += bytes;
    return slice;
}

TextSlice PendingRows::add(const NullableBytes& bytes) {
    return bytes ? add(*bytes) : TextSlice{0, TextSlice::kNull};
}

void PendingRows::addEvent(const Event& event, const Record& record) {
    PendingEvent& row = events.emplace_back();
    row.eventId = add(event.eventId);
    row.tenantId = add(event.tenantId);
    row.sourceType = add(event.sourceType);
    row.sourceId = add(event.sourceId);
    row.schemaName = add(event.schemaName);
    row.schemaVersion = add(event.schemaVersion);
    row.severity = add(event.severity);
    row.text = event.body == BodyKind::Metric ? add(std::string_view(metricText(event))) : add(event.text);
    row.attributes.first = text.size();
    appendTags(text, event.attributes);
    row.attributes.length = text.size() - row.attributes.first;
    row.tags.first = text.size();
    appendTags(text, event.tags);
    row.tags.length = text.size() - row.tags.first;
    row.tsEvent = event.tsEvent;
    row.tsIngest = event.tsIngest;
    row.body = event.body;
    row.topic = add(std::string_view(record.stream->topic));
    row.partition = record.stream->partition;
    row.offset = record.offset;
}

void PendingRows::addDeadLetter(const DeadLetter& letter, const Record& record) {
    PendingDeadLetter& row = deadLetters.emplace_back();
    row.detail = add(letter.detail);
    row.headers.first = text.size();
    appendHeaders(text, record.headers);
    row.headers.length = text.size() - row.headers.first;
    row.key = add(record.key);
    row.value = add(record.value);
    row.step = letter.step;
    row.code = letter.code;
    row.attempts = letter.attempts;
    row.topic = add(std::string_view(record.stream->topic));
    row.partition = record.stream->partition;
    row.offset = record.offset;
    row.tsArrival = record.tsArrival;
}

void PendingRows::addOutput(const EngineOutput& output) {
    transitions.insert(transitions.end(), output.transitions.begin(), output.transitions.end());
    notifications.insert(notifications.end(), output.notifications.begin(), output.notifications.end());
    dedupKeys.insert(dedupKeys.end(), output.dedupKeys.begin(), output.dedupKeys.end());
    for (const auto& [name, value] : output.checkpoint)
        checkpoint.insert_or_assign(name, value);
}

void PendingRows::addOffsets(const std::vector<StreamProgress>& progress, const std::string& sourceId) {
    for (const StreamProgress& p : progress)
        if (p.nextOffset >= 0)
            offsets.insert_or_assign({sourceId, p.stream->topic, p.stream->partition}, p.nextOffset);
}

std::size_t PendingRows::bytes() const {
    constexpr std::size_t kSampleBytes = sizeof(SeriesId) + sizeof(std::int64_t) + sizeof(double);
    return text.size() + samples.size() * kSampleBytes + events.size() * sizeof(PendingEvent) +
           deadLetters.size() * sizeof(PendingDeadLetter) + transitions.size() * sizeof(AlertTransition) +
           dedupKeys.size() * sizeof(Hash128);
}

void PendingRows::clear() {
    series.clear();
    samples.clear();
    events.clear();
    deadLetters.clear();
    transitions.clear();
    notifications.clear();
    dedupKeys.clear();
    checkpoint.clear();
    offsets.clear();
    text.clear();
    if (text.capacity() > kKeptTextBytes) text.shrink_to_fit();
}

} // namespace eventflow::store
