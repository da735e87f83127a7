#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace eventflow::config {

/// One login module of Java's `sasl.jaas.config`.
struct JaasEntry {
    std::string module; ///< the class's name without its package: `ScramLoginModule`
    std::map<std::string, std::string> options;
};

/// `package.Module required name="value" name=value;`. Nothing for anything else. `text` holds a password as
/// a rule: it belongs into no message.
std::optional<JaasEntry> parseJaas(std::string_view text);

} // namespace eventflow::config
