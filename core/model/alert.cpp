#include "core/model/alert.h"

#include "core/base/hash.h"
#include "core/base/json_writer.h"
#include "core/model/labels_json.h"

#include <array>

namespace eventflow {

namespace {
constexpr std::array kStates{"inactive", "pending", "firing", "recovering", "resolved"};
}

const char* toString(AlertState state) {
    return kStates[static_cast<std::size_t>(state)];
}

std::optional<AlertState> alertStateFromString(std::string_view name) {
    for (std::size_t i = 0; i < kStates.size(); ++i)
        if (name == kStates[i]) return static_cast<AlertState>(i);
    return std::nullopt;
}

std::string toJsonLine(const AlertTransition& transition) {
    const Alert& alert = transition.alert;
    JsonWriter json;
    json.beginObject();
    json.key("tick").string(formatIso8601(transition.tick));
    json.key("alert").string(alert.rule);
    json.key("group").string(alert.group);
    json.key("rule_id").string(alert.ruleId);
    json.key("from").string(toString(transition.from));
    json.key("to").string(toString(alert.state));
    writeLabels(json.key("labels"), alert.labels);
    writeLabels(json.key("annotations"), alert.annotations);
    json.key("value").number(alert.value);
    json.key("active_at").string(formatIso8601(alert.activeAt));
    json.key("reason").string(transition.reason);
    json.key("fingerprint").string(fingerprint(alert));
    json.endObject();
    return std::move(json).take();
}

Labels identityOf(const Alert& alert) {
    Labels identity = alert.labels;
    if (!alert.level.empty()) identity.remove(kLevelLabel);
    return identity;
}

std::string fingerprint(const Alert& alert) {
    return alert.level.empty() ? fingerprint(alert.labels) : fingerprint(identityOf(alert));
}

std::string fingerprint(const Labels& labels) {
    static constexpr char kHex[] = "0123456789abcdef";
    std::uint64_t h = labels.hash();
    std::string out(16, '0');
    for (std::size_t i = 16; i-- > 0; h >>= 4)
        out[i] = kHex[h & 0xF];
    return out;
}

} // namespace eventflow
