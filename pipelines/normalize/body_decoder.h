#pragma once

#include "core/codec/body_json.h"
#include "core/codec/json_decoder.h"
#include "core/model/record.h"
#include "pipelines/normalize/decoding_options.h"
#include "pipelines/validate/rejection.h"

#include <string>
#include <string_view>

namespace eventflow::normalize {

/// Turns a record's value into a JSON document, whatever it was written in. JSON itself is read where it
/// stands; a body of Avro, Protobuf, MessagePack or CBOR is written as JSON for the dialects first, see
/// codec::BodyJson. The record's own bytes are never touched. Thread: confined; asking the registry for a
/// schema that was not met before blocks.
class BodyDecoder {
public:
    BodyDecoder(const DecodingOptions& options, std::size_t maxBytes);

    /// False with the reason in `why`. Lifetime of `out` and json(): until the next decode().
    bool decode(const Record& record, simdjson::dom::element& out, Rejection& why) {
        m_json = *record.value;
        m_rewritten = false;
        const auto error = m_decoder.decode(m_json, out);
        return error == simdjson::SUCCESS || decodeOther(record, error, out, why);
    }
    /// The JSON text that was decoded: the record's value, or what was made of it.
    [[nodiscard]] std::string_view json() const { return m_json; }
    /// json() is not the record's own, and ends with the next decode().
    [[nodiscard]] bool rewritten() const { return m_rewritten; }

    /// Frees the memory of unusually large records.
    void release();

private:
    bool decodeOther(const Record& record, simdjson::error_code error, simdjson::dom::element& out,
                     Rejection& why);

    codec::JsonDecoder m_decoder;
    codec::BodyJson m_bodies;
    std::string_view m_json;
    bool m_rewritten = false;
};

} // namespace eventflow::normalize
