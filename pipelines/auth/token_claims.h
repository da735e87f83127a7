#pragma once

#include "core/base/time.h"

#include <string>
#include <string_view>

namespace eventflow::auth {

struct TokenClaims {
    std::string subject;         ///< `sub`; empty: none
    Timestamp expires = kNoTime; ///< `exp`
};

/// What a JSON Web Token (RFC 7519) says of itself, unverified: the broker verifies it. Empty claims for a
/// token that is none.
TokenClaims readClaims(std::string_view token);

} // namespace eventflow::auth
