#include "core/cel/ip_address.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <vector>

namespace eventflow::cel {

namespace {

/// Decimal, without leading zeros.
std::optional<unsigned> smallNumber(std::string_view text, unsigned max) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value > max) return std::nullopt;
    if (text.size() > 1 && text.front() == '0') return std::nullopt;
    return value;
}

bool parseV4(std::string_view text, std::uint8_t* out) {
    for (int part = 0; part < 4; ++part) {
        const std::size_t dot = part < 3 ? text.find('.') : text.size();
        if (dot == std::string_view::npos) return false;
        const auto value = smallNumber(text.substr(0, dot), 255);
        if (!value) return false;
        out[part] = static_cast<std::uint8_t>(*value);
        text.remove_prefix(std::min(dot + 1, text.size()));
    }
    return text.empty();
}

/// Groups of one side of `::` appended as bytes.
bool parseGroups(std::string_view text, bool last, std::vector<std::uint8_t>& out) {
    while (!text.empty()) {
        const std::size_t colon = std::min(text.find(':'), text.size());
        const std::string_view group = text.substr(0, colon);
        if (colon == text.size() && last && group.find('.') != std::string_view::npos) {
            std::array<std::uint8_t, 4> v4{};
            if (!parseV4(group, v4.data())) return false;
            out.insert(out.end(), v4.begin(), v4.end());
            return true;
        }
        unsigned value = 0;
        const auto [end, error] = std::from_chars(group.data(), group.data() + group.size(), value, 16);
        if (error != std::errc() || end != group.data() + group.size() || group.size() > 4) return false;
        out.push_back(static_cast<std::uint8_t>(value >> 8));
        out.push_back(static_cast<std::uint8_t>(value & 0xFF));
        if (colon + 1 == text.size()) return false; // a single colon at the end
        text.remove_prefix(std::min(colon + 1, text.size()));
    }
    return true;
}

bool startsWith(const IpAddress& address, std::initializer_list<std::uint8_t> bytes) {
    return std::equal(bytes.begin(), bytes.end(), address.bytes.begin());
}

std::optional<IpAddress> parseV6(std::string_view text) {
    const std::size_t gap = text.find("::");
    std::vector<std::uint8_t> head;
    std::vector<std::uint8_t> tail;
    const bool hasGap = gap != std::string_view::npos;
    if (!parseGroups(text.substr(0, gap), !hasGap, head)) return std::nullopt;
    if (hasGap && !parseGroups(text.substr(gap + 2), true, tail)) return std::nullopt;
    const std::size_t written = head.size() + tail.size();
    if (hasGap ? written > 14 : written != 16) return std::nullopt;
    IpAddress address;
    address.isV6 = true;
    std::ranges::copy(head, address.bytes.begin());
    std::ranges::copy_backward(tail, address.bytes.end());
    const bool mapped = startsWith(address, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF});
    if (mapped && text.find('.') != std::string_view::npos) return std::nullopt;
    return address;
}

/// The longest run of zero groups, the first of several: [begin, end) in groups; empty when shorter than two.
std::pair<std::size_t, std::size_t> zeroRun(const std::array<unsigned, 8>& groups) {
    std::pair<std::size_t, std::size_t> best{0, 0};
    for (std::size_t i = 0; i < groups.size();) {
        std::size_t end = i;
        while (end < groups.size() && groups[end] == 0)
            ++end;
        if (end - i > best.second - best.first && end - i >= 2) best = {i, end};
        i = end + 1;
    }
    return best;
}

std::string v6Text(const IpAddress& address) {
    std::array<unsigned, 8> groups{};
    for (std::size_t i = 0; i < groups.size(); ++i)
        groups[i] = static_cast<unsigned>(address.bytes[2 * i]) << 8 | address.bytes[2 * i + 1];
    const auto [begin, end] = zeroRun(groups);
    std::string out;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (i == begin && end > begin) {
            out += "::";
            i = end - 1;
            continue;
        }
        if (!out.empty() && out.back() != ':') out += ':';
        std::array<char, 8> digits{};
        const auto last = std::to_chars(digits.data(), digits.data() + digits.size(), groups[i], 16).ptr;
        out.append(digits.data(), last);
    }
    return out;
}

} // namespace

bool IpAddress::isUnspecified() const {
    return std::ranges::all_of(bytes, [](std::uint8_t b) { return b == 0; });
}

bool IpAddress::isLoopback() const {
    if (!isV6) return bytes[0] == 127;
    return bytes[15] == 1 &&
           std::all_of(bytes.begin(), bytes.end() - 1, [](std::uint8_t b) { return b == 0; });
}

bool IpAddress::isLinkLocalUnicast() const {
    return isV6 ? bytes[0] == 0xFE && (bytes[1] & 0xC0) == 0x80 : startsWith(*this, {169, 254});
}

bool IpAddress::isLinkLocalMulticast() const {
    return isV6 ? bytes[0] == 0xFF && (bytes[1] & 0x0F) == 0x02 : startsWith(*this, {224, 0, 0});
}

bool IpAddress::isGlobalUnicast() const {
    const bool multicast = isV6 ? bytes[0] == 0xFF : (bytes[0] & 0xF0) == 0xE0;
    const bool broadcast = !isV6 && startsWith(*this, {255, 255, 255, 255});
    return !multicast && !broadcast && !isUnspecified() && !isLoopback() && !isLinkLocalUnicast();
}

CidrBlock CidrBlock::masked() const {
    CidrBlock out = *this;
    for (unsigned i = 0; i < 16; ++i) {
        const unsigned kept = prefix > 8 * i ? std::min(prefix - 8 * i, 8U) : 0;
        out.address.bytes[i] &= static_cast<std::uint8_t>(0xFF00U >> kept);
    }
    return out;
}

bool CidrBlock::contains(const IpAddress& other) const {
    return contains(CidrBlock{other, other.bits()});
}

bool CidrBlock::contains(const CidrBlock& other) const {
    if (address.isV6 != other.address.isV6 || other.prefix < prefix) return false;
    return masked().address == CidrBlock{other.address, prefix}.masked().address;
}

std::optional<IpAddress> parseIp(std::string_view text) {
    if (text.find(':') != std::string_view::npos) return parseV6(text);
    IpAddress address;
    if (!parseV4(text, address.bytes.data())) return std::nullopt;
    return address;
}

std::optional<CidrBlock> parseCidr(std::string_view text) {
    const std::size_t slash = text.rfind('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto address = parseIp(text.substr(0, slash));
    if (!address) return std::nullopt;
    const auto prefix = smallNumber(text.substr(slash + 1), address->bits());
    if (!prefix) return std::nullopt;
    return CidrBlock{*address, *prefix};
}

std::string toString(const IpAddress& address) {
    if (address.isV6) return v6Text(address);
    std::string out;
    for (std::size_t i = 0; i < 4; ++i) {
        if (i > 0) out += '.';
        out += std::to_string(address.bytes[i]);
    }
    return out;
}

std::string toString(const CidrBlock& block) {
    return toString(block.address) + '/' + std::to_string(block.prefix);
}

} // namespace eventflow::cel
