#pragma once

#include "core/codec/body_json.h"
#include "core/model/record.h"

#include <memory>
#include <string>

namespace eventflow::browse {

/// A record's key and value as JSON where they are Avro, Protobuf, MessagePack or CBOR, for output that
/// people and scripts read. Thread: confined; asking the registry for a schema that was not met before
/// blocks.
class RecordDecoding {
public:
    /// `schemas` may be null.
    explicit RecordDecoding(std::shared_ptr<codec::SchemaLookup> schemas)
        : m_key(schemas), m_value(schemas) {}

    struct Decoded {
        Record record;                   ///< with JSON text in the place of what was decoded
        const char* keyFormat = nullptr; ///< `avro`, `protobuf` …; null: the key is as it came
        const char* valueFormat = nullptr;
    };
    /// Lifetime: until the next call. Needs no padding behind key and value.
    [[nodiscard]] Decoded decode(const Record& record);

private:
    const char* decodePart(codec::BodyJson& bodies, const Record& from, codec::RecordPart part,
                           NullableBytes& bytes);

    codec::BodyJson m_key;
    codec::BodyJson m_value;
    std::string m_padded;
};

} // namespace eventflow::browse
