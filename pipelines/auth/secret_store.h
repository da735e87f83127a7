#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace eventflow::auth {

/// Where secrets are kept between two runs, under the names of secretKey(). Never in plain text.
/// Thread: confined to the thread that made it. Calls block: on D-Bus, on a dialog of the keychain, or on a
/// disk. Errors: Unavailable, there is no such store on this machine now; PermissionDenied, the user or the
/// store refuses; Corrupt, and what to do about it. No error repeats a secret.
class SecretStore {
public:
    SecretStore() = default;
    SecretStore(const SecretStore&) = delete;
    SecretStore& operator=(const SecretStore&) = delete;
    virtual ~SecretStore() = default;

    /// `the system's keychain`, for messages.
    [[nodiscard]] virtual std::string describe() const = 0;
    [[nodiscard]] virtual Result<std::optional<std::string>> read(const std::string& key) = 0;
    [[nodiscard]] virtual Status write(const std::string& key, const std::string& secret) = 0;
    /// A key that is not there is no error.
    [[nodiscard]] virtual Status remove(const std::string& key) = 0;
};

/// The system's keychain over D-Bus: GNOME's and KDE's. Its first call tells whether there is one.
std::unique_ptr<SecretStore> makeKeychainStore();
std::string keychainStoreName(); ///< what it calls itself

/// One encrypted file, for machines without a keychain. The file is made by the first write(), readable by
/// its owner only. `passphrase` has at least eight bytes.
std::unique_ptr<SecretStore> makeFileStore(std::filesystem::path file, std::string passphrase);
std::string fileStoreName(const std::filesystem::path& file);

/// The first line of a file that only its owner may read. PermissionDenied when others may, with the command
/// that mends it.
Result<std::string> readPassphrase(const std::filesystem::path& file);

} // namespace eventflow::auth
