#include "pipelines/kafka/client_callbacks.h"

#include <netdb.h>

#include <array>
#include <vector>

namespace eventflow::kafka {

int resolveAddress(const std::map<std::string, std::string>& addresses, const char* node, const char* service,
                   const addrinfo* hints, addrinfo** found) {
    if (node == nullptr) {
        freeaddrinfo(*found);
        return 0;
    }
    const auto other = addresses.find(std::string(node) + ':' + (service ? service : ""));
    if (other == addresses.end()) return getaddrinfo(node, service, hints, found);
    const std::string& target = other->second;
    const std::size_t colon = target.rfind(':');
    std::string host = target.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    return getaddrinfo(host.c_str(), target.substr(colon + 1).c_str(), hints, found);
}

Status refreshToken(rd_kafka_t& client, auth::TokenProvider& tokens) {
    const auto token = tokens.fetch();
    if (!token) {
        rd_kafka_oauthbearer_set_token_failure(&client, token.error().detail.c_str());
        return token.error();
    }
    std::vector<const char*> extensions;
    for (const auto& [name, value] : token->extensions) {
        extensions.push_back(name.c_str());
        extensions.push_back(value.c_str());
    }
    std::array<char, 512> reason{};
    const auto refused = rd_kafka_oauthbearer_set_token(&client, token->value.c_str(), toMs(token->expires),
                                                        token->principal.c_str(), extensions.data(),
                                                        extensions.size(), reason.data(), reason.size());
    if (refused == RD_KAFKA_RESP_ERR_NO_ERROR) return {};
    rd_kafka_oauthbearer_set_token_failure(&client, reason.data());
    return Error{ErrorCode::PermissionDenied, reason.data()};
}

} // namespace eventflow::kafka
