#include "pipelines/normalize/body_decoder.h"

#include "core/codec/avro/payload_decoders.h"
#include "core/codec/protobuf/message_pool.h"
#include "core/codec/value_json.h"

#include <algorithm>

namespace eventflow::normalize {

namespace {

/// Text of this size is kept for the next record.
constexpr std::size_t kKeepBytes = 256 * 1024;

using codec::PayloadFormat;

codec::DetectionParts partsOf(const DecodingOptions& options) {
    codec::DetectionParts parts;
    parts.schemas = options.schemas.get();
    parts.avro = codec::avro::makeSchemaDecoder;
    parts.protobuf = codec::protobuf::makeDecoder;
    return parts;
}

/// What can be an event. Text of any kind, and bytes that only might be something, are not guessed at.
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

/// The attempt that went by what the payload itself says it is: a schema's id, or a mark.
const codec::DecodeAttempt* tellingAttempt(const codec::Detection& found) {
    const auto at = std::ranges::find_if(found.attempts, [](const codec::DecodeAttempt& attempt) {
        return attempt.format == PayloadFormat::SchemaFrame || attempt.format == PayloadFormat::Avro ||
               attempt.format == PayloadFormat::Protobuf || attempt.format == PayloadFormat::AvroSingleObject;
    });
    return at == found.attempts.end() ? nullptr : &*at;
}

std::string describe(const codec::DecodeAttempt& attempt) {
    std::string text = std::string(codec::toString(attempt.format)) + ": byte " +
                       std::to_string(attempt.failure.byte) + ": ";
    if (!attempt.failure.path.empty()) text += attempt.failure.path + ": ";
    return text + attempt.failure.reason;
}

} // namespace

BodyDecoder::BodyDecoder(const DecodingOptions& options, std::size_t maxBytes)
    : m_options(options), m_decoder(maxBytes), m_detector(partsOf(options)) {}

bool BodyDecoder::decodeOther(const Record& record, simdjson::error_code error, simdjson::dom::element& out,
                              Rejection& why) {
    m_tape.clear();
    const codec::Detection found = m_detector.detect(
        {record.stream->topic, codec::RecordPart::Value, record.headers}, record.value, m_tape);
    if (!isBody(found.format)) {
        if (const auto* attempt = tellingAttempt(found))
            return why.refuse(RejectCode::Undecodable, describe(*attempt));
        return why.refuse(RejectCode::MalformedJson, codec::describeJsonError(m_json, error).detail);
    }
    m_text = codec::toJson(codec::ValueView(m_tape, 0));
    const std::size_t size = m_text.size();
    m_text.append(kValuePadding, '\0');
    m_json = std::string_view(m_text).substr(0, size);
    if (m_decoder.decode(m_json, out) == simdjson::SUCCESS) return true;
    // What has no form in JSON here: integers of more than 64 bits, more levels than a record may have.
    const Error reason = codec::describeJsonError(m_json, m_decoder.decode(m_json, out));
    return why.refuse(RejectCode::Undecodable, std::string(codec::toString(found.format)) +
                                                   ": its values can't be an event: " + reason.detail);
}

void BodyDecoder::release() {
    m_decoder.release();
    m_tape.release();
    if (m_text.capacity() > kKeepBytes) std::string().swap(m_text);
}

} // namespace eventflow::normalize
