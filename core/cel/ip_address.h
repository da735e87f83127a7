#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace eventflow::cel {

/// An IPv4 or IPv6 address, in network order; IPv4 fills the first four bytes.
struct IpAddress {
    std::array<std::uint8_t, 16> bytes{};
    bool isV6 = false;

    bool operator==(const IpAddress&) const = default;
    [[nodiscard]] unsigned bits() const { return isV6 ? 128 : 32; }
    [[nodiscard]] bool isUnspecified() const;
    [[nodiscard]] bool isLoopback() const;
    [[nodiscard]] bool isLinkLocalUnicast() const;
    [[nodiscard]] bool isLinkLocalMulticast() const;
    [[nodiscard]] bool isGlobalUnicast() const;
};

/// An address with a prefix length; bits behind the prefix are kept.
struct CidrBlock {
    IpAddress address;
    unsigned prefix = 0;

    bool operator==(const CidrBlock&) const = default;
    [[nodiscard]] CidrBlock masked() const;
    [[nodiscard]] bool contains(const IpAddress& other) const;
    [[nodiscard]] bool contains(const CidrBlock& other) const;
};

/// Strict: no leading zeros in IPv4, no zones, no IPv4 address in the IPv6 form of a mapped one.
std::optional<IpAddress> parseIp(std::string_view text);
std::optional<CidrBlock> parseCidr(std::string_view text);
/// The canonical text, for IPv6 that of RFC 5952.
std::string toString(const IpAddress& address);
std::string toString(const CidrBlock& block);

} // namespace eventflow::cel
