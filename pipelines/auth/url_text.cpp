#include "pipelines/auth/url_text.h"

#include <algorithm>

namespace eventflow::auth {

namespace {

bool isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

} // namespace

std::string Url::origin() const {
    return scheme + "://" + host + (port.empty() ? "" : ':' + port);
}

bool Url::isLoopback() const {
    return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

std::optional<Url> parseUrl(std::string_view text) {
    Url url;
    const std::size_t colon = text.find("://");
    if (colon == std::string_view::npos) return std::nullopt;
    url.scheme = text.substr(0, colon);
    if (url.scheme != "http" && url.scheme != "https") return std::nullopt;
    text.remove_prefix(colon + 3);
    const std::size_t slash = std::min(text.find('/'), text.size());
    std::string_view authority = text.substr(0, slash);
    url.path = slash < text.size() ? std::string(text.substr(slash)) : "/";
    const std::size_t hostEnd = authority.starts_with('[') ? authority.find(']') : std::string_view::npos;
    if (authority.starts_with('[') && hostEnd == std::string_view::npos) return std::nullopt;
    const std::size_t portAt = authority.find(':', hostEnd == std::string_view::npos ? 0 : hostEnd);
    url.host = authority.substr(0, portAt);
    if (portAt != std::string_view::npos) {
        url.port = authority.substr(portAt + 1);
        if (url.port.empty() || url.port.size() > 5 ||
            url.port.find_first_not_of("0123456789") != std::string::npos)
            return std::nullopt;
    }
    const bool hostOk = !url.host.empty() && std::ranges::all_of(url.host, [](char c) {
        return isAlphanumeric(c) || c == '.' || c == '-' || c == '_' || c == '[' || c == ']' || c == ':';
    });
    const bool pathOk = std::ranges::all_of(url.path, [](char c) { return c > ' ' && c < '\x7f'; });
    if (!hostOk || !pathOk) return std::nullopt;
    return url;
}

} // namespace eventflow::auth
