#include "app/cli/command.h"

#include <cstdio>
#include <cstdlib>

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

} // namespace eventflow::app
