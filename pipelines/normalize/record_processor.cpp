#include "pipelines/normalize/record_processor.h"

#include "core/base/hash.h"
#include "pipelines/normalize/body_decoder.h"
#include "pipelines/normalize/dialect.h"
#include "pipelines/normalize/event_copy.h"
#include "pipelines/normalize/series_resolver.h"
#include "pipelines/normalize/step_timer.h"
#include "pipelines/normalize/stream_observer.h"
#include "pipelines/validate/validator.h"

namespace eventflow::normalize {

namespace {

validate::ValidationOptions validationOptions(const config::PipelineLimits& limits) {
    validate::ValidationOptions options;
    options.maxTags = limits.maxTags;
    return options;
}

/// Of an event id within its tenant. The tenant's length keeps ("ab","c") and ("a","bc") apart.
Hash128 dedupKey(const Event& event, std::string& scratch) {
    scratch.assign(std::to_string(event.tenantId.size()));
    scratch.append(1, ':').append(event.tenantId).append(event.eventId);
    return hash128(scratch);
}

} // namespace

struct RecordProcessor::Impl {
    Impl(const config::PipelineLimits& limits, SeriesCatalog& catalog, const enrich::EnricherHandle& handle,
         const DecodingOptions& decoding)
        : maxRecordBytes(limits.maxRecordBytes),
          enricher(handle),
          decoder(decoding, limits.maxRecordBytes),
          validator(validationOptions(limits)),
          resolver(catalog),
          maxSeries(catalog.maxSeries()) {}

    void process(PipelineBatch& batch);

    // Each step says whether the record goes on; if not, `why` holds the reason.
    bool hasValue(const Record& record);
    bool normalize(const Record& record, const simdjson::dom::element& json, Event& event, Arena& arena);
    bool finishMetric(const Record& record, Event& event, Arena& arena);
    bool finishOther(const Record& record, Event& event, Arena& arena);
    bool run(const Record& record, StreamObserver& observer, Event& event, Arena& arena);
    void reject(PipelineBatch& batch, std::uint32_t index);

    const std::size_t maxRecordBytes;
    const enrich::EnricherHandle& enricher;
    BodyDecoder decoder;
    FieldIndex fields;
    validate::Validator validator;
    SeriesResolver resolver;
    const std::size_t maxSeries;
    std::shared_ptr<const enrich::Enricher> current;
    StreamObserver observer;
    StepTimer timer;

    // Reused from record to record.
    std::vector<Tag> tags;
    std::vector<Tag> attributes;
    std::string scratch;
    Rejection why;
    Step step = Step::Collect; ///< where the record is
};

bool RecordProcessor::Impl::hasValue(const Record& record) {
    step = Step::Collect;
    if (record.malformed()) return why.refuse(RejectCode::MalformedLine, std::string(record.framingError));
    step = Step::Decode;
    if (!record.value) return why.refuse(RejectCode::NoValue, "the value is null (a tombstone)");
    if (record.value->empty()) return why.refuse(RejectCode::NoValue, "the value is empty");
    if (record.value->size() > maxRecordBytes)
        return why.refuse(RejectCode::TooLarge, "the value has " + std::to_string(record.value->size()) +
                                                    " bytes, at most " + std::to_string(maxRecordBytes) +
                                                    " are allowed (max_record_bytes)");
    return true;
}

bool RecordProcessor::Impl::normalize(const Record& record, const simdjson::dom::element& json, Event& event,
                                      Arena& arena) {
    step = Step::Normalize;
    simdjson::dom::object object;
    if (json.get_object().get(object) != simdjson::SUCCESS)
        return why.refuse(RejectCode::NotAnObject, "the value is JSON, but not an object: expected {…}");
    fields.build(object);
    const Dialect* dialect = recognise(fields);
    if (dialect == nullptr) return why.refuse(RejectCode::UnknownFormat, explainUnknown(fields));
    tags.clear();
    attributes.clear();
    const DialectInput input{decoder.json(), object, fields, tags, attributes, arena, why};
    if (!dialect->normalize(input, event)) return false;
    if (!event.eventId.empty()) event.dedupKey = dedupKey(event, scratch);
    if (event.tsIngest == kNoTime)
        event.tsIngest = record.tsArrival == kNoTime ? event.tsEvent : record.tsArrival;
    return true;
}

/// A known series has passed the checks of its names when it was met first.
bool RecordProcessor::Impl::finishMetric(const Record& record, Event& event, Arena& arena) {
    step = Step::Validate;
    if (!validator.checkReading(event, record.tsArrival, why)) return false;
    timer.lap(Step::Validate);
    auto outcome = resolver.find(event);
    if (outcome == SeriesResolver::Outcome::Unknown) {
        if (!validator.checkIdentity(event, why)) return false;
        outcome =
            resolver.add(event, arena) ? SeriesResolver::Outcome::Known : SeriesResolver::Outcome::Refused;
    }
    step = Step::Enrich;
    if (outcome == SeriesResolver::Outcome::Refused)
        return why.refuse(RejectCode::SeriesLimit,
                          "the bound of " + std::to_string(maxSeries) +
                              " series is reached (max_series), this would be one more");
    keepOnlyReading(event, arena);
    timer.lap(Step::Enrich);
    return true;
}

bool RecordProcessor::Impl::finishOther(const Record& record, Event& event, Arena& arena) {
    step = Step::Validate;
    if (!validator.checkReading(event, record.tsArrival, why) || !validator.checkIdentity(event, why) ||
        !validator.checkSchema(event, why))
        return false;
    timer.lap(Step::Validate);
    copyInto(event, arena);
    // Texts of other bodies point into the record, which lives as long as the batch; what was made of it does
    // not.
    if (decoder.rewritten() && event.body != BodyKind::Log) event.text = arena.copy(event.text);
    if (current != nullptr) current->apply(event, arena);
    timer.lap(Step::Enrich);
    return true;
}

bool RecordProcessor::Impl::run(const Record& record, StreamObserver& streams, Event& event, Arena& arena) {
    simdjson::dom::element json;
    const bool sampled = streams.next(record);
    if (!hasValue(record)) return false;
    if (!decoder.decode(record, json, why)) {
        if (sampled) streams.observe(*record.value);
        return false;
    }
    timer.lap(Step::Decode);
    if (sampled) {
        streams.observe(json);
        timer.skip();
    }
    if (!normalize(record, json, event, arena)) return false;
    timer.lap(Step::Normalize);
    if (!(event.body == BodyKind::Metric ? finishMetric(record, event, arena)
                                         : finishOther(record, event, arena)))
        return false;
    streams.sawTime(event.tsEvent);
    return true;
}

void RecordProcessor::Impl::reject(PipelineBatch& batch, std::uint32_t index) {
    batch.deadLetters.push_back({index, step, why.code, 1, batch.arena.copy(why.detail)});
    timer.lap(step);
}

void RecordProcessor::Impl::process(PipelineBatch& batch) {
    timer.startBatch();
    current = enricher.get();
    resolver.use(current);
    observer.startBatch(batch.input.records, batch.observations);
    const auto& records = batch.input.records;
    batch.events.reserve(records.size());
    for (std::uint32_t index = 0; index < records.size(); ++index) {
        timer.startRecord(index);
        Event& event = batch.events.emplace_back();
        event.record = index;
        if (run(records[index], observer, event, batch.arena)) continue;
        batch.events.pop_back();
        reject(batch, index);
    }
    decoder.release();
    timer.finishBatch(batch.spent);
}

RecordProcessor::RecordProcessor(const config::PipelineLimits& limits, SeriesCatalog& catalog,
                                 const enrich::EnricherHandle& enricher, const DecodingOptions& decoding)
    : m_impl(std::make_unique<Impl>(limits, catalog, enricher, decoding)) {}
RecordProcessor::~RecordProcessor() = default;

void RecordProcessor::process(PipelineBatch& batch) {
    m_impl->process(batch);
}

} // namespace eventflow::normalize
