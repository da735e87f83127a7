#pragma once

#include <string_view>

namespace eventflow::config {

/// Whether a property of librdkafka or of a Java client, or a secret of ours, holds a secret itself rather
/// than the name of a file that does. Judged by name, upper and lower case alike, and rather too often than
/// too seldom: what this refuses is never printed, saved or exported.
bool isSecretName(std::string_view property);

// Secrets that are no properties of librdkafka.
inline constexpr std::string_view kOauthClientSecret = "oauth.client.secret";
inline constexpr std::string_view kAwsSecretKey = "aws.secret.access.key";
inline constexpr std::string_view kAwsSessionToken = "aws.session.token";
inline constexpr std::string_view kRegistryPassword = "registry.password";
inline constexpr std::string_view kRegistryToken = "registry.token";
inline constexpr std::string_view kRegistryKeyPassword = "registry.key.password";

} // namespace eventflow::config
