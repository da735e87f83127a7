#include "widgets/viewmodels/schema_observation.h"

#include "core/codec/all_decoders.h"
#include "core/codec/value_json.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/schema_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace eventflow::viewmodels {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(eventflow::viewmodels::SchemaObservation)
};

/// Formats whose values have fields. What is merely text or bytes has no shape.
bool hasShape(codec::PayloadFormat format) {
    switch (format) {
    case codec::PayloadFormat::Avro:
    case codec::PayloadFormat::Protobuf:
    case codec::PayloadFormat::AvroSingleObject:
    case codec::PayloadFormat::Json:
    case codec::PayloadFormat::Msgpack:
    case codec::PayloadFormat::Cbor:
        return true;
    default:
        return false;
    }
}

class Observer {
public:
    Observer(feed::Cluster& cluster, const ObservationRequest& request)
        : m_request(request),
          m_schemas(cluster.schemaLookup()),
          m_detector(codec::withSchemaDecoders(m_schemas.get())) {}

    void observe(const browse::RowStore& rows, const browse::Row& row) {
        ++m_seen.records;
        const bool isKey = m_request.part == codec::RecordPart::Key;
        const Timestamp at =
            row.timestampMs == browse::Row::kNoTimestamp ? kNoTime : timestampFromMs(row.timestampMs);
        if (at != kNoTime) {
            m_seen.oldest = m_seen.oldest == kNoTime ? at : std::min(m_seen.oldest, at);
            m_seen.newest = std::max(m_seen.newest, at);
        }
        if (row.has(isKey ? browse::Row::kNullKey : browse::Row::kNullValue))
            ++m_seen.nulls;
        else if (row.has(isKey ? browse::Row::kCutKey : browse::Row::kCutValue))
            ++m_seen.tooLong;
        else
            decode(isKey ? rows.keyPreview(row) : rows.valuePreview(row),
                   rows.schemaHeader(row, m_request.part), at);
    }
    SchemaObservation take() { return std::move(m_seen); }

private:
    /// `schema`: the header that names it.
    void decode(std::string_view payload, NullableBytes schema, Timestamp at) {
        const Header header{codec::schemaHeaderName(m_request.part), schema};
        m_padded.assign(payload);
        m_padded.append(kValuePadding, '\0');
        m_tape.clear();
        const codec::Detection found =
            m_detector.detect({m_request.topic, m_request.part, std::span(&header, schema ? 1 : 0)},
                              std::string_view(m_padded).substr(0, payload.size()), m_tape);
        if (found.schema != nullptr) {
            ++m_seen.ids[found.schema->id];
            if (at != kNoTime) m_seen.history.observeId(found.schema->id, at);
        }
        if (!hasShape(found.format) || m_tape.empty()) {
            ++m_seen.undecoded;
            if (m_seen.firstFault.empty())
                m_seen.firstFault = found.attempts.empty() ? std::string("its format is not known")
                                                           : found.attempts.front().failure.reason;
            return;
        }
        // Times stay numbers, as the schema declares them.
        codec::JsonStyle style;
        style.isoTimes = false;
        schema::Inference one;
        one.observe(codec::toJson(codec::ValueView(m_tape, 0), style), false);
        m_seen.shape.merge(one);
        if (at != kNoTime) m_seen.history.observe(one, at);
    }

    const ObservationRequest& m_request;
    const std::shared_ptr<codec::SchemaLookup> m_schemas;
    codec::PayloadDetector m_detector;
    codec::ValueTape m_tape;
    std::string m_padded;
    SchemaObservation m_seen;
};

Severity severityOfDrift(schema::DriftKind kind) {
    switch (kind) {
    case schema::DriftKind::ForbiddenField:
    case schema::DriftKind::UndeclaredType:
    case schema::DriftKind::MissingRequired:
        return Severity::Critical;
    case schema::DriftKind::UndeclaredField:
        return Severity::Warning;
    case schema::DriftKind::NeverSeen:
        break;
    }
    return Severity::Info;
}

} // namespace

Result<SchemaObservation> observeTopic(feed::Cluster& cluster, const ObservationRequest& request,
                                       const std::stop_token& stop) {
    browse::ScanRequest scan;
    scan.topics = {{request.topic, {}}};
    scan.order = browse::ScanOrder::NewestFirst;
    scan.limits.matches = request.records;
    scan.limits.records = request.records;
    scan.limits.bytes = SchemaObservation::kMaxBytes;
    scan.limits.time = SchemaObservation::kMaxTime;
    browse::RowStoreLimits limits;
    limits.rows = std::max<std::size_t>(1, request.records);
    limits.previewBytes = 2 * SchemaObservation::kMaxBytes;
    limits.previewOfRecord = SchemaObservation::kMaxPayload;
    feed::ScanResult result(limits);
    const auto end = cluster.scan(scan, {}, result, stop);
    if (!end) return end.error();
    Observer observer(cluster, request);
    for (std::size_t i = 0; i < result.rows.size() && !stop.stop_requested(); ++i)
        observer.observe(result.rows, result.rows[i]);
    return observer.take();
}

QStringList driftTitles() {
    return {Text::tr("Drift"), Text::tr("Path"), Text::tr("Records"), Text::tr("What"),
            Text::tr("First seen")};
}

std::vector<TextTableModel::Row> driftRows(const std::vector<schema::DriftFinding>& findings) {
    std::vector<TextTableModel::Row> rows;
    for (const schema::DriftFinding& one : findings)
        rows.push_back({{{driftKindText(one.kind), severityOfDrift(one.kind)},
                         {pathText(one.path)},
                         {format::exact(one.values)},
                         {oneLine(one.message, 1000)},
                         {one.firstSeen ? format::dateTime(*one.firstSeen) : QStringLiteral("–")}}});
    return rows;
}

QStringList timelineTitles() {
    return {Text::tr("First seen"), Text::tr("What")};
}

std::vector<TextTableModel::Row> timelineRows(const SchemaObservation& observation,
                                              const std::map<std::int32_t, int>& versionOfId) {
    std::vector<TextTableModel::Row> rows;
    for (const auto& step : observation.history.timeline()) {
        const auto version = versionOfId.find(step.id);
        TextTableModel::Cell what;
        if (!step.field.empty())
            what = {Text::tr("Field %1").arg(oneLine(step.field)), std::nullopt, true};
        else if (version != versionOfId.end())
            what = {Text::tr("Schema id %1, version %2").arg(step.id).arg(version->second)};
        else
            what = {Text::tr("Schema id %1, not of this subject").arg(step.id), Severity::Warning};
        rows.push_back({{{format::dateTime(step.at)}, what}});
    }
    return rows;
}

QString observationSummary(const SchemaObservation& observation) {
    if (observation.records == 0) return Text::tr("The topic has no records.");
    QStringList parts{Text::tr("%1 records from %2 to %3")
                          .arg(format::exact(observation.records), format::dateTime(observation.oldest),
                               format::dateTime(observation.newest))};
    if (observation.oldest == kNoTime)
        parts = {Text::tr("%1 records without timestamps").arg(format::exact(observation.records))};
    if (observation.nulls > 0) parts += Text::tr("%1 null").arg(format::exact(observation.nulls));
    if (observation.tooLong > 0)
        parts += Text::tr("%1 too long to be looked at").arg(format::exact(observation.tooLong));
    if (observation.undecoded > 0)
        parts += Text::tr("%1 not decoded (the first: %2)")
                     .arg(format::exact(observation.undecoded), oneLine(observation.firstFault, 200));
    if (observation.shape.overflow() > 0) parts += Text::tr("more fields than the bounds");
    return parts.join(QStringLiteral(" · "));
}

} // namespace eventflow::viewmodels
