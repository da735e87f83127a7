#pragma once

#include "core/codec/confluent_frame.h"
#include "core/codec/payload_decoder.h"
#include "core/codec/payload_format.h"
#include "core/codec/schema_lookup.h"

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace eventflow::codec {

/// One way of reading that did not work, and why. Bytes count from the payload's beginning (of a compressed
/// one: from the inflated body's).
struct DecodeAttempt {
    PayloadFormat format = PayloadFormat::Hex;
    DecodeFailure failure;
};

/// How a payload was read, and everything that was tried before. Lifetime: the tape points into the payload
/// and into what this holds.
struct Detection {
    PayloadFormat format = PayloadFormat::Hex;
    /// What stands in front, by its bytes alone; that it is no chance says `bodyOffset` or `schema`.
    SchemaFrame frame;
    std::size_t indexBytes = 0; ///< message indexes of Protobuf between frame and body
    std::shared_ptr<const RegisteredSchema> schema;
    std::string typeName;  ///< of the record or message, where the format has one
    std::string_view body; ///< what the tape's offsets count in
    /// Where `body` begins in the payload; nothing when it was compressed and is in `inflated`.
    std::optional<std::size_t> bodyOffset;
    std::shared_ptr<const std::string> inflated;
    std::shared_ptr<PayloadDecoder> decoder; ///< that has read it, where it was one from outside
    /// The registry did not answer: asked later, the result may be another one.
    bool registryUnavailable = false;
    std::vector<DecodeAttempt> attempts; ///< those that failed, in order
};

/// The decoders that detection is given. All may be missing: their formats are then named, not read.
struct DetectionParts {
    SchemaLookup* schemas = nullptr; ///< outlives the detector
    DecoderFactory avro; ///< reads a schema of plain `bytes` without a length, as Confluent writes it
    DecoderFactory protobuf;
    std::shared_ptr<PayloadDecoder> avroSingleObject;
    std::shared_ptr<PayloadDecoder> avroContainer;
};

/// Finds out what payloads are. The order is fixed: override, what `schemas` says was chosen for the topic,
/// schema frame (headers first) with a registered schema, Avro single-object and container, JSON, XML,
/// MessagePack, CBOR, Protobuf by field numbers, logfmt, text, hex; behind a frame whose schema is of no
/// help, its body as JSON, then as Protobuf by numbers. The answer depends on the payload, the headers, the
/// override and the registry alone, never on what was read before: only compiled schemas are kept, and an
/// attempt that cannot succeed ends at its first bytes. Thread: confined; asking the registry may block.
/// Memory: kMaxDecoders compiled schemas.
class PayloadDetector {
public:
    static constexpr std::size_t kMaxDecoders = 1024;

    struct Source {
        std::string_view topic;
        RecordPart part = RecordPart::Value;
        std::span<const Header> headers;
    };

    explicit PayloadDetector(DetectionParts parts) : m_parts(std::move(parts)) {}

    void setOverride(const std::string& topic, RecordPart part, FormatOverride format);
    void clearOverride(const std::string& topic, RecordPart part);

    /// Decodes onto the tape; there is always a result, at worst Hex.
    [[nodiscard]] Detection detect(const Source& source, NullableBytes payload, ValueTape& tape);

private:
    using CompiledDecoder = Result<std::shared_ptr<PayloadDecoder>>;
    using DecoderKey = std::pair<std::string, std::vector<std::int32_t>>; ///< schema, message path
    class Run;

    using TopicPart = std::pair<std::string, RecordPart>;
    const CompiledDecoder& compiledDecoder(const Detection& detection, const std::vector<std::int32_t>& path);
    const Result<FormatOverride>& chosenFormat(const Source& source);

    DetectionParts m_parts;
    std::map<TopicPart, FormatOverride> m_overrides;
    std::map<TopicPart, Result<FormatOverride>> m_chosen;
    const std::map<TopicPart, Result<FormatOverride>>::value_type* m_lastChosen = nullptr;
    std::map<DecoderKey, CompiledDecoder> m_decoders;
};

} // namespace eventflow::codec
