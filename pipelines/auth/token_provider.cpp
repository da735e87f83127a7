#include "pipelines/auth/token_provider.h"

#include "core/config/secret_names.h"

#include <cstdlib>

namespace eventflow::auth {

namespace {

Timestamp wallClock() {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

Result<std::string> required(const Secrets& secrets, std::string_view name) {
    const auto found = secrets.find(name);
    if (found != secrets.end() && !found->second.empty()) return found->second;
    return Error{ErrorCode::NotFound, "the secret \"" + std::string(name) +
                                          "\" is not known; store it with `eventflow connections secret`"};
}

std::string optional(const Secrets& secrets, std::string_view name) {
    const auto found = secrets.find(name);
    return found == secrets.end() ? std::string() : found->second;
}

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

/// The connection's own, or those that AWS's programs take from the environment.
Result<AwsCredentials> awsCredentials(const config::TokenConnection& tokens, const Secrets& secrets) {
    if (tokens.clientId.empty() && !environment("AWS_ACCESS_KEY_ID").empty())
        return AwsCredentials{environment("AWS_ACCESS_KEY_ID"), environment("AWS_SECRET_ACCESS_KEY"),
                              environment("AWS_SESSION_TOKEN")};
    if (tokens.clientId.empty())
        return Error{
            ErrorCode::NotFound,
            "no AWS access key: set client_id under \"tokens\" of the connection, or AWS_ACCESS_KEY_ID"};
    auto secret = required(secrets, config::kAwsSecretKey);
    if (!secret) return secret.error();
    return AwsCredentials{tokens.clientId, std::move(*secret), optional(secrets, config::kAwsSessionToken)};
}

} // namespace

Result<std::shared_ptr<TokenProvider>> makeTokenProvider(const config::TokenConnection& tokens,
                                                         const Secrets& secrets) {
    using Method = config::TokenConnection::Method;
    switch (tokens.method) {
    case Method::None:
        break;
    case Method::ClientCredentials: {
        auto secret = required(secrets, config::kOauthClientSecret);
        if (!secret) return secret.error();
        return makeClientCredentialsProvider(tokens, std::move(*secret), wallClock);
    }
    case Method::AwsMskIam: {
        auto credentials = awsCredentials(tokens, secrets);
        if (!credentials) return credentials.error();
        return makeMskIamProvider(tokens.awsRegion, std::move(*credentials), wallClock);
    }
    }
    return std::shared_ptr<TokenProvider>();
}

} // namespace eventflow::auth
