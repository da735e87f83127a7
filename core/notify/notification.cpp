#include "core/notify/notification.h"

#include "core/model/labels_json.h"

namespace eventflow::notify {

void writeAlerts(JsonWriter& json, const std::vector<Alert>& alerts) {
    json.beginArray();
    for (const Alert& alert : alerts) {
        json.beginObject().key("fingerprint").string(fingerprint(alert));
        writeLabels(json.key("labels"), alert.labels);
        writeLabels(json.key("annotations"), alert.annotations);
        json.key("value").number(alert.value).key("starts_at").string(formatIso8601(alert.firedAt));
        if (alert.state == AlertState::Resolved) json.key("ends_at").string(formatIso8601(alert.resolvedAt));
        json.endObject();
    }
    json.endArray();
}

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
    writeAlerts(json.key("firing"), notification.firing);
    writeAlerts(json.key("resolved"), notification.resolved);
    json.endObject();
    return std::move(json).take();
}

} // namespace eventflow::notify
