// The small readers behind the language: dates, durations, time zones, addresses, numbers. What they accept
// reads back as the same from the text they write.

#include "core/cel/ip_address.h"
#include "core/cel/number_text.h"
#include "core/cel/posix_zone.h"
#include "core/cel/time_text.h"
#include "core/cel/time_zone.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace eventflow::cel;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto time = parseTimestamp(text)) {
        const auto again = parseTimestamp(timestampText(*time));
        require(again && again->seconds() == time->seconds() && again->nanos() == time->nanos());
    }
    if (const auto ns = parseDurationText(text)) require(parseDurationText(durationText(*ns)) == ns);
    if (const auto number = parseDouble(text)) {
        const auto again = parseDouble(doubleText(*number));
        require(again && (*again == *number || std::isnan(*number)));
    }
    if (const auto address = parseIp(text)) require(parseIp(toString(*address)) == address);
    if (const auto block = parseCidr(text)) require(parseCidr(toString(*block)) == block);
    if (const auto zone = parsePosixZone(text))
        for (const std::int64_t at : {kMinTimestampSeconds, std::int64_t{0}, kMaxTimestampSeconds})
            require(std::abs(zone->offsetAt(at)) <= 169 * 3600);
    if (const auto zone = TimeZone::parse(text)) static_cast<void>(zone->offsetAt(0));
    return 0;
}
