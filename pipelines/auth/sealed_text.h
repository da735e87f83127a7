#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace eventflow::auth {

/// Encrypts with a passphrase: AES-256-GCM under a key that scrypt (RFC 7914; N = 2^15, r = 8, p = 1) makes
/// of it, salt and nonce random each time. Layout: `EVSEALED` 1, 16 bytes of salt, 12 of nonce, the text, 16
/// of tag; the first 37 bytes are authenticated, too. Takes about 0.1 s and 32 MiB.
Result<std::string> seal(std::string_view text, std::string_view passphrase);

/// PermissionDenied: the passphrase is wrong, or the bytes were changed; the two can't be told apart.
Result<std::string> unseal(std::string_view sealed, std::string_view passphrase);

} // namespace eventflow::auth
