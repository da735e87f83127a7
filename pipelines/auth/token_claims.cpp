#include "pipelines/auth/token_claims.h"

#include "core/base/base64.h"
#include "core/codec/json_decoder.h"

namespace eventflow::auth {

TokenClaims readClaims(std::string_view token) {
    TokenClaims claims;
    const std::size_t first = token.find('.');
    const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (second == std::string_view::npos) return claims;
    const auto payload = fromBase64(token.substr(first + 1, second - first - 1), Base64::UrlSafe);
    if (!payload) return claims;
    codec::JsonDecoder decoder(payload->size() + 1);
    simdjson::dom::element body;
    if (decoder.decodeUnpadded(*payload, body) != simdjson::SUCCESS) return claims;
    if (std::string_view subject; body["sub"].get(subject) == simdjson::SUCCESS) claims.subject = subject;
    if (std::int64_t seconds = 0;
        body["exp"].get(seconds) == simdjson::SUCCESS && seconds > 0 && seconds < 9'000'000'000)
        claims.expires = timestampFromMs(seconds * 1000);
    return claims;
}

} // namespace eventflow::auth
