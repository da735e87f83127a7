#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/config/connection.h"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace eventflow::auth {

/// Secrets by the names of core/config/secret_names.h. In memory only.
using Secrets = std::map<std::string, std::string, std::less<>>;

/// A token for SASL OAUTHBEARER (RFC 7628).
struct AccessToken {
    std::string value;
    std::string principal; ///< whom the broker's log shall name; never empty
    Timestamp expires{};
    std::map<std::string, std::string> extensions;
};

/// Where tokens come from. Thread: any; fetch() blocks, on the network up to about ten seconds.
/// Errors: PermissionDenied, the credentials are refused; Unavailable; ParseError, the answer makes no sense.
/// No error repeats a secret or a token.
class TokenProvider {
public:
    TokenProvider() = default;
    TokenProvider(const TokenProvider&) = delete;
    TokenProvider& operator=(const TokenProvider&) = delete;
    virtual ~TokenProvider() = default;
    [[nodiscard]] virtual Result<AccessToken> fetch() = 0;
};

/// Null when the connection asks for no tokens. NotFound names the secret that is missing.
Result<std::shared_ptr<TokenProvider>> makeTokenProvider(const config::TokenConnection& tokens,
                                                         const Secrets& secrets);

/// The wall clock as providers use it; a test brings its own.
using NowFunction = std::function<Timestamp()>;

// One each.

/// RFC 6749 §4.4 with HTTP basic authentication of the client (§2.3.1). `http://` only to this machine.
std::shared_ptr<TokenProvider> makeClientCredentialsProvider(const config::TokenConnection& tokens,
                                                             std::string clientSecret, NowFunction now);

struct AwsCredentials {
    std::string accessKeyId;
    std::string secretAccessKey;
    std::string sessionToken; ///< of temporary credentials; else empty
};
/// A presigned GET of `kafka-cluster:Connect` (AWS Signature Version 4, query parameters), as MSK's IAM login
/// takes it; good for 15 minutes. Makes no request itself.
std::shared_ptr<TokenProvider> makeMskIamProvider(std::string region, AwsCredentials credentials,
                                                  NowFunction now);

} // namespace eventflow::auth
