#include "core/codec/detection.h"

#include "core/codec/json_tape.h"
#include "core/codec/tape_writer.h"

#include <array>

namespace eventflow::codec {

namespace {

std::string schemaName(const SchemaFrame& frame) {
    return frame.schemaId ? "schema " + std::to_string(*frame.schemaId) : "schema " + frame.schemaGuid;
}

} // namespace

/// One payload on its way through the attempts.
class PayloadDetector::Run {
public:
    Run(PayloadDetector& detector, std::string_view payload, Detection& out, ValueTape& tape)
        : m_detector(detector), m_payload(payload), m_out(out), m_tape(tape) {}

    bool byOverride(const FormatOverride& format);
    bool byChoice(const Result<FormatOverride>& format);
    bool byFrame();
    bool byMark();
    bool byBytes();

private:
    void refused(PayloadFormat format, DecodeFailure failure) {
        m_out.attempts.push_back({format, std::move(failure)});
    }
    /// Notes how `bytes` of the payload, from `offset`, were read: always true; or why not: always false.
    bool conclude(PayloadFormat format, std::string_view bytes, std::size_t offset,
                  std::optional<DecodeFailure> failure);
    bool overriddenFrom(const FormatOverride& format, std::size_t offset);
    bool inflateBody();
    bool findSchema();
    bool bySchema();
    bool bySchemaDecoder(PayloadFormat format, const std::vector<std::int32_t>& path);
    bool messagePath(std::vector<std::int32_t>& path);
    bool behindFrame();

    PayloadDetector& m_detector;
    std::string_view m_payload;
    Detection& m_out;
    ValueTape& m_tape;
};

bool PayloadDetector::Run::conclude(PayloadFormat format, std::string_view bytes, std::size_t offset,
                                    std::optional<DecodeFailure> failure) {
    if (failure) {
        m_tape.clear();
        failure->byte += m_out.inflated ? 0 : offset;
        refused(format, std::move(*failure));
        return false;
    }
    m_out.format = format;
    m_out.body = bytes;
    if (!m_out.inflated) m_out.bodyOffset = offset;
    return true;
}

bool PayloadDetector::Run::overriddenFrom(const FormatOverride& format, std::size_t offset) {
    const std::string_view bytes = m_payload.substr(offset);
    auto failure =
        format.decoder ? format.decoder->decode(bytes, m_tape) : decodeAs(format.format, bytes, m_tape);
    if (!conclude(format.format, bytes, offset, std::move(failure))) return false;
    m_out.decoder = format.decoder;
    if (m_out.decoder) m_out.typeName = m_out.decoder->typeName();
    return true;
}

bool PayloadDetector::Run::byOverride(const FormatOverride& format) {
    const std::size_t frameBytes = m_out.frame.bodyOffset;
    const bool bare = format.format == PayloadFormat::Text || format.format == PayloadFormat::Hex;
    if (frameBytes > 0 && !bare && m_out.frame.kind != FrameKind::Glue) {
        MessageIndexes indexes;
        const bool isProtobuf =
            format.format == PayloadFormat::Protobuf || format.format == PayloadFormat::ProtobufRaw;
        if (isProtobuf && !readMessageIndexes(m_payload.substr(frameBytes), indexes)) {
            m_out.indexBytes = indexes.size;
            if (overriddenFrom(format, frameBytes + indexes.size)) return true;
            m_out.indexBytes = 0;
        }
        if (overriddenFrom(format, frameBytes)) return true;
    }
    return overriddenFrom(format, 0);
}

bool PayloadDetector::Run::byChoice(const Result<FormatOverride>& format) {
    if (format) return format->decoder && byOverride(*format);
    refused(PayloadFormat::SchemaFrame, {0, format.error().detail, {}});
    return false;
}

bool PayloadDetector::Run::byFrame() {
    const SchemaFrame& frame = m_out.frame;
    if (frame.kind == FrameKind::None) return false;
    m_out.body = m_payload.substr(frame.bodyOffset);
    if (frame.kind == FrameKind::Glue) {
        refused(PayloadFormat::SchemaFrame,
                {2, schemaName(frame) + " is one of AWS Glue's registry, which is not asked", {}});
        if (frame.zlib && !inflateBody()) return false;
    } else if (findSchema() && bySchema()) {
        return true;
    }
    if (frame.bodyOffset > 0 && behindFrame()) return true;
    m_out.inflated.reset();
    m_out.schema.reset();
    m_out.indexBytes = 0;
    return false;
}

bool PayloadDetector::Run::inflateBody() {
    auto inflated = std::make_shared<std::string>();
    if (auto failure = inflateBounded(m_out.body, *inflated)) {
        failure->byte += m_out.frame.bodyOffset;
        refused(PayloadFormat::SchemaFrame, std::move(*failure));
        return false;
    }
    m_out.inflated = inflated;
    m_out.body = *inflated;
    return true;
}

bool PayloadDetector::Run::findSchema() {
    const SchemaFrame& frame = m_out.frame;
    const std::size_t at = frame.bodyOffset > 0 ? 1 : 0;
    if (m_detector.m_parts.schemas == nullptr) {
        refused(PayloadFormat::SchemaFrame, {at, schemaName(frame) + ": no schema registry is set", {}});
        return false;
    }
    auto found = frame.schemaId ? m_detector.m_parts.schemas->find(*frame.schemaId)
                                : m_detector.m_parts.schemas->findByGuid(frame.schemaGuid);
    if (found && *found) {
        m_out.schema = std::move(*found);
        return true;
    }
    const std::string reason = found ? "the registry gave none" : found.error().detail;
    m_out.registryUnavailable = !found && found.error().code == ErrorCode::Unavailable;
    refused(PayloadFormat::SchemaFrame, {at, schemaName(frame) + ": " + reason, {}});
    return false;
}

bool PayloadDetector::Run::bySchema() {
    std::vector<std::int32_t> path;
    switch (m_out.schema->type) {
    case SchemaType::Json:
        return conclude(PayloadFormat::Json, m_out.body, m_out.frame.bodyOffset,
                        decodeJson(m_out.body, m_tape));
    case SchemaType::Protobuf:
        return messagePath(path) && bySchemaDecoder(PayloadFormat::Protobuf, path);
    case SchemaType::Avro:
        break;
    }
    return bySchemaDecoder(PayloadFormat::Avro, path);
}

bool PayloadDetector::Run::messagePath(std::vector<std::int32_t>& path) {
    const bool inHeader = m_out.frame.kind == FrameKind::ConfluentHeader;
    MessageIndexes indexes;
    if (auto failure = readMessageIndexes(inHeader ? m_out.frame.headerRest : m_out.body, indexes)) {
        failure->byte += m_out.frame.bodyOffset;
        refused(PayloadFormat::Protobuf, std::move(*failure));
        return false;
    }
    path = std::move(indexes.path);
    if (inHeader) return true;
    m_out.indexBytes = indexes.size;
    m_out.body.remove_prefix(indexes.size);
    return true;
}

bool PayloadDetector::Run::bySchemaDecoder(PayloadFormat format, const std::vector<std::int32_t>& path) {
    const std::size_t offset = m_out.frame.bodyOffset + m_out.indexBytes;
    const CompiledDecoder& compiled = m_detector.compiledDecoder(m_out, path);
    if (!compiled) {
        refused(format, {offset, schemaName(m_out.frame) + ": " + compiled.error().detail, {}});
        return false;
    }
    const std::shared_ptr<PayloadDecoder> decoder = *compiled;
    if (!conclude(format, m_out.body, offset, decoder->decode(m_out.body, m_tape))) return false;
    m_out.typeName = decoder->typeName();
    m_out.decoder = decoder;
    return true;
}

bool PayloadDetector::Run::behindFrame() {
    // Kafka's own long keys begin with 00 as well.
    constexpr std::size_t kMinBytes = 4;
    const std::size_t frameBytes = m_out.frame.bodyOffset;
    const std::string_view body =
        m_out.inflated ? std::string_view(*m_out.inflated) : m_payload.substr(frameBytes);
    m_out.indexBytes = 0;
    if (body.size() < kMinBytes) {
        refused(PayloadFormat::SchemaFrame,
                {frameBytes, "too few bytes behind it to tell without the schema", {}});
        return false;
    }
    const bool isTried = m_out.schema && m_out.schema->type == SchemaType::Json;
    if (!isTried && conclude(PayloadFormat::Json, body, frameBytes, decodeJson(body, m_tape))) return true;
    MessageIndexes indexes;
    if (readMessageIndexes(body, indexes) || indexes.size == body.size()) return false;
    const std::string_view message = body.substr(indexes.size);
    if (!conclude(PayloadFormat::ProtobufRaw, message, frameBytes + indexes.size,
                  decodeIfPlausible(PayloadFormat::ProtobufRaw, message, m_tape)))
        return false;
    m_out.indexBytes = indexes.size;
    return true;
}

bool PayloadDetector::Run::byMark() {
    const auto read = [&](PayloadFormat format, std::string_view mark,
                          const std::shared_ptr<PayloadDecoder>& decoder) {
        if (!m_payload.starts_with(mark)) return false;
        if (!decoder) {
            refused(format, {0, "no decoder is set for it", {}});
            return false;
        }
        if (!conclude(format, m_payload, 0, decoder->decode(m_payload, m_tape))) return false;
        m_out.typeName = decoder->typeName();
        m_out.decoder = decoder;
        return true;
    };
    static constexpr std::string_view kSingleObject = "\xC3\x01";
    static constexpr std::string_view kContainer = "Obj\x01";
    return read(PayloadFormat::AvroSingleObject, kSingleObject, m_detector.m_parts.avroSingleObject) ||
           read(PayloadFormat::AvroContainer, kContainer, m_detector.m_parts.avroContainer);
}

bool PayloadDetector::Run::byBytes() {
    static constexpr std::array kOrder{
        PayloadFormat::Json,        PayloadFormat::Xml,    PayloadFormat::Msgpack, PayloadFormat::Cbor,
        PayloadFormat::ProtobufRaw, PayloadFormat::Logfmt, PayloadFormat::Text,    PayloadFormat::Hex};
    for (const PayloadFormat format : kOrder)
        if (conclude(format, m_payload, 0, decodeIfPlausible(format, m_payload, m_tape))) return true;
    return false;
}

void PayloadDetector::setOverride(const std::string& topic, RecordPart part, FormatOverride format) {
    m_overrides.insert_or_assign({topic, part}, std::move(format));
}

void PayloadDetector::clearOverride(const std::string& topic, RecordPart part) {
    m_overrides.erase({topic, part});
}

Detection PayloadDetector::detect(const Source& source, NullableBytes payload, ValueTape& tape) {
    Detection out;
    tape.clear();
    out.frame = readSchemaFrame(payload.value_or(""), source.headers, source.part);
    if (!payload) {
        TapeWriter(tape).null({}, 0);
        out.format = PayloadFormat::Null;
        return out;
    }
    Run run(*this, *payload, out, tape);
    const auto chosen =
        m_overrides.empty() ? m_overrides.end() : m_overrides.find({std::string(source.topic), source.part});
    if (chosen != m_overrides.end() ? run.byOverride(chosen->second) : run.byChoice(chosenFormat(source)))
        return out;
    // A frame in a header may have an empty body: a message without fields.
    if (run.byFrame()) return out;
    if (payload->empty()) {
        TapeWriter(tape).bytes({}, "", 0);
        out.format = PayloadFormat::Empty;
        out.body = *payload;
        out.bodyOffset = 0;
        return out;
    }
    if (!run.byMark()) static_cast<void>(run.byBytes());
    return out;
}

const Result<FormatOverride>& PayloadDetector::chosenFormat(const Source& source) {
    static const Result<FormatOverride> kNothing = FormatOverride{};
    if (m_parts.schemas == nullptr) return kNothing;
    // Records of one topic follow each other.
    const bool isLast = m_lastChosen && m_lastChosen->first.first == source.topic &&
                        m_lastChosen->first.second == source.part;
    if (isLast) return m_lastChosen->second;
    const TopicPart key{source.topic, source.part};
    auto found = m_chosen.find(key);
    if (found == m_chosen.end()) {
        if (m_chosen.size() >= kMaxDecoders) m_chosen.clear();
        found = m_chosen.emplace(key, m_parts.schemas->chosenFormat(source.topic, source.part)).first;
    }
    m_lastChosen = &*found;
    return found->second;
}

const PayloadDetector::CompiledDecoder&
PayloadDetector::compiledDecoder(const Detection& detection, const std::vector<std::int32_t>& path) {
    DecoderKey key{schemaName(detection.frame), path};
    if (const auto found = m_decoders.find(key); found != m_decoders.end()) return found->second;
    // Rarely so many: then all are compiled anew, as they are needed.
    if (m_decoders.size() >= kMaxDecoders) m_decoders.clear();
    const DecoderFactory& factory =
        detection.schema->type == SchemaType::Protobuf ? m_parts.protobuf : m_parts.avro;
    CompiledDecoder compiled = Error{ErrorCode::Unsupported, "no decoder is set for such schemas"};
    if (factory) compiled = factory(*detection.schema, path);
    return m_decoders.emplace(std::move(key), std::move(compiled)).first->second;
}

} // namespace eventflow::codec
