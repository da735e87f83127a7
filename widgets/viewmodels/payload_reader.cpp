#include "widgets/viewmodels/payload_reader.h"

#include "core/codec/all_decoders.h"
#include "core/codec/avro/payload_decoders.h"
#include "core/codec/value_json.h"

#include <algorithm>
#include <array>

namespace eventflow::viewmodels {

namespace {

using codec::PayloadFormat;

/// Memory of an unusually large payload is given back.
constexpr std::size_t kKeptNodes = 100'000;

codec::DetectionParts partsOf(codec::SchemaLookup* schemas) {
    codec::DetectionParts parts = codec::withSchemaDecoders(schemas);
    parts.avroSingleObject = std::make_shared<codec::avro::SingleObjectDecoder>();
    parts.avroContainer = std::make_shared<codec::avro::ContainerDecoder>();
    return parts;
}

bool hasParts(PayloadFormat format) {
    switch (format) {
    case PayloadFormat::Null:
    case PayloadFormat::Empty:
    case PayloadFormat::Xml:
    case PayloadFormat::Text:
    case PayloadFormat::Hex:
    case PayloadFormat::SchemaFrame:
        return false;
    default:
        return true;
    }
}

} // namespace

PayloadReader::PayloadReader(std::shared_ptr<codec::SchemaLookup> schemas)
    : m_schemas(std::move(schemas)), m_detector(partsOf(m_schemas.get())) {}

void PayloadReader::setFormat(const std::string& topic, std::optional<PayloadFormat> format) {
    const std::lock_guard lock(m_formatsMutex);
    m_newFormats[topic] = format;
}

void PayloadReader::applyFormats() {
    const std::lock_guard lock(m_formatsMutex);
    for (const auto& [topic, format] : m_newFormats) {
        if (format)
            m_detector.setOverride(topic, codec::RecordPart::Value, {*format, nullptr});
        else
            m_detector.clearOverride(topic, codec::RecordPart::Value);
    }
    m_newFormats.clear();
}

ReadPayload PayloadReader::read(std::string_view topic, std::span<const Header> headers,
                                NullableBytes payload) {
    const std::lock_guard lock(m_mutex);
    applyFormats();
    m_tape.clear();
    codec::Detection found = m_detector.detect({topic, codec::RecordPart::Value, headers}, payload, m_tape);
    ReadPayload out;
    out.format = found.format;
    out.typeName = std::move(found.typeName);
    out.registryUnavailable = found.registryUnavailable;
    out.compressed = found.inflated != nullptr;
    const bool framed = found.frame.kind != codec::FrameKind::None &&
                        (found.schema != nullptr || found.bodyOffset.value_or(0) > 0);
    if (framed) {
        out.schema = found.frame.schemaId ? std::to_string(*found.frame.schemaId) : found.frame.schemaGuid;
        out.spans = found.frame.spans(payload ? payload->size() : 0, found.indexBytes);
    }
    if (hasParts(found.format) && !m_tape.empty()) {
        // JSON stays as it was written: order, duplicates, digits.
        const bool asWritten = found.format == PayloadFormat::Json && found.bodyOffset.has_value();
        out.json = asWritten ? std::string(found.body) : codec::toJson(codec::ValueView(m_tape, 0));
    }
    out.attempts = std::move(found.attempts);
    if (m_tape.nodes().capacity() > kKeptNodes) m_tape.release();
    return out;
}

std::span<const PayloadFormat> selectableFormats() {
    static constexpr std::array kFormats{
        PayloadFormat::Json,        PayloadFormat::Msgpack, PayloadFormat::Cbor, PayloadFormat::Xml,
        PayloadFormat::ProtobufRaw, PayloadFormat::Logfmt,  PayloadFormat::Text, PayloadFormat::Hex};
    return kFormats;
}

std::optional<PayloadFormat> selectableFormatOf(std::string_view name) {
    const auto formats = selectableFormats();
    const auto it = std::ranges::find_if(formats, [&](PayloadFormat f) { return toString(f) == name; });
    if (it == formats.end()) return std::nullopt;
    return *it;
}

} // namespace eventflow::viewmodels
