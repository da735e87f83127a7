#include "core/browse/record_decoding.h"

#include <string_view>

namespace eventflow::browse {

RecordDecoding::Decoded RecordDecoding::decode(const Record& record) {
    Decoded out{record};
    out.keyFormat = decodePart(m_key, record, codec::RecordPart::Key, out.record.key);
    out.valueFormat = decodePart(m_value, record, codec::RecordPart::Value, out.record.value);
    return out;
}

const char* RecordDecoding::decodePart(codec::BodyJson& bodies, const Record& from, codec::RecordPart part,
                                       NullableBytes& bytes) {
    if (!bytes || bytes->empty()) return nullptr;
    m_padded.assign(*bytes);
    m_padded.append(kValuePadding, '\0');
    const std::string_view payload = std::string_view(m_padded).substr(0, bytes->size());
    const std::string_view topic = from.stream ? std::string_view(from.stream->topic) : std::string_view();
    const auto text = bodies.decode({topic, part, from.headers}, payload);
    // JSON stays as it was written, except for the frame in front of it.
    if (!text || (bodies.detection().format == codec::PayloadFormat::Json &&
                  bodies.detection().bodyOffset == std::size_t{0}))
        return nullptr;
    bytes = *text;
    return codec::toString(bodies.detection().format);
}

} // namespace eventflow::browse
