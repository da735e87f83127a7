#include "app/session/connection_secrets.h"

#include "core/config/secret_names.h"
#include "pipelines/auth/secret_key.h"
#include "pipelines/kafka/cluster_access.h"

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace eventflow::app {

namespace {

constexpr std::size_t kMaxSecretBytes = 4096;

/// The terminal does not show what is typed while this lives.
class NoEcho {
public:
    explicit NoEcho(int descriptor) : m_descriptor(descriptor) {
        m_changed = tcgetattr(descriptor, &m_before) == 0;
        termios quiet = m_before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        m_changed = m_changed && tcsetattr(descriptor, TCSAFLUSH, &quiet) == 0;
    }
    NoEcho(const NoEcho&) = delete;
    NoEcho& operator=(const NoEcho&) = delete;
    ~NoEcho() {
        if (m_changed) tcsetattr(m_descriptor, TCSAFLUSH, &m_before);
    }

private:
    int m_descriptor;
    termios m_before{};
    bool m_changed = false;
};

/// nullptr: the system's keychain is used.
const char* passphraseFile() {
    const char* file = std::getenv("EVENTFLOW_PASSPHRASE_FILE");
    return file == nullptr || *file == '\0' ? nullptr : file;
}

} // namespace

std::optional<std::string> askOnTerminal(const config::Connection& connection, const std::string& name) {
    const std::unique_ptr<std::FILE, decltype(&std::fclose)> terminal(std::fopen("/dev/tty", "r+e"),
                                                                      std::fclose);
    if (!terminal) return std::nullopt;
    std::fprintf(terminal.get(), "%s of connection \"%s\": ", name.c_str(), connection.name.c_str());
    std::fflush(terminal.get());
    std::string secret(kMaxSecretBytes, '\0');
    const NoEcho quiet(fileno(terminal.get()));
    const bool read = std::fgets(secret.data(), static_cast<int>(secret.size()), terminal.get()) != nullptr;
    std::fputc('\n', terminal.get());
    if (!read) return std::nullopt;
    secret.resize(std::min(secret.find_first_of("\r\n"), secret.find('\0')));
    return secret.empty() ? std::nullopt : std::optional(std::move(secret));
}

std::filesystem::path secretsFile() {
    const char* data = std::getenv("XDG_DATA_HOME");
    const char* home = std::getenv("HOME");
    const std::filesystem::path base = data && *data == '/'
                                           ? std::filesystem::path(data)
                                           : std::filesystem::path(home ? home : "/") / ".local" / "share";
    return base / "eventflow" / "secrets";
}

Result<std::unique_ptr<auth::SecretStore>> openSecretStore() {
    const char* file = passphraseFile();
    if (file == nullptr) return auth::makeKeychainStore();
    auto passphrase = auth::readPassphrase(file);
    if (!passphrase) return passphrase.error();
    return auth::makeFileStore(secretsFile(), std::move(*passphrase));
}

std::string secretStoreName() {
    return passphraseFile() == nullptr ? auth::keychainStoreName() : auth::fileStoreName(secretsFile());
}

namespace {

Result<auth::Secrets> collect(const config::Connection& connection, const std::set<std::string>& names,
                              const AskForSecret& ask, auth::Secrets secrets) {
    if (names.empty()) return secrets;
    auto store = openSecretStore();
    if (!store) return store.error();
    std::string missing;
    std::string trouble;
    for (const std::string& name : names) {
        auto stored = (*store)->read(auth::secretKey(connection, name));
        // A machine without a keychain is no reason to give up before a person was asked.
        if (!stored) trouble = stored.error().detail;
        std::optional<std::string> secret = stored ? std::move(*stored) : std::nullopt;
        if (!secret && ask) secret = ask(connection, name);
        if (secret)
            secrets.emplace(name, std::move(*secret));
        else
            missing += (missing.empty() ? "" : ", ") + name;
    }
    if (missing.empty()) return secrets;
    std::string text =
        "the connection \"" + connection.name + "\" needs " + missing +
        "; store it with `eventflow connections secret`, or set EVENTFLOW_PASSPHRASE_FILE to use the "
        "encrypted file";
    if (!trouble.empty()) text += " (" + trouble + ')';
    return Error{ErrorCode::NotFound, std::move(text)};
}

} // namespace

Result<auth::Secrets> collectSecrets(const config::Connection& connection, const AskForSecret& ask,
                                     auth::Secrets given) {
    std::set<std::string> names = kafka::requiredSecrets(connection);
    std::erase_if(names, [&](const std::string& name) { return given.contains(name); });
    return collect(connection, names, ask, std::move(given));
}

Result<auth::Secrets> collectRegistrySecrets(const config::Connection& connection, const AskForSecret& ask) {
    std::set<std::string> names = kafka::requiredSecrets(connection);
    // A registry without a token of its own takes the cluster's.
    const bool sharesToken =
        connection.registry.bearerToken && !names.contains(std::string(config::kRegistryToken));
    std::erase_if(names, [&](const std::string& name) {
        const bool ofToken = name.starts_with("oauth.") || name.starts_with("aws.");
        return !name.starts_with("registry.") && !(ofToken && sharesToken);
    });
    return collect(connection, names, ask, {});
}

} // namespace eventflow::app
