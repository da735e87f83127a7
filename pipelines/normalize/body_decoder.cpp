#include "pipelines/normalize/body_decoder.h"

#include <algorithm>

namespace eventflow::normalize {

namespace {

using codec::PayloadFormat;

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
    : m_decoder(maxBytes), m_bodies(options.schemas) {}

bool BodyDecoder::decodeOther(const Record& record, simdjson::error_code error, simdjson::dom::element& out,
                              Rejection& why) {
    const auto text =
        m_bodies.decode({record.stream->topic, codec::RecordPart::Value, record.headers}, record.value);
    const codec::Detection& found = m_bodies.detection();
    if (!text) {
        if (const auto* attempt = tellingAttempt(found))
            return why.refuse(RejectCode::Undecodable, describe(*attempt));
        return why.refuse(RejectCode::MalformedJson, codec::describeJsonError(m_json, error).detail);
    }
    m_json = *text;
    m_rewritten = true;
    if (m_decoder.decode(m_json, out) == simdjson::SUCCESS) return true;
    // What has no form in JSON here: integers of more than 64 bits, more levels than a record may have.
    const Error reason = codec::describeJsonError(m_json, m_decoder.decode(m_json, out));
    return why.refuse(RejectCode::Undecodable, std::string(codec::toString(found.format)) +
                                                   ": its values can't be an event: " + reason.detail);
}

void BodyDecoder::release() {
    m_decoder.release();
    m_bodies.release();
}

} // namespace eventflow::normalize
