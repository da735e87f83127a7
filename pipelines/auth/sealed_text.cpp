#include "pipelines/auth/sealed_text.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <memory>

namespace eventflow::auth {

namespace {

constexpr std::string_view kMagic = "EVSEALED\x01";
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kHeaderBytes = kMagic.size() + kSaltBytes + kNonceBytes;
constexpr std::uint64_t kScryptMemory = 64 * 1024 * 1024;

using CipherPtr = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

unsigned char* bytes(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}
const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// A key that is wiped when it is no longer needed.
class Key {
public:
    Key(std::string_view passphrase, std::string_view salt) {
        m_made = EVP_PBE_scrypt(passphrase.data(), passphrase.size(), bytes(salt), salt.size(), 1U << 15U, 8,
                                1, kScryptMemory, m_bytes.data(), m_bytes.size()) == 1;
    }
    Key(const Key&) = delete;
    Key& operator=(const Key&) = delete;
    ~Key() { OPENSSL_cleanse(m_bytes.data(), m_bytes.size()); }

    [[nodiscard]] bool made() const { return m_made; }
    [[nodiscard]] const unsigned char* data() const { return m_bytes.data(); }

private:
    std::array<unsigned char, 32> m_bytes{};
    bool m_made = false;
};

Error failed() {
    return {ErrorCode::Internal, "OpenSSL could not encrypt; its random numbers or memory may be exhausted"};
}

} // namespace

Result<std::string> seal(std::string_view text, std::string_view passphrase) {
    std::string out(kMagic);
    out.resize(kHeaderBytes);
    if (RAND_bytes(bytes(out) + kMagic.size(), kSaltBytes + kNonceBytes) != 1) return failed();
    const std::string header = out;
    const Key key(passphrase, std::string_view(header).substr(kMagic.size(), kSaltBytes));
    const CipherPtr cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    const unsigned char* nonce = bytes(header) + kMagic.size() + kSaltBytes;
    out.resize(kHeaderBytes + text.size() + kTagBytes);
    int written = 0;
    const bool done =
        key.made() && EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), nonce) == 1 &&
        EVP_EncryptUpdate(cipher.get(), nullptr, &written, bytes(header), static_cast<int>(header.size())) ==
            1 &&
        EVP_EncryptUpdate(cipher.get(), bytes(out) + kHeaderBytes, &written, bytes(text),
                          static_cast<int>(text.size())) == 1 &&
        EVP_EncryptFinal_ex(cipher.get(), bytes(out) + kHeaderBytes + text.size(), &written) == 1 &&
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes,
                            bytes(out) + kHeaderBytes + text.size()) == 1;
    if (!done) return failed();
    return out;
}

Result<std::string> unseal(std::string_view sealed, std::string_view passphrase) {
    if (!sealed.starts_with(kMagic) || sealed.size() < kHeaderBytes + kTagBytes)
        return Error{ErrorCode::Corrupt, "is no file of secrets of this program, or was cut short"};
    const std::string_view header = sealed.substr(0, kHeaderBytes);
    const std::string_view body = sealed.substr(kHeaderBytes, sealed.size() - kHeaderBytes - kTagBytes);
    std::string tag(sealed.substr(sealed.size() - kTagBytes));
    const Key key(passphrase, header.substr(kMagic.size(), kSaltBytes));
    const CipherPtr cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    const unsigned char* nonce = bytes(header) + kMagic.size() + kSaltBytes;
    std::string text(body.size(), '\0');
    std::array<unsigned char, kTagBytes> rest{};
    int written = 0;
    const bool right =
        key.made() && EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), nonce) == 1 &&
        EVP_DecryptUpdate(cipher.get(), nullptr, &written, bytes(header), static_cast<int>(header.size())) ==
            1 &&
        EVP_DecryptUpdate(cipher.get(), bytes(text), &written, bytes(body), static_cast<int>(body.size())) ==
            1 &&
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) == 1 &&
        EVP_DecryptFinal_ex(cipher.get(), rest.data(), &written) == 1;
    if (!right) return Error{ErrorCode::PermissionDenied, "the passphrase is wrong, or the file was changed"};
    return text;
}

} // namespace eventflow::auth
