#include "app/session/run_summary.h"

#include "core/base/json_writer.h"
#include "pipelines/runtime/process_memory.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace eventflow::app {

namespace {

double eventsPerSecond(const feed::Counters& counters, double seconds) {
    return seconds > 0 ? std::round(static_cast<double>(counters.read) / seconds) : 0;
}

} // namespace

std::string summaryJson(const feed::Counters& counters, double seconds) {
    JsonWriter json;
    json.beginObject();
    json.key("read").number(counters.read);
    json.key("stored").number(counters.stored);
    json.key("dead_lettered").number(counters.deadLettered);
    json.key("duplicates").number(counters.duplicates);
    json.key("dropped").number(counters.dropped);
    json.key("late").number(counters.late);
    json.key("alerts_fired").number(counters.alertsFired);
    json.key("notifications").number(counters.notifications);
    json.key("pages").number(counters.pages);
    json.key("seconds").number(std::round(seconds * 1000) / 1000);
    json.key("events_per_second").number(eventsPerSecond(counters, seconds));
    json.key("peak_rss_bytes").number(runtime::peakResidentBytes());
    json.endObject();
    return std::move(json).take();
}

std::string summaryText(const feed::Counters& counters, double seconds) {
    std::array<char, 320> text{};
    const int length = std::snprintf(
        text.data(), text.size(),
        "read %llu = stored %llu + dead-lettered %llu + duplicates %llu + dropped %llu; late %llu; alerts "
        "fired %llu, paged %llu times; "
        "%.2f s, %.0f events/s",
        static_cast<unsigned long long>(counters.read), static_cast<unsigned long long>(counters.stored),
        static_cast<unsigned long long>(counters.deadLettered),
        static_cast<unsigned long long>(counters.duplicates),
        static_cast<unsigned long long>(counters.dropped), static_cast<unsigned long long>(counters.late),
        static_cast<unsigned long long>(counters.alertsFired),
        static_cast<unsigned long long>(counters.pages), seconds, eventsPerSecond(counters, seconds));
    return {text.data(), static_cast<std::size_t>(length)};
}

} // namespace eventflow::app
