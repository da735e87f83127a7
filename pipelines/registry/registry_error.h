#pragma once

#include "core/base/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace eventflow::registry {

/// What came back for a request, whatever it was.
struct HttpReply {
    int status = 0;
    std::string body;
    std::string location; ///< of a redirection
};

/// What a registry says of an error: `{"error_code": 40401, "message": "…"}`.
struct RegistryFault {
    int code = 0;
    std::string message;
};
std::optional<RegistryFault> parseRegistryFault(std::string_view body);

/// Why a reply is no answer, in plain words and with the registry's own; nothing when it is one (status 2xx).
/// What the registry says is cut and freed of control characters.
std::optional<Error> replyError(const HttpReply& reply);

} // namespace eventflow::registry
