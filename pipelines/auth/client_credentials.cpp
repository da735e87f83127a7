#include "core/base/base64.h"
#include "core/base/percent_encoding.h"
#include "core/codec/json_decoder.h"
#include "pipelines/auth/token_claims.h"
#include "pipelines/auth/token_provider.h"
#include "pipelines/auth/url_text.h"

#include <httplib.h>

#include <algorithm>
#include <utility>

namespace eventflow::auth {

namespace {

constexpr std::size_t kMaxAnswerBytes = 256 * 1024;
constexpr std::int64_t kDefaultLifetimeSeconds = 300;

class ClientCredentialsProvider final : public TokenProvider {
public:
    ClientCredentialsProvider(const config::TokenConnection& tokens, std::string clientSecret,
                              NowFunction now)
        : m_tokens(tokens), m_clientSecret(std::move(clientSecret)), m_now(std::move(now)) {}

    Result<AccessToken> fetch() override;

private:
    [[nodiscard]] Result<std::string> post(const Url& url) const;
    [[nodiscard]] Error refusal(const Url& url, int status, const std::string& body) const;
    [[nodiscard]] Result<AccessToken> read(const std::string& body) const;

    const config::TokenConnection m_tokens;
    const std::string m_clientSecret;
    const NowFunction m_now;
};

Result<AccessToken> ClientCredentialsProvider::fetch() {
    const auto url = parseUrl(m_tokens.endpoint);
    if (!url)
        return Error{ErrorCode::InvalidArgument,
                     "token endpoint \"" + m_tokens.endpoint + "\": expected https://host[:port]/path"};
    if (url->scheme != "https" && !url->isLoopback())
        return Error{ErrorCode::InvalidArgument,
                     "token endpoint " + url->origin() +
                         ": the client's secret would cross the network in the clear; use https://"};
    auto body = post(*url);
    if (!body) return body.error();
    auto token = read(*body);
    if (!token) return token.error().at("token endpoint " + url->origin());
    return token;
}

Result<std::string> ClientCredentialsProvider::post(const Url& url) const {
    httplib::Client client(url.origin());
    client.set_connection_timeout(5);
    client.set_read_timeout(5);
    client.set_write_timeout(5);
    client.set_follow_location(false);
    client.set_tcp_nodelay(true);
    if (!m_tokens.caFile.empty()) client.set_ca_cert_path(m_tokens.caFile.c_str());
    client.enable_server_certificate_verification(true);

    // RFC 6749 §2.3.1: both parts are form-encoded before they are joined.
    const std::string login = percentEncode(m_tokens.clientId) + ':' + percentEncode(m_clientSecret);
    httplib::Request request;
    request.method = "POST";
    request.path = url.path;
    request.headers = {{"Authorization", "Basic " + toBase64(login)},
                       {"Accept", "application/json"},
                       {"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = "grant_type=client_credentials";
    if (!m_tokens.scope.empty()) request.body += "&scope=" + percentEncode(m_tokens.scope);
    std::string body;
    bool tooLarge = false;
    request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
        tooLarge = body.size() + size > kMaxAnswerBytes;
        if (!tooLarge) body.append(data, size);
        return !tooLarge;
    };
    const httplib::Result result = client.send(request);
    const std::string place = "token endpoint " + url.origin();
    if (tooLarge) return Error{ErrorCode::LimitExceeded, place + ": the answer is longer than 256 KiB"};
    if (!result)
        return Error{ErrorCode::Unavailable, place + ": " + httplib::to_string(result.error()) +
                                                 "; check the address, the network and the CA file"};
    if (result->status != 200) return refusal(url, result->status, body);
    return body;
}

/// RFC 6749 §5.2: a code, and perhaps words. Anything else is not repeated: it may hold what was sent.
Error ClientCredentialsProvider::refusal(const Url& url, int status, const std::string& body) const {
    const bool denied = status == 400 || status == 401 || status == 403;
    std::string text = "token endpoint " + url.origin() + ": status " + std::to_string(status);
    codec::JsonDecoder decoder(kMaxAnswerBytes);
    simdjson::dom::element answer;
    std::string_view code;
    if (decoder.decodeUnpadded(body, answer) == simdjson::SUCCESS &&
        answer["error"].get(code) == simdjson::SUCCESS &&
        std::ranges::all_of(code, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; }))
        text += " (" + std::string(code) + ')';
    if (denied) text += "; check client_id, the secret \"oauth.client.secret\" and the scope";
    return {denied ? ErrorCode::PermissionDenied : ErrorCode::Unavailable, std::move(text)};
}

Result<AccessToken> ClientCredentialsProvider::read(const std::string& body) const {
    codec::JsonDecoder decoder(kMaxAnswerBytes);
    simdjson::dom::element answer;
    AccessToken token;
    std::string_view value;
    if (decoder.decodeUnpadded(body, answer) != simdjson::SUCCESS ||
        answer["access_token"].get(value) != simdjson::SUCCESS || value.empty())
        return Error{ErrorCode::ParseError, "the answer holds no access_token"};
    token.value = value;
    std::int64_t seconds = kDefaultLifetimeSeconds;
    if (std::int64_t given = 0; answer["expires_in"].get(given) == simdjson::SUCCESS)
        seconds = std::clamp<std::int64_t>(given, 1, 366 * 24 * 3600);
    token.expires = m_now() + std::chrono::seconds(seconds);
    const TokenClaims claims = readClaims(token.value);
    if (claims.expires != kNoTime) token.expires = std::min(token.expires, claims.expires);
    token.principal = claims.subject.empty() ? m_tokens.clientId : claims.subject;
    token.extensions = m_tokens.extensions;
    return token;
}

} // namespace

std::shared_ptr<TokenProvider> makeClientCredentialsProvider(const config::TokenConnection& tokens,
                                                             std::string clientSecret, NowFunction now) {
    return std::make_shared<ClientCredentialsProvider>(tokens, std::move(clientSecret), std::move(now));
}

} // namespace eventflow::auth
