#include "pipelines/registry/registry_connection.h"

#include "pipelines/registry/secret_scrubber.h"

#include <httplib.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace eventflow::registry {

namespace {

constexpr std::size_t kMaxUrls = 16;
constexpr std::size_t kMaxIdleClients = 4;
constexpr const char* kMediaType = "application/vnd.schemaregistry.v1+json";

const char* methodName(HttpMethod method) {
    switch (method) {
    case HttpMethod::Get:
        return "GET";
    case HttpMethod::Post:
        return "POST";
    case HttpMethod::Put:
        return "PUT";
    case HttpMethod::Delete:
        return "DELETE";
    }
    return "GET";
}

const char* describe(httplib::Error error) {
    switch (error) {
    case httplib::Error::Connection:
        return "no connection: nobody listens there, the host is unknown, or a firewall refuses it";
    case httplib::Error::ConnectionTimeout:
        return "no connection in time: the host is down, or a firewall drops what is sent to it";
    case httplib::Error::SSLConnection:
        return "TLS could not be agreed on: the port may speak plain HTTP, or want a client certificate";
    case httplib::Error::SSLLoadingCerts:
        return "the file of the certificate authority cannot be read as PEM";
    case httplib::Error::SSLServerVerification:
        return "its certificate is not trusted, has run out, or is for another host; give the authority's "
               "certificate if it is a private one";
    case httplib::Error::Read:
        return "the answer did not arrive whole and in time";
    case httplib::Error::Write:
        return "the connection broke while the request was sent";
    default:
        return "the request failed";
    }
}

/// Did the registry certainly not see the request?
bool wasNeverSent(httplib::Error error) {
    return error == httplib::Error::Connection || error == httplib::Error::ConnectionTimeout ||
           error == httplib::Error::BindIPAddress || error == httplib::Error::SSLConnection ||
           error == httplib::Error::SSLLoadingCerts || error == httplib::Error::SSLServerVerification;
}

bool isHeaderSafe(std::string_view text) {
    return std::ranges::all_of(text,
                               [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != 0x7F; });
}

Error invalid(std::string detail) {
    return {ErrorCode::InvalidArgument, "schema registry: " + std::move(detail)};
}

Status checkFile(const std::string& file, const char* what) {
    std::error_code error;
    if (file.empty() || std::filesystem::is_regular_file(file, error)) return {};
    return Error{ErrorCode::NotFound, "schema registry: there is no file " + file + " (" + what + ")"};
}

Status checkOptions(const RegistryOptions& options) {
    if (options.urls.empty()) return invalid("an address is needed");
    if (options.urls.size() > kMaxUrls) return invalid("more than 16 addresses");
    if (options.bearerToken && !options.user.empty()) return invalid("either a user or a token, not both");
    if (options.user.empty() && !options.password.empty()) return invalid("a password without a user");
    if (options.user.find(':') != std::string::npos) return invalid("a user name cannot hold a colon");
    if (!isHeaderSafe(options.user) || !isHeaderSafe(options.password))
        return invalid("control characters in user name or password");
    if (options.clientCertificateFile.empty() != options.clientKeyFile.empty())
        return invalid("a client certificate and its key belong together");
    for (const auto& [file, what] : {std::pair(&options.caFile, "certificate authority"),
                                     std::pair(&options.clientCertificateFile, "client certificate"),
                                     std::pair(&options.clientKeyFile, "key of the client certificate")})
        if (Status status = checkFile(*file, what); !status) return status;
    return {};
}

} // namespace

/// What became of one request at one address.
struct RegistryConnection::Attempt {
    Result<HttpReply> reply;
    bool mayHaveArrived = false;
};

Result<std::shared_ptr<RegistryConnection>> RegistryConnection::create(RegistryOptions options) {
    if (const Status status = checkOptions(options); !status) return status.error();
    std::vector<RegistryUrl> urls;
    for (const std::string& text : options.urls) {
        auto url = parseRegistryUrl(text);
        if (!url) return url.error();
        urls.push_back(*url);
    }
    auto identity = ClientIdentity::load(options.clientCertificateFile, options.clientKeyFile,
                                         options.clientKeyPassphrase);
    if (!identity) return identity.error().at("schema registry");
    return std::shared_ptr<RegistryConnection>(
        new RegistryConnection(std::move(options), std::move(urls), std::move(*identity)));
}

RegistryConnection::RegistryConnection(RegistryOptions options, std::vector<RegistryUrl> urls,
                                       ClientIdentity identity)
    : m_options(std::move(options)),
      m_urls(std::move(urls)),
      m_identity(std::move(identity)),
      m_idle(m_urls.size()) {}

RegistryConnection::~RegistryConnection() = default;

Result<std::string> RegistryConnection::authorization() const {
    if (m_options.bearerToken) {
        auto token = m_options.bearerToken();
        if (!token) return token.error().at("token for the schema registry");
        if (!isHeaderSafe(*token)) return invalid("the token holds control characters");
        return "Bearer " + *token;
    }
    if (m_options.user.empty()) return std::string();
    return httplib::make_basic_authentication_header(m_options.user, m_options.password).second;
}

Result<std::string> RegistryConnection::send(const RegistryRequest& request) {
    const auto authorized = authorization();
    if (!authorized) return authorized.error();
    const SecretScrubber scrubber({m_options.password, *authorized});
    const std::string what =
        std::string(methodName(request.method)) + ' ' + request.path.substr(0, request.path.find('?'));
    const std::size_t first = m_preferred;
    std::string reasons;
    for (std::size_t i = 0; i < m_urls.size(); ++i) {
        const std::size_t index = (first + i) % m_urls.size();
        Attempt result = attempt(index, request, *authorized);
        if (result.reply && (result.reply->status < 200 || result.reply->status > 299))
            result.reply->body = scrubber.clean(result.reply->body);
        const std::string place = m_urls[index].origin + m_urls[index].basePath;
        const bool isOverloaded = result.reply && result.reply->status >= 502 && result.reply->status <= 504;
        if (result.reply && !isOverloaded) {
            m_preferred = index;
            const auto error = replyError(*result.reply);
            if (!error) return std::move(result.reply->body);
            // Cleaned once more: what was escaped in the body is not any longer.
            return Error{error->code, scrubber.clean(error->detail)}.at(what).at(place);
        }
        const Error error = result.reply ? *replyError(*result.reply) : result.reply.error();
        if (error.code == ErrorCode::LimitExceeded) return error.at(what).at(place);
        if (!reasons.empty()) reasons += "; ";
        reasons += scrubber.clean(error.at(place).detail);
        if (result.mayHaveArrived && request.repeatable == Repeatable::No) break;
    }
    return Error{ErrorCode::Unavailable, "the schema registry does not answer " + what + ": " + reasons};
}

RegistryConnection::Attempt RegistryConnection::attempt(std::size_t index, const RegistryRequest& request,
                                                        const std::string& authorization) {
    auto client = takeClient(index);
    if (!client)
        return {Error{ErrorCode::InvalidArgument, "the client's certificate cannot be used for TLS here"}};
    HttpReply reply;
    bool isTooLarge = false;
    const auto deadline = std::chrono::steady_clock::now() + m_options.requestTimeout;
    httplib::Request http;
    http.method = methodName(request.method);
    http.path = m_urls[index].basePath + request.path;
    http.headers = {{"Accept", std::string(kMediaType) + ", application/json"}};
    if (!request.body.empty()) http.headers.emplace("Content-Type", kMediaType);
    if (!authorization.empty()) http.headers.emplace("Authorization", authorization);
    http.body = request.body;
    http.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
        isTooLarge = size > m_options.maxResponseBytes - reply.body.size();
        if (isTooLarge || std::chrono::steady_clock::now() > deadline) return false;
        reply.body.append(data, size);
        return true;
    };
    const httplib::Result result = client->send(http);
    if (isTooLarge)
        return {Error{ErrorCode::LimitExceeded,
                      "the answer is larger than " + std::to_string(m_options.maxResponseBytes) + " bytes"},
                true};
    if (!result)
        return {Error{ErrorCode::Unavailable, describe(result.error())}, !wasNeverSent(result.error())};
    reply.status = result->status;
    reply.location = result->get_header_value("Location");
    giveBack(index, std::move(client));
    return {std::move(reply), true};
}

std::unique_ptr<httplib::Client> RegistryConnection::takeClient(std::size_t index) {
    {
        const std::lock_guard lock(m_mutex);
        auto& idle = m_idle[index];
        if (!idle.empty()) {
            auto client = std::move(idle.back());
            idle.pop_back();
            return client;
        }
    }
    auto client = std::make_unique<httplib::Client>(m_urls[index].origin);
    // An address without TLS has no context.
    if (SSL_CTX* context = client->ssl_context(); context && !m_identity.useIn(*context)) return nullptr;
    client->set_keep_alive(true);
    client->set_tcp_nodelay(true); // without it every request waits for a delayed acknowledgement
    client->set_follow_location(false);
    client->set_url_encode(false);
    client->set_connection_timeout(m_options.connectTimeout);
    client->set_read_timeout(m_options.requestTimeout);
    client->set_write_timeout(m_options.requestTimeout);
    if (!m_options.caFile.empty()) client->set_ca_cert_path(m_options.caFile);
    client->enable_server_certificate_verification(true);
    return client;
}

void RegistryConnection::giveBack(std::size_t index, std::unique_ptr<httplib::Client> client) {
    const std::lock_guard lock(m_mutex);
    if (m_idle[index].size() < kMaxIdleClients) m_idle[index].push_back(std::move(client));
}

} // namespace eventflow::registry
