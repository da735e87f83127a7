#include "pipelines/registry/registry_url.h"

#include <algorithm>
#include <charconv>

namespace eventflow::registry {

namespace {

constexpr std::size_t kMaxUrlBytes = 2048;

bool isUnreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

bool isPort(std::string_view text) {
    unsigned port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc() && end == text.data() + text.size() && port > 0 && port <= 65535;
}

/// `host`, `host:port`, `[v6]` or `[v6]:port`.
bool isAuthority(std::string_view text) {
    std::size_t hostEnd = text.find(':');
    if (text.starts_with('[')) {
        const std::size_t bracket = text.find(']');
        if (bracket == std::string_view::npos || bracket < 3) return false;
        const bool isAddress = std::ranges::all_of(text.substr(1, bracket - 1), [](char c) {
            return c == ':' || c == '.' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
                   (c >= 'A' && c <= 'F');
        });
        if (!isAddress) return false;
        hostEnd = bracket + 1;
    } else if (!std::ranges::all_of(text.substr(0, hostEnd), isUnreserved)) {
        return false;
    }
    if (hostEnd == 0 || text.empty()) return false;
    if (hostEnd >= text.size()) return true;
    return text[hostEnd] == ':' && isPort(text.substr(hostEnd + 1));
}

Error refused(const char* why) {
    return {ErrorCode::InvalidArgument, std::string("the address of the schema registry ") + why};
}

} // namespace

Result<RegistryUrl> parseRegistryUrl(std::string_view text) {
    if (text.size() > kMaxUrlBytes) return refused("is longer than 2048 bytes");
    RegistryUrl url;
    std::string_view rest = text;
    for (const std::string_view scheme : {std::string_view("http://"), std::string_view("https://")}) {
        if (!text.starts_with(scheme)) continue;
        url.secure = scheme.size() == 8;
        rest.remove_prefix(scheme.size());
    }
    if (rest.size() == text.size()) return refused("has to begin with http:// or https://");
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
    if (authority.find('@') != std::string_view::npos)
        return refused("holds credentials; give user name and password apart from it");
    if (!isAuthority(authority)) return refused("names no host, or a port outside of 1 to 65535");
    std::string_view path = rest.substr(authority.size());
    if (path.find_first_of("?#") != std::string_view::npos) return refused("has a query or a fragment");
    if (!std::ranges::all_of(path, [](char c) { return c > ' ' && c < 0x7F && c != '\\'; }))
        return refused("has spaces or control characters in its path");
    while (path.ends_with('/'))
        path.remove_suffix(1);
    url.origin = std::string(url.secure ? "https://" : "http://") + std::string(authority);
    url.basePath = path;
    return url;
}

} // namespace eventflow::registry
