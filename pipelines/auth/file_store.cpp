#include "core/base/json_writer.h"
#include "core/base/text_file.h"
#include "core/codec/json_decoder.h"
#include "pipelines/auth/sealed_text.h"
#include "pipelines/auth/secret_store.h"

#include <sys/stat.h>

#include <map>
#include <utility>

namespace eventflow::auth {

namespace {

constexpr std::size_t kMaxFileBytes = 4 * 1024 * 1024;
constexpr std::size_t kMinPassphraseBytes = 8;

using Secrets = std::map<std::string, std::string>;

/// The whole of it is read and written each time: it holds a handful of secrets.
class FileStore final : public SecretStore {
public:
    FileStore(std::filesystem::path file, std::string passphrase)
        : m_file(std::move(file)), m_passphrase(std::move(passphrase)) {}

    [[nodiscard]] std::string describe() const override { return fileStoreName(m_file); }
    Result<std::optional<std::string>> read(const std::string& key) override;
    Status write(const std::string& key, const std::string& secret) override;
    Status remove(const std::string& key) override;

private:
    [[nodiscard]] Result<Secrets> load() const;
    [[nodiscard]] Status save(const Secrets& secrets) const;

    const std::filesystem::path m_file;
    const std::string m_passphrase;
};

Result<Secrets> FileStore::load() const {
    Secrets secrets;
    auto sealed = readTextFile(m_file, kMaxFileBytes);
    if (!sealed && sealed.error().code == ErrorCode::NotFound) return secrets;
    if (!sealed) return sealed.error();
    const auto text = unseal(*sealed, m_passphrase);
    if (!text) return text.error().at(m_file.string());
    codec::JsonDecoder decoder(kMaxFileBytes);
    simdjson::dom::object members;
    simdjson::dom::element root;
    if (decoder.decodeUnpadded(*text, root) != simdjson::SUCCESS || root.get(members) != simdjson::SUCCESS)
        return Error{ErrorCode::Corrupt, "holds no secrets; remove it and store them again"}.at(
            m_file.string());
    for (const auto& [name, value] : members)
        if (std::string_view secret; value.get(secret) == simdjson::SUCCESS)
            secrets.emplace(std::string(name), std::string(secret));
    return secrets;
}

Status FileStore::save(const Secrets& secrets) const {
    if (m_passphrase.size() < kMinPassphraseBytes)
        return Error{ErrorCode::InvalidArgument, "the passphrase must have at least 8 bytes"};
    JsonWriter json;
    json.beginObject();
    for (const auto& [name, value] : secrets)
        json.key(name).string(value);
    json.endObject();
    const auto sealed = seal(json.text(), m_passphrase);
    if (!sealed) return sealed.error();
    std::error_code error;
    std::filesystem::create_directories(m_file.parent_path(), error);
    // Also between its making and the next line nobody else may read it.
    const mode_t before = ::umask(S_IRWXG | S_IRWXO);
    Status status = writeTextFile(m_file, *sealed);
    ::umask(before);
    return status;
}

Result<std::optional<std::string>> FileStore::read(const std::string& key) {
    auto secrets = load();
    if (!secrets) return secrets.error();
    const auto found = secrets->find(key);
    if (found == secrets->end()) return std::optional<std::string>();
    return std::optional<std::string>(found->second);
}

Status FileStore::write(const std::string& key, const std::string& secret) {
    auto secrets = load();
    if (!secrets) return secrets.error();
    (*secrets)[key] = secret;
    return save(*secrets);
}

Status FileStore::remove(const std::string& key) {
    auto secrets = load();
    if (!secrets) return secrets.error();
    return secrets->erase(key) == 0 ? Status() : save(*secrets);
}

} // namespace

std::string fileStoreName(const std::filesystem::path& file) {
    return "the encrypted file " + file.string();
}

std::unique_ptr<SecretStore> makeFileStore(std::filesystem::path file, std::string passphrase) {
    return std::make_unique<FileStore>(std::move(file), std::move(passphrase));
}

Result<std::string> readPassphrase(const std::filesystem::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return Error{ErrorCode::PermissionDenied,
                     file.string() + ": others may read this file; run: chmod 600 " + file.string()};
    auto text = readTextFile(file, 4096);
    if (!text) return text.error();
    text->erase(std::min(text->find_first_of("\r\n"), text->size()));
    if (text->size() < kMinPassphraseBytes)
        return Error{ErrorCode::InvalidArgument,
                     file.string() + ": its first line must have at least 8 bytes"};
    return text;
}

} // namespace eventflow::auth
