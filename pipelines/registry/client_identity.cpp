#include "pipelines/registry/client_identity.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <cstring>

namespace eventflow::registry {

namespace {

constexpr std::size_t kMaxChain = 32;

using Bio = std::unique_ptr<BIO, decltype(&BIO_free_all)>;

Error invalid(const std::string& file, const std::string& detail) {
    ERR_clear_error(); // or the next user of this thread finds it
    return {ErrorCode::InvalidArgument, file + ": " + detail};
}

/// What OpenSSL asks while it reads a key.
struct Passphrase {
    const std::string& text;
    bool asked = false;

    static int give(char* buffer, int size, int, void* self) {
        auto& passphrase = *static_cast<Passphrase*>(self);
        passphrase.asked = true;
        const auto length = static_cast<int>(passphrase.text.size());
        if (passphrase.text.empty() || length > size) return -1;
        std::memcpy(buffer, passphrase.text.data(), passphrase.text.size());
        return length;
    }
};

Result<std::shared_ptr<EVP_PKEY>> readKey(const std::string& file, const std::string& text) {
    const Bio bio(BIO_new_file(file.c_str(), "r"), BIO_free_all);
    if (!bio) return invalid(file, "cannot be read");
    Passphrase passphrase{text};
    EVP_PKEY* key = PEM_read_bio_PrivateKey(bio.get(), nullptr, &Passphrase::give, &passphrase);
    if (key) return std::shared_ptr<EVP_PKEY>(key, EVP_PKEY_free);
    if (!passphrase.asked) return invalid(file, "is no private key in PEM form");
    if (text.empty())
        return invalid(file,
                       "the key is encrypted; list the secret \"registry.key.password\" under \"secrets\" "
                       "of the connection and store it with `eventflow connections secret`");
    return invalid(file, "the passphrase does not open the key");
}

Result<std::vector<std::shared_ptr<X509>>> readChain(const std::string& file) {
    const Bio bio(BIO_new_file(file.c_str(), "r"), BIO_free_all);
    if (!bio) return invalid(file, "cannot be read");
    std::vector<std::shared_ptr<X509>> chain;
    while (chain.size() < kMaxChain) {
        X509* certificate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr);
        if (!certificate) break;
        chain.emplace_back(certificate, X509_free);
    }
    ERR_clear_error(); // the end of the file is an error, too
    if (chain.empty()) return invalid(file, "holds no certificate in PEM form");
    return chain;
}

} // namespace

Result<ClientIdentity> ClientIdentity::load(const std::string& certificateFile, const std::string& keyFile,
                                            const std::string& passphrase) {
    ClientIdentity identity;
    if (certificateFile.empty() && keyFile.empty()) return identity;
    auto chain = readChain(certificateFile);
    if (!chain) return chain.error();
    auto key = readKey(keyFile, passphrase);
    if (!key) return key.error();
    if (X509_check_private_key(chain->front().get(), key->get()) != 1)
        return invalid(keyFile, "is not the key of the certificate in " + certificateFile);
    identity.m_chain = std::move(*chain);
    identity.m_key = std::move(*key);
    return identity;
}

bool ClientIdentity::useIn(SSL_CTX& context) const {
    if (m_chain.empty()) return true;
    const bool used = SSL_CTX_use_certificate(&context, m_chain.front().get()) == 1 &&
                      SSL_CTX_use_PrivateKey(&context, m_key.get()) == 1 &&
                      std::all_of(m_chain.begin() + 1, m_chain.end(), [&](const auto& next) {
                          return SSL_CTX_add1_chain_cert(&context, next.get()) == 1;
                      });
    if (!used) ERR_clear_error();
    return used;
}

} // namespace eventflow::registry
