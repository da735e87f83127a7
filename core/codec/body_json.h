#pragma once

#include "core/codec/detection.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace eventflow::codec {

/// Turns bodies of Avro, Protobuf, MessagePack and CBOR into JSON text, for what reads JSON: times as ISO
/// text, bytes as base64, decimals with all their digits. Text of any kind, and bytes that only might be
/// something, are not guessed at. Thread: confined; asking the registry for a schema that was not met before
/// blocks.
class BodyJson {
public:
    /// `schemas` may be null: payloads that name a schema are then not decoded.
    explicit BodyJson(std::shared_ptr<SchemaLookup> schemas);

    /// Nothing when the payload is no such body; detection() says why. Lifetime: until the next decode(), as
    /// that of detection(). kValuePadding readable bytes follow.
    [[nodiscard]] std::optional<std::string_view> decode(const PayloadDetector::Source& source,
                                                         NullableBytes payload);
    [[nodiscard]] const Detection& detection() const { return m_detection; }
    /// Frees the memory of unusually large records.
    void release();

private:
    std::shared_ptr<SchemaLookup> m_schemas;
    PayloadDetector m_detector;
    ValueTape m_tape;
    Detection m_detection;
    std::string m_text;
};

} // namespace eventflow::codec
