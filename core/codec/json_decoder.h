#pragma once

#include "core/base/result.h"
#include "core/codec/json_checker.h"
#include "core/model/record.h"

#include <simdjson.h>

#include <cstddef>
#include <string_view>

namespace eventflow::codec {

static_assert(kValuePadding >= simdjson::SIMDJSON_PADDING);

/// Decodes JSON text into simdjson's document, one text at a time, fully validated: what decode() accepts is
/// JSON from the first byte to the last. Of two members with one name, a look-up finds the first. This header
/// is for the few files that read documents; nothing else includes simdjson. Thread: confined. Memory: about
/// ten times the largest text; release() gives a peak back.
class JsonDecoder {
public:
    explicit JsonDecoder(std::size_t maxBytes);

    /// Lifetime: the element and every view got from it end with the next decode() or release().
    /// kValuePadding readable bytes follow the text.
    [[nodiscard]] simdjson::error_code decode(std::string_view padded, simdjson::dom::element& out) {
        return m_parser.parse(padded.data(), padded.size(), false).get(out);
    }
    /// The same for text without padding: copies it first.
    [[nodiscard]] simdjson::error_code decodeUnpadded(std::string_view json, simdjson::dom::element& out) {
        return m_parser.parse(json.data(), json.size(), true).get(out);
    }

    /// Frees the memory of an unusually large text.
    void release();

private:
    std::size_t m_maxBytes;
    simdjson::dom::parser m_parser;
};

/// Why decode() refused the text: byte and cause, `byte 17: unclosed string`.
Error describeJsonError(std::string_view json, simdjson::error_code code);

} // namespace eventflow::codec
