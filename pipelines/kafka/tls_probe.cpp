#include "pipelines/kafka/tls_probe.h"

#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>

namespace eventflow::kafka {

namespace {

/// How long a server may take to refuse a certificate after the handshake.
constexpr int kAlertWaitMicros = 300'000;

using ContextPtr = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using SslPtr = std::unique_ptr<SSL, decltype(&SSL_free)>;

std::string property(const Properties& properties, const char* name) {
    const auto found = properties.find(name);
    return found == properties.end() ? std::string() : found->second;
}

/// The newest of OpenSSL's errors, without its numbers; the queue is empty afterwards.
std::string opensslReason() {
    const unsigned long error = ERR_peek_last_error();
    ERR_clear_error();
    const char* reason = error == 0 ? nullptr : ERR_reason_error_string(error);
    return reason ? reason : "unknown reason";
}

int passphrase(char* buffer, int size, int, void* userdata) {
    const auto& secret = *static_cast<const std::string*>(userdata);
    if (static_cast<int>(secret.size()) >= size) return 0;
    secret.copy(buffer, secret.size());
    return static_cast<int>(secret.size());
}

std::string loadAuthorities(SSL_CTX* context, const Properties& properties) {
    const std::string file = property(properties, "ssl.ca.location");
    if (file.empty() || file == "probe") {
        SSL_CTX_set_default_verify_paths(context);
        return {};
    }
    std::error_code ignored;
    const bool folder = std::filesystem::is_directory(file, ignored);
    if (SSL_CTX_load_verify_locations(context, folder ? nullptr : file.c_str(),
                                      folder ? file.c_str() : nullptr) == 1)
        return {};
    return "ssl.ca.location " + file + ": " + opensslReason() + "; expected certificates as PEM";
}

std::string loadCertificate(SSL_CTX* context, const Properties& properties) {
    const std::string certificate = property(properties, "ssl.certificate.location");
    const std::string key = property(properties, "ssl.key.location");
    if (!certificate.empty() && SSL_CTX_use_certificate_chain_file(context, certificate.c_str()) != 1)
        return "ssl.certificate.location " + certificate + ": " + opensslReason() +
               "; expected a certificate as PEM";
    if (key.empty()) return {};
    std::string secret = property(properties, "ssl.key.password");
    SSL_CTX_set_default_passwd_cb(context, passphrase);
    SSL_CTX_set_default_passwd_cb_userdata(context, &secret);
    const bool loaded = SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) == 1;
    SSL_CTX_set_default_passwd_cb_userdata(context, nullptr);
    if (!loaded)
        return "ssl.key.location " + key + ": " + opensslReason() +
               "; check the file and the secret ssl.key.password";
    if (SSL_CTX_check_private_key(context) != 1)
        return "the key in " + key + " does not belong to the certificate in " + certificate;
    return {};
}

std::string loadKeystore(SSL_CTX* context, const Properties& properties) {
    const std::string path = property(properties, "ssl.keystore.location");
    if (path.empty()) return {};
    const std::unique_ptr<std::FILE, decltype(&std::fclose)> file(std::fopen(path.c_str(), "rbe"),
                                                                  std::fclose);
    if (!file) return "ssl.keystore.location " + path + ": cannot be opened";
    const std::unique_ptr<PKCS12, decltype(&PKCS12_free)> store(d2i_PKCS12_fp(file.get(), nullptr),
                                                                PKCS12_free);
    if (!store) {
        ERR_clear_error();
        return "ssl.keystore.location " + path +
               ": is no PKCS#12 file; convert a JKS with keytool -importkeystore "
               "-deststoretype PKCS12";
    }
    EVP_PKEY* key = nullptr;
    X509* certificate = nullptr;
    if (PKCS12_parse(store.get(), property(properties, "ssl.keystore.password").c_str(), &key, &certificate,
                     nullptr) != 1) {
        ERR_clear_error();
        return "ssl.keystore.location " + path + ": the secret ssl.keystore.password does not open it";
    }
    SSL_CTX_use_certificate(context, certificate);
    SSL_CTX_use_PrivateKey(context, key);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return {};
}

std::string nameText(const X509_NAME* name) {
    std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
    X509_NAME_print_ex(out.get(), name, 0,
                       XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

CertificateFacts factsOf(X509* certificate) {
    CertificateFacts facts{nameText(X509_get_subject_name(certificate)),
                           nameText(X509_get_issuer_name(certificate)), 0};
    int days = 0;
    int seconds = 0;
    if (ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(certificate)) == 1)
        facts.daysLeft = seconds < 0 && days == 0 ? -1 : days;
    return facts;
}

/// What the check of the certificate would have stopped, in words that lead on.
std::string verifyProblem(long result, const Endpoint& advertised) {
    switch (result) {
    case X509_V_OK:
        return {};
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return "the certificate is not for " + advertised.host +
               "; use a name that it lists, and give the way there under \"addresses\" of the connection";
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return "a certificate of the chain has expired";
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return "a certificate of the chain is not valid yet; check the clock";
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        return "no authority that is trusted here has issued the certificate; set ssl.ca.location to the "
               "file of the one "
               "that has";
    default:
        return std::string("the certificate is refused: ") + X509_verify_cert_error_string(result);
    }
}

ContextPtr makeContext() {
    ContextPtr context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    SSL_CTX_set_options(context.get(), SSL_OP_IGNORE_UNEXPECTED_EOF);
    // Everything is looked at, and judged afterwards: a refused chain shall be shown, too.
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
    return context;
}

void describeSession(SSL* ssl, const Endpoint& advertised, bool verify, TlsFacts& facts) {
    facts.handshake = true;
    facts.protocol = SSL_get_version(ssl);
    facts.cipher = SSL_get_cipher_name(ssl);
    if (const STACK_OF(X509)* chain = SSL_get_peer_cert_chain(ssl))
        for (int i = 0; i < sk_X509_num(chain); ++i)
            facts.chain.push_back(factsOf(sk_X509_value(chain, i)));
    if (verify) facts.problem = verifyProblem(SSL_get_verify_result(ssl), advertised);
    if (!facts.problem.empty()) return;
    // With TLS 1.3 a server refuses the client's certificate after the handshake: it says so, or it waits for
    // a request.
    const timeval soon{0, kAlertWaitMicros};
    setsockopt(SSL_get_fd(ssl), SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof soon);
    char byte = 0;
    if (SSL_peek(ssl, &byte, 1) > 0 || ERR_peek_last_error() == 0) return;
    const std::string reason = opensslReason();
    if (SSL_get_certificate(ssl) == nullptr && reason.find("certificate") != std::string::npos)
        facts.problem = "the broker wants a certificate of this client; set ssl.certificate.location and "
                        "ssl.key.location";
    else if (reason.find("alert") != std::string::npos)
        facts.problem = "the broker refuses this client's certificate: " + reason;
}

} // namespace

TlsFacts probeTls(const Socket& socket, const Endpoint& advertised, const Properties& properties) {
    TlsFacts facts;
    const ContextPtr context = makeContext();
    for (const auto load : {loadAuthorities, loadCertificate, loadKeystore}) {
        facts.problem = load(context.get(), properties);
        if (!facts.problem.empty()) return facts;
    }
    const bool verify = property(properties, "enable.ssl.certificate.verification") != "false";
    // librdkafka 2.0 checks the name unless told otherwise.
    const bool checkName = verify && property(properties, "ssl.endpoint.identification.algorithm") != "none";
    const SslPtr ssl(SSL_new(context.get()), SSL_free);
    SSL_set_fd(ssl.get(), socket.get());
    // SSL_set_tlsext_host_name() without its C cast.
    std::string serverName = advertised.host;
    SSL_ctrl(ssl.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, serverName.data());
    if (checkName) {
        X509_VERIFY_PARAM* check = SSL_get0_param(ssl.get());
        if (X509_VERIFY_PARAM_set1_ip_asc(check, advertised.host.c_str()) != 1)
            SSL_set1_host(ssl.get(), advertised.host.c_str());
    }
    ERR_clear_error();
    if (SSL_connect(ssl.get()) == 1) {
        describeSession(ssl.get(), advertised, verify, facts);
        return facts;
    }
    const std::string reason = opensslReason();
    if (reason == "wrong version number" || reason == "unknown reason")
        facts.problem =
            "this port does not speak TLS; check the port, or set security.protocol to plaintext or "
            "sasl_plaintext";
    else if (reason.find("certificate required") != std::string::npos ||
             reason.find("bad certificate") != std::string::npos)
        facts.problem =
            "the broker wants a certificate of this client that it trusts; set ssl.certificate.location and "
            "ssl.key.location";
    else
        facts.problem = "the TLS handshake failed: " + reason;
    return facts;
}

bool speaksTls(const Socket& socket) {
    const ContextPtr context = makeContext();
    const SslPtr ssl(SSL_new(context.get()), SSL_free);
    SSL_set_fd(ssl.get(), socket.get());
    ERR_clear_error();
    const bool connected = SSL_connect(ssl.get()) == 1;
    // An alert is an answer of a TLS server, too.
    const bool answered = connected || opensslReason().find("alert") != std::string::npos;
    ERR_clear_error();
    return answered;
}

} // namespace eventflow::kafka
