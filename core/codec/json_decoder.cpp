#include "core/codec/json_decoder.h"

#include <algorithm>
#include <new>

namespace eventflow::codec {

namespace {

constexpr std::size_t kInitialBytes = 64 * 1024;
/// More than this is given back by release().
constexpr std::size_t kKeepBytes = 1024 * 1024;

simdjson::dom::parser makeParser(std::size_t maxBytes) {
    simdjson::dom::parser parser(std::max(maxBytes, simdjson::dom::MINIMAL_DOCUMENT_CAPACITY));
#ifdef SIMDJSON_THREADS_ENABLED
    parser.threaded = false; // core starts no thread
#endif
    // The only place that sets the depth; growing keeps it.
    if (parser.allocate(std::min(kInitialBytes, parser.max_capacity()), kMaxJsonDepth) != simdjson::SUCCESS)
        throw std::bad_alloc();
    return parser;
}

} // namespace

JsonDecoder::JsonDecoder(std::size_t maxBytes) : m_maxBytes(maxBytes), m_parser(makeParser(maxBytes)) {}

void JsonDecoder::release() {
    if (m_parser.capacity() > kKeepBytes) m_parser = makeParser(m_maxBytes);
}

Error describeJsonError(std::string_view json, simdjson::error_code code) {
    if (code == simdjson::CAPACITY)
        return {ErrorCode::LimitExceeded, "larger than the limit: " + std::to_string(json.size()) + " bytes"};
    if (code == simdjson::MEMALLOC) return {ErrorCode::LimitExceeded, "not enough memory to decode it"};
    if (const auto fault = findJsonFault(json))
        return {ErrorCode::ParseError, "byte " + std::to_string(fault->offset) + ": " + fault->cause};
    return {ErrorCode::ParseError, simdjson::error_message(code)};
}

} // namespace eventflow::codec
