#include "app/session/events_capture.h"

#include "core/base/json_writer.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>

namespace eventflow::app {

namespace {

using rules::testing::InputEvent;

std::string valueOf(const InputEvent& event, Timestamp at) {
    if (!event.needsTime) return event.value;
    JsonWriter time;
    time.string(formatIso8601(at));
    const bool empty = event.value == "{}";
    return "{\"ts_event\":" + time.text() + (empty ? "" : ",") + event.value.substr(1);
}

/// As `kcat -J` writes it; its timestamp is the arrival clock of a replay.
std::string lineOf(const InputEvent& event, Timestamp start, std::int64_t offset) {
    const Timestamp at = start + event.at;
    JsonWriter json;
    json.beginObject().key("topic").string(event.topic).key("partition").number(0);
    json.key("offset").number(offset).key("tstype").string("create").key("ts").number(toMs(at + event.delay));
    json.key("key").string(event.key).key("payload").string(valueOf(event, at)).endObject();
    return json.text() + '\n';
}

} // namespace

Result<EventsCapture> EventsCapture::write(std::span<const InputEvent> events, Timestamp start) {
    std::string text;
    std::map<std::string, std::int64_t> offsets;
    for (const InputEvent& event : events)
        text += lineOf(event, start, offsets[event.topic]++);
    std::error_code error;
    std::string name = (std::filesystem::temp_directory_path(error) / "eventflow-events-XXXXXX").string();
    const int file = mkstemp(name.data());
    if (file < 0) return Error{ErrorCode::IoError, name + ": cannot be created: " + std::strerror(errno)};
    EventsCapture capture{std::filesystem::path(name)};
    std::size_t written = 0;
    while (written < text.size()) {
        const ssize_t count = ::write(file, text.data() + written, text.size() - written);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        written += static_cast<std::size_t>(count);
    }
    const bool closed = close(file) == 0;
    if (written < text.size() || !closed)
        return Error{ErrorCode::IoError, name + ": cannot be written: " + std::strerror(errno)};
    return capture;
}

EventsCapture::~EventsCapture() {
    std::error_code ignored;
    if (!m_path.empty()) std::filesystem::remove(m_path, ignored);
}

} // namespace eventflow::app
