#include "core/notify/notification.h"

#include "core/base/json_writer.h"
#include "core/model/labels_json.h"

namespace eventflow::notify {

namespace {

void write(JsonWriter& json, const std::vector<Alert>& alerts) {
    json.beginArray();
    for (const Alert& alert : alerts)
        writeLabels(json, alert.labels);
    json.endArray();
}

} // namespace

const char* toString(Notification::Reason reason) {
    switch (reason) {
    case Notification::Reason::NewGroup:
        return "new group";
    case Notification::Reason::NewAlerts:
        return "new alerts";
    case Notification::Reason::SomeResolved:
        return "some resolved";
    case Notification::Reason::AllResolved:
        return "all resolved";
    case Notification::Reason::Repeat:
        return "repeat";
    }
    return "new group";
}

std::string toJsonLine(const Notification& notification) {
    JsonWriter json;
    json.beginObject();
    json.key("at").string(formatIso8601(notification.at));
    json.key("receiver").string(notification.receiver);
    json.key("route").string(notification.route);
    writeLabels(json.key("group"), notification.group);
    json.key("reason").string(toString(notification.reason));
    write(json.key("firing"), notification.firing);
    write(json.key("resolved"), notification.resolved);
    json.endObject();
    return std::move(json).take();
}

} // namespace eventflow::notify
