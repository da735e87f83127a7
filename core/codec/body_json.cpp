#include "core/codec/body_json.h"

#include "core/codec/all_decoders.h"
#include "core/codec/value_json.h"

#include <utility>

namespace eventflow::codec {

namespace {

/// Text of this size is kept for the next record.
constexpr std::size_t kKeepBytes = 256 * 1024;

bool isBody(PayloadFormat format) {
    switch (format) {
    case PayloadFormat::Avro:
    case PayloadFormat::Protobuf:
    case PayloadFormat::AvroSingleObject:
    case PayloadFormat::Json:
    case PayloadFormat::Msgpack:
    case PayloadFormat::Cbor:
        return true;
    default:
        return false;
    }
}

} // namespace

BodyJson::BodyJson(std::shared_ptr<SchemaLookup> schemas)
    : m_schemas(std::move(schemas)), m_detector(withSchemaDecoders(m_schemas.get())) {}

std::optional<std::string_view> BodyJson::decode(const PayloadDetector::Source& source,
                                                 NullableBytes payload) {
    m_tape.clear();
    m_detection = m_detector.detect(source, payload, m_tape);
    if (!isBody(m_detection.format)) return std::nullopt;
    m_text = toJson(ValueView(m_tape, 0));
    const std::size_t size = m_text.size();
    m_text.append(kValuePadding, '\0');
    return std::string_view(m_text).substr(0, size);
}

void BodyJson::release() {
    m_tape.release();
    if (m_text.capacity() > kKeepBytes) std::string().swap(m_text);
}

} // namespace eventflow::codec
