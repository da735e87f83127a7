#include "widgets/messages/record_reading.h"

#include "widgets/viewmodels/attempt_model.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/masked_record.h"
#include "widgets/viewmodels/row_reader.h"

#include <QCoreApplication>

namespace eventflow::widgets {

using namespace viewmodels;
using codec::FrameSpan;
using codec::PayloadFormat;

namespace {

/// The translations of this file.
struct Text {
    Q_DECLARE_TR_FUNCTIONS(RecordReading)
};

QString partName(FrameSpan::Part part) {
    switch (part) {
    case FrameSpan::Part::Magic:
        return Text::tr("magic byte");
    case FrameSpan::Part::SchemaId:
        return Text::tr("schema id");
    case FrameSpan::Part::Compression:
        return Text::tr("compression");
    case FrameSpan::Part::MessageIndexes:
        return Text::tr("message index");
    case FrameSpan::Part::Body:
        break;
    }
    return Text::tr("body");
}

void addRuler(const ReadPayload& payload, RecordInspector::Reading& reading) {
    QStringList parts;
    for (const FrameSpan& span : payload.spans) {
        if (span.size == 0) continue;
        if (span.part != FrameSpan::Part::Body)
            reading.marks.push_back({span.offset, span.offset + span.size, static_cast<int>(span.part)});
        const std::size_t last = span.offset + span.size - 1;
        const QString bytes = last == span.offset
                                  ? format::exact(last)
                                  : Text::tr("%1–%2").arg(format::exact(span.offset), format::exact(last));
        parts += span.part == FrameSpan::Part::SchemaId
                     ? Text::tr("%1: schema id %2").arg(bytes, QString::fromStdString(payload.schema))
                     : Text::tr("%1: %2").arg(bytes, partName(span.part));
    }
    if (!parts.isEmpty()) reading.legend = Text::tr("Bytes %1").arg(parts.join(QStringLiteral(" · ")));
}

QString summaryOf(const ReadPayload& payload) {
    QStringList parts{formatName(payload.format)};
    if (!payload.typeName.empty()) parts += oneLine(payload.typeName, 120);
    if (!payload.schema.empty()) parts += Text::tr("schema %1").arg(oneLine(payload.schema, 60));
    return parts.join(QStringLiteral(" · "));
}

QString noteOf(const ReadPayload& payload) {
    QStringList notes;
    if (payload.registryUnavailable)
        notes += Text::tr(
            "The schema registry does not answer: once it does, the value may be read otherwise. Choose "
            "the message again to try.");
    if (!payload.understood())
        notes += Text::tr(
            "None of the known formats fits these bytes. Decoding says for each why not, and at which byte.");
    else if (payload.json.empty() && payload.format != PayloadFormat::Null &&
             payload.format != PayloadFormat::Empty)
        notes += Text::tr("The value is text without fields. See Raw.");
    return notes.join(u'\n');
}

ReadPayload readWhole(const admin::OwnedRecord& record, PayloadReader& payloads) {
    std::vector<Header> headers;
    for (const auto& [name, value] : record.headers)
        headers.push_back({name, value ? NullableBytes(*value) : std::nullopt});
    return payloads.read(record.from.topic, headers,
                         record.value ? NullableBytes(*record.value) : std::nullopt);
}

feed::RecordPreview previewOf(const admin::OwnedRecord& record, std::size_t valueBytes) {
    feed::RecordPreview preview;
    preview.topic = record.from.topic;
    preview.partition = record.from.partition;
    preview.offset = record.offset;
    preview.tsArrival = record.timestamp;
    preview.key = record.key;
    preview.value = record.value;
    preview.valueBytes = valueBytes;
    preview.headers = record.headers;
    return preview;
}

} // namespace

RecordReading readRecord(const admin::OwnedRecord& record, std::size_t valueBytes, PayloadReader& payloads,
                         const MaskingRules& masking) {
    RecordReading out;
    const bool cut = record.value && record.value->size() < valueBytes;
    ReadPayload payload;
    if (cut) {
        // Half of a binary value is no value: only JSON is of use up to where it breaks.
        payload.json = jsonBeginning(*record.value);
        if (!payload.json.empty()) payload.format = PayloadFormat::Json;
        out.summary = Text::tr("Only the first %1 of %2 are here")
                          .arg(format::bytes(static_cast<double>(record.value->size())),
                               format::bytes(static_cast<double>(valueBytes)));
        if (payload.json.empty()) out.reading.note = Text::tr("Load all of the value to have it decoded.");
    } else {
        payload = readWhole(record, payloads);
        out.reading.note = noteOf(payload);
        out.reading.attempts = payload.attempts;
        out.summary = summaryOf(payload);
        addRuler(payload, out.reading);
    }
    out.traceIds = traceIdsOf(record, payload.json);
    admin::OwnedRecord shown = record;
    out.masked = maskRecord(shown, payload, masking);
    out.reading.json = out.masked && !payload.json.empty() ? *shown.value : payload.json;
    if (out.masked && shown.value != record.value) {
        // They are marks and places in bytes that are not shown.
        out.reading.marks.clear();
        out.reading.legend.clear();
        out.reading.attempts.clear();
        valueBytes = shown.value->size();
    }
    out.record = std::make_shared<const feed::RecordPreview>(previewOf(shown, valueBytes));
    return out;
}

} // namespace eventflow::widgets
