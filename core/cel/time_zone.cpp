#include "core/cel/time_zone.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <initializer_list>

namespace eventflow::cel {

namespace {

constexpr std::size_t kMaxFileBytes = 1024 * 1024;
constexpr std::size_t kHeaderBytes = 44;

std::int64_t bigEndian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char c : bytes)
        value = value << 8 | static_cast<unsigned char>(c);
    if (bytes.size() == 4) return static_cast<std::int32_t>(static_cast<std::uint32_t>(value));
    return static_cast<std::int64_t>(value);
}

/// The counts of one block of the file, in the order of its header.
struct BlockSizes {
    std::size_t isUtc = 0;
    std::size_t isStandard = 0;
    std::size_t leaps = 0;
    std::size_t times = 0;
    std::size_t types = 0;
    std::size_t names = 0;

    [[nodiscard]] std::size_t bytes(std::size_t timeBytes) const {
        return times * (timeBytes + 1) + types * 6 + names + leaps * (timeBytes + 4) + isStandard + isUtc;
    }
};

std::optional<BlockSizes> readHeader(std::string_view bytes) {
    if (bytes.size() < kHeaderBytes || !bytes.starts_with("TZif") || bytes[4] < '2') return std::nullopt;
    const auto count = [&](std::size_t i) {
        return static_cast<std::size_t>(static_cast<std::uint32_t>(bigEndian(bytes.substr(20 + 4 * i, 4))));
    };
    const BlockSizes sizes{count(0), count(1), count(2), count(3), count(4), count(5)};
    const bool plausible =
        std::ranges::all_of(std::initializer_list<std::size_t>{sizes.isUtc, sizes.isStandard, sizes.leaps,
                                                               sizes.times, sizes.types, sizes.names},
                            [](std::size_t n) { return n <= kMaxFileBytes; });
    return plausible ? std::optional(sizes) : std::nullopt;
}

/// `02:00`, `+02:00`, `-05:30`.
std::optional<std::int32_t> parseOffset(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    unsigned hours = 0;
    unsigned minutes = 0;
    const auto h = std::from_chars(text.data(), text.data() + 2, hours);
    const auto m = std::from_chars(text.data() + 3, text.data() + 5, minutes);
    if (h.ptr != text.data() + 2 || m.ptr != text.data() + 5 || hours > 23 || minutes > 59)
        return std::nullopt;
    const auto offset = static_cast<std::int32_t>(hours * 3600 + minutes * 60);
    return negative ? -offset : offset;
}

/// Letters, digits and `_ + -` in parts between slashes: nothing that leaves the folder.
bool isZoneName(std::string_view name) {
    if (name.empty() || name.size() > 64 || name.front() == '/' || name.back() == '/') return false;
    return std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '+' || c == '-' || c == '/';
    });
}

} // namespace

TimeZone TimeZone::fixed(std::int32_t offsetSeconds) {
    TimeZone zone;
    zone.m_offsets = {offsetSeconds};
    return zone;
}

std::optional<TimeZone> TimeZone::parse(std::string_view bytes) {
    // The first block has 32-bit times, for programs of the last century; the second has all.
    const auto legacy = readHeader(bytes);
    if (!legacy || bytes.size() < kHeaderBytes + legacy->bytes(4)) return std::nullopt;
    bytes.remove_prefix(kHeaderBytes + legacy->bytes(4));
    const auto sizes = readHeader(bytes);
    if (!sizes || sizes->types == 0 || bytes.size() < kHeaderBytes + sizes->bytes(8)) return std::nullopt;
    const std::string_view times = bytes.substr(kHeaderBytes, sizes->times * 8);
    const std::string_view indices = bytes.substr(kHeaderBytes + times.size(), sizes->times);
    const std::string_view types =
        bytes.substr(kHeaderBytes + times.size() + indices.size(), sizes->types * 6);
    TimeZone zone;
    zone.m_offsets.push_back(static_cast<std::int32_t>(bigEndian(types.substr(0, 4))));
    for (std::size_t i = 0; i < sizes->times; ++i) {
        const auto type = static_cast<unsigned char>(indices[i]);
        if (type >= sizes->types) return std::nullopt;
        zone.m_transitions.push_back(bigEndian(times.substr(8 * i, 8)));
        zone.m_offsets.push_back(
            static_cast<std::int32_t>(bigEndian(types.substr(std::size_t{type} * 6, 4))));
    }
    if (!std::ranges::is_sorted(zone.m_transitions)) return std::nullopt;
    std::string_view footer = bytes.substr(kHeaderBytes + sizes->bytes(8));
    if (footer.size() > 2 && footer.front() == '\n' && footer.back() == '\n')
        zone.m_rule = parsePosixZone(footer.substr(1, footer.size() - 2));
    return zone;
}

std::optional<TimeZone> TimeZone::load(std::string_view name, const std::string& folder) {
    if (name == "UTC" || name == "Z") return fixed(0);
    if (const auto offset = parseOffset(name)) return fixed(*offset);
    if (!isZoneName(name)) return std::nullopt;
    std::ifstream file(folder + '/' + std::string(name), std::ios::binary);
    std::string bytes(kMaxFileBytes, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return parse(bytes);
}

std::int32_t TimeZone::offsetAt(std::int64_t utcSeconds) const {
    const auto next = std::ranges::upper_bound(m_transitions, utcSeconds);
    if (next == m_transitions.end() && m_rule) return m_rule->offsetAt(utcSeconds);
    return m_offsets[static_cast<std::size_t>(next - m_transitions.begin())];
}

const TimeZone* TimeZones::find(std::string_view name) {
    auto found = m_zones.find(name);
    if (found == m_zones.end()) {
        if (m_zones.size() >= kMaxZones) m_zones.clear();
        found = m_zones.emplace(std::string(name), TimeZone::load(name)).first;
    }
    return found->second ? &*found->second : nullptr;
}

} // namespace eventflow::cel
