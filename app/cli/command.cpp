#include "app/cli/command.h"

#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>

namespace eventflow::app {

int reportError(const Error& error, bool json) {
    printNote("eventflow: " + error.detail);
    if (json) {
        JsonWriter out;
        out.beginObject().key("error").beginObject();
        out.key("code").string(toString(error.code));
        out.key("detail").string(error.detail);
        out.endObject().endObject();
        printLine(out.text());
    }
    return kFailure;
}

std::optional<Timestamp> parseTime(const std::string& text) {
    if (auto iso = parseIso8601(text)) return iso;
    char* end = nullptr;
    const double epoch = std::strtod(text.c_str(), &end);
    return end == text.c_str() + text.size() && !text.empty() ? timestampFromEpoch(epoch) : std::nullopt;
}

void printLine(const std::string& line) {
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

void printNote(const std::string& line) {
    std::fwrite(line.data(), 1, line.size(), stderr);
    std::fputc('\n', stderr);
}

bool waitUntil(std::chrono::steady_clock::time_point time, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_until(lock, stop, time, [] { return false; });
    return !stop.stop_requested();
}

} // namespace eventflow::app
