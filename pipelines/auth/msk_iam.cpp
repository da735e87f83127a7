#include "core/base/base64.h"
#include "core/base/hex.h"
#include "core/base/percent_encoding.h"
#include "pipelines/auth/token_provider.h"
#include "pipelines/auth/url_text.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <ctime>
#include <map>
#include <utility>

namespace eventflow::auth {

namespace {

constexpr int kLifetimeSeconds = 900;
constexpr std::string_view kService = "kafka-cluster";

std::string hmacSha256(std::string_view key, std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
    return {reinterpret_cast<const char*>(digest.data()), size};
}

std::string sha256(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
    return {reinterpret_cast<const char*>(digest.data()), size};
}

/// `20261121T103851Z`.
std::string basicTime(Timestamp time) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(
        std::chrono::time_point_cast<std::chrono::system_clock::duration>(time));
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &utc)};
}

class MskIamProvider final : public TokenProvider {
public:
    MskIamProvider(std::string region, AwsCredentials credentials, NowFunction now)
        : m_region(std::move(region)), m_credentials(std::move(credentials)), m_now(std::move(now)) {}

    Result<AccessToken> fetch() override;

private:
    [[nodiscard]] std::string signature(const std::string& time, const std::string& query) const;

    const std::string m_region;
    const AwsCredentials m_credentials;
    const NowFunction m_now;
};

/// AWS Signature Version 4, "Create a signed AWS API request", steps 1 to 4, for a GET of `/`.
std::string MskIamProvider::signature(const std::string& time, const std::string& query) const {
    const std::string date = time.substr(0, 8);
    const std::string scope = date + '/' + m_region + '/' + std::string(kService) + "/aws4_request";
    const std::string request =
        "GET\n/\n" + query + "\nhost:kafka." + m_region + ".amazonaws.com\n\nhost\n" + toHex(sha256(""));
    const std::string toSign = "AWS4-HMAC-SHA256\n" + time + '\n' + scope + '\n' + toHex(sha256(request));
    std::string key = hmacSha256("AWS4" + m_credentials.secretAccessKey, date);
    key = hmacSha256(key, m_region);
    key = hmacSha256(key, kService);
    key = hmacSha256(key, "aws4_request");
    return toHex(hmacSha256(key, toSign));
}

Result<AccessToken> MskIamProvider::fetch() {
    const Timestamp now = m_now();
    const std::string time = basicTime(now);
    const std::string credential = m_credentials.accessKeyId + '/' + time.substr(0, 8) + '/' + m_region +
                                   '/' + std::string(kService) + "/aws4_request";
    // Sorted by name, as the signature wants it.
    std::map<std::string, std::string> parameters{{"Action", "kafka-cluster:Connect"},
                                                  {"X-Amz-Algorithm", "AWS4-HMAC-SHA256"},
                                                  {"X-Amz-Credential", credential},
                                                  {"X-Amz-Date", time},
                                                  {"X-Amz-Expires", std::to_string(kLifetimeSeconds)},
                                                  {"X-Amz-SignedHeaders", "host"}};
    if (!m_credentials.sessionToken.empty())
        parameters.emplace("X-Amz-Security-Token", m_credentials.sessionToken);
    std::string query;
    for (const auto& [name, value] : parameters)
        query += (query.empty() ? "" : "&") + percentEncode(name) + '=' + percentEncode(value);
    const std::string url = "https://kafka." + m_region + ".amazonaws.com/?" + query +
                            "&X-Amz-Signature=" + signature(time, query) + "&User-Agent=eventflow";
    AccessToken token;
    token.value = toBase64(url, Base64::UrlSafe);
    token.principal = m_credentials.accessKeyId;
    token.expires = now + std::chrono::seconds(kLifetimeSeconds);
    return token;
}

} // namespace

std::shared_ptr<TokenProvider> makeMskIamProvider(std::string region, AwsCredentials credentials,
                                                  NowFunction now) {
    return std::make_shared<MskIamProvider>(std::move(region), std::move(credentials), std::move(now));
}

} // namespace eventflow::auth
