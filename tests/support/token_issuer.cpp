#include "tests/support/token_issuer.h"

#include "core/base/base64.h"

#include <httplib.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <ctime>
#include <mutex>
#include <thread>
#include <vector>

namespace eventflow::test {

namespace {

using KeyPtr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

std::string sign(EVP_PKEY* key, const std::string& text) {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t size = 0;
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key);
    EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size());
    std::string signature(size, '\0');
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes,
                   text.size());
    return signature;
}

std::string number(EVP_PKEY* key, const char* name) {
    BIGNUM* value = nullptr;
    EVP_PKEY_get_bn_param(key, name, &value);
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(value)), '\0');
    BN_bn2bin(value, reinterpret_cast<unsigned char*>(bytes.data()));
    BN_free(value);
    return toBase64(bytes, Base64::UrlSafe);
}

} // namespace

struct TokenIssuer::Server {
    httplib::Server http;
    std::thread thread;
    KeyPtr key{EVP_RSA_gen(2048), EVP_PKEY_free};
    std::mutex mutex;
    std::string scope;
    int status = 0;
    std::string body;
};

TokenIssuer::TokenIssuer() : m_server(std::make_unique<Server>()) {
    Server& server = *m_server;
    server.http.Get("/jwks", [&server](const httplib::Request&, httplib::Response& response) {
        response.set_content(R"({"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"test","n":")" +
                                 number(server.key.get(), OSSL_PKEY_PARAM_RSA_N) + R"(","e":")" +
                                 number(server.key.get(), OSSL_PKEY_PARAM_RSA_E) + R"("}]})",
                             "application/json");
    });
    server.http.Post("/token", [this, &server](const httplib::Request& request, httplib::Response& response) {
        const std::lock_guard lock(server.mutex);
        server.scope = request.get_param_value("scope");
        if (!server.body.empty()) {
            response.status = server.status;
            response.set_content(server.body, "application/json");
            return;
        }
        // RFC 6749 §2.3.1: form-encoded on both sides of the colon.
        if (request.get_header_value("Authorization") !=
                "Basic " + toBase64("bench:bench-secret%2F%2B%20%25") ||
            request.get_param_value("grant_type") != "client_credentials") {
            response.status = 401;
            response.set_content(R"({"error":"invalid_client","error_description":"no bench-secret"})",
                                 "application/json");
            return;
        }
        const std::int64_t now = std::time(nullptr);
        const std::int64_t lifetime = m_lifetimeSeconds;
        const std::string text =
            toBase64(R"({"alg":"RS256","typ":"JWT","kid":"test"})", Base64::UrlSafe) + '.' +
            toBase64(R"({"iss":"test","aud":"kafka","sub":"svc-bench","iat":)" + std::to_string(now) +
                         R"(,"exp":)" + std::to_string(now + lifetime) + '}',
                     Base64::UrlSafe);
        const std::string token = text + '.' + toBase64(sign(server.key.get(), text), Base64::UrlSafe);
        ++m_issued;
        response.set_content(R"({"access_token":")" + token + R"(","token_type":"Bearer","expires_in":)" +
                                 std::to_string(lifetime) + '}',
                             "application/json");
    });
    m_origin = "http://127.0.0.1:" + std::to_string(server.http.bind_to_any_port("127.0.0.1"));
    server.thread = std::thread([&server] { server.http.listen_after_bind(); });
    while (!server.http.is_running())
        std::this_thread::yield();
}

TokenIssuer::~TokenIssuer() {
    m_server->http.stop();
    m_server->thread.join();
}

std::string TokenIssuer::lastScope() const {
    const std::lock_guard lock(m_server->mutex);
    return m_server->scope;
}

void TokenIssuer::answerWith(int status, std::string body) {
    const std::lock_guard lock(m_server->mutex);
    m_server->status = status;
    m_server->body = std::move(body);
}

} // namespace eventflow::test
