#pragma once

#include "core/cel/posix_zone.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::cel {

/// A time zone of the IANA database, or a fixed offset. Immutable.
class TimeZone {
public:
    static TimeZone fixed(std::int32_t offsetSeconds);
    /// From the bytes of a time zone file (TZif, RFC 8536, version 2 or later); nothing when they are not
    /// one.
    static std::optional<TimeZone> parse(std::string_view bytes);
    /// `UTC`, an offset (`+02:00`, `-05:30`, `02:00`), or a name of the system's database (`Europe/Berlin`),
    /// whose files are read below `folder`.
    static std::optional<TimeZone> load(std::string_view name,
                                        const std::string& folder = "/usr/share/zoneinfo");

    /// Seconds to add to UTC.
    [[nodiscard]] std::int32_t offsetAt(std::int64_t utcSeconds) const;

private:
    std::vector<std::int64_t> m_transitions; ///< in order; m_offsets[i + 1] holds from m_transitions[i]
    std::vector<std::int32_t> m_offsets;     ///< one more than transitions: the first before all of them
    std::optional<PosixZone> m_rule;         ///< behind the last transition
};

/// The zones an evaluation has met. Names come from records too: at most kMaxZones are kept, unknown ones
/// included. Thread: confined.
class TimeZones {
public:
    /// nullptr when there is no such zone. Lifetime: until the next call.
    const TimeZone* find(std::string_view name);

private:
    static constexpr std::size_t kMaxZones = 64;
    std::map<std::string, std::optional<TimeZone>, std::less<>> m_zones;
};

} // namespace eventflow::cel
